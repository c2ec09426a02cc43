import { ec2Result } from '../../../peers/ec2-answers/index.ts';

/** What EC2 announces of Spot instances. moto never takes one, and does not know the filter that they are asked for with. */
export function createInterruptions(now: () => number) {
  const marks: string[] = [];
  return {
    announce(instanceId: string): void {
      const time = new Date(now()).toISOString();
      const status = `<status><code>marked-for-termination</code><updateTime>${time}</updateTime></status>`;
      marks.push(
        `<item><spotInstanceRequestId>sir-1</spotInstanceRequestId><instanceId>${instanceId}</instanceId>${status}</item>`,
      );
    },
    answer(action: string): string | undefined {
      if (action !== 'DescribeSpotInstanceRequests') return undefined;
      return ec2Result(action, `<spotInstanceRequestSet>${marks.join('')}</spotInstanceRequestSet>`).body;
    },
  };
}
