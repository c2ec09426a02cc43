import { expect, it } from 'vitest';
import { ec2Error, ec2Result, startEc2Answers } from '../../../../test/peers/ec2-answers/index.ts';
import { describeInterruptions } from './spot-interruptions.ts';

const ACTION = 'DescribeSpotInstanceRequests';

function request(instanceId: string, code: string, more = ''): string {
  const status = `<status><code>${code}</code><updateTime>2026-11-24T08:00:00.000Z</updateTime></status>`;
  return `<item><instanceId>${instanceId}</instanceId>${status}${more}</item>`;
}

function page(requests: string, token = ''): ReturnType<typeof ec2Result> {
  return ec2Result(ACTION, `<spotInstanceRequestSet>${requests}</spotInstanceRequestSet>${token}`);
}

it('asks for marked requests only, and reads them whatever else comes, page by page', async () => {
  await using end = new AsyncDisposableStack();
  const ec2 = await startEc2Answers();
  end.defer(ec2.stop);
  const zone = '<launchedAvailabilityZone>ap-south-1b</launchedAvailabilityZone>';
  ec2.answer(
    ACTION,
    page(request('i-1', 'marked-for-termination', zone) + request('i-2', 'fulfilled'), '<nextToken>more</nextToken>'),
    page(`${request('i-3', 'marked-for-stop')}<item><status><code>marked-for-termination</code></status></item>`),
  );
  const announcedAt = Date.parse('2026-11-24T08:00:00.000Z');
  expect(await describeInterruptions(ec2.client)).toEqual([
    { instanceId: 'i-1', zone: 'ap-south-1b', action: 'terminate', announcedAt },
    { instanceId: 'i-3', zone: null, action: 'stop', announcedAt },
  ]);
  expect(ec2.asked).toMatchObject([
    { 'Filter.1.Name': 'status-code', 'Filter.1.Value.1': 'marked-for-termination', 'Filter.1.Value.2': 'marked-for-stop' },
    { NextToken: 'more' },
  ]);
});

it('rejects with what EC2 says', async () => {
  await using end = new AsyncDisposableStack();
  const ec2 = await startEc2Answers();
  end.defer(ec2.stop);
  ec2.answer(ACTION, ec2Error('UnauthorizedOperation', { status: 403 }));
  await expect(describeInterruptions(ec2.client)).rejects.toThrow('EC2 says UnauthorizedOperation');
});
