export { ec2Compute } from './ec2.ts';
export { createEc2Client } from './ec2-client.ts';
export { ON_DEMAND_PRICES } from './on-demand-prices.ts';
export { ec2Prices } from './prices.ts';
