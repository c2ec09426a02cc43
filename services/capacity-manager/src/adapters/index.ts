export { ON_DEMAND_PRICES } from '@smartscale/projections/prices';
export { ec2Compute } from './ec2.ts';
export { createEc2Client } from './ec2-client.ts';
export { ec2Prices } from './prices.ts';
