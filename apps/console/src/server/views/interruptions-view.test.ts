import { expect, it } from 'vitest';
import { at, type Given, historyOf, stamp, warned } from '../testing/recorded.ts';
import { interruptionsWithin } from './interruptions-view.ts';

const drained: Given = {
  type: 'InterruptionDrained',
  data: {
    ...{ warningId: 'spot-1', instanceId: 'i-1', outcome: 'drained', evictedPods: 4, forcedPods: 0, leftPods: [] },
    ...{ seconds: 11.4, message: 'all moved' },
  },
};
const history = historyOf(
  [0, 'spot', warned('i-1')],
  [1, 'spot', drained],
  [5, 'spot', warned('i-2', { kind: 'rebalance', deadline: null, action: null })],
  [
    6,
    'spot',
    {
      type: 'InstanceStopped',
      data: {
        instanceId: 'i-3',
        nodeName: 'worker-i-3',
        zone: 'ap-south-1a',
        state: 'terminated',
        noticedAt: stamp(6),
        source: 'aws.ec2',
      },
    },
  ],
);

it('tells what was announced, the newest first, and how it ended', () =>
  expect(
    interruptionsWithin(history, at(0), at(10)).map(({ instanceId, kind, outcome }) => [instanceId, kind, outcome]),
  ).toEqual([
    ['i-3', 'stopped', 'EC2 says terminated'],
    ['i-2', 'rebalance', null],
    ['i-1', 'interruption', 'drained in time, 4 pods moved in 11 s'],
  ]));

it('does not know the end before it has come', () =>
  expect(interruptionsWithin(history, at(0), at(0.5))).toMatchObject([
    { instanceId: 'i-1', outcome: null, noticeSeconds: 120 },
  ]));
