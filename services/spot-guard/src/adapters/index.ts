export { describeEc2Worker, EC2_MAX_ATTEMPTS } from './ec2-workers.ts';
