import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ec2Notice, INSTANCE, NOTICED_AT, rebalanceNotice } from '../testing/notices.ts';
import { MAX_CLOCK_DIFFERENCE_SECONDS } from './notice.ts';
import { KNOWN_NOTICES, readNotice } from './read-notice.ts';

const read = (event: ReturnType<typeof ec2Notice>) => readNotice(event, NOTICED_AT + 1_000);

describe('a notice', () => {
  it.each([
    ['aws.ec2', 'terminate'],
    ['aws.ec2', 'stop'],
    ['aws.ec2', 'hibernate'],
    ['smartscale.drill', 'terminate'],
  ] as const)('of an interruption by %s (%s) is read', (source, action) => {
    const event = ec2Notice({ source, detail: { 'instance-id': INSTANCE, 'instance-action': action } });
    const notice = { kind: 'interruption', instanceId: INSTANCE, action, source, noticedAt: NOTICED_AT };
    expect(read(event)).toEqual({ kind: 'notice', notice });
  });

  it('of a rebalance recommendation is read', () => {
    const notice = { kind: 'rebalance', instanceId: INSTANCE, action: null, source: 'aws.ec2', noticedAt: NOTICED_AT };
    expect(read(rebalanceNotice())).toEqual({ kind: 'notice', notice });
  });

  it.each([[{}], [{ 'instance-action': 'vaporise' }], [{ 'instance-action': 7 }]])(
    'with an action that is not known (%o) is an interruption all the same',
    (more) => {
      expect(read(ec2Notice({ detail: { 'instance-id': INSTANCE, ...more } }))).toMatchObject({
        notice: { kind: 'interruption', action: null },
      });
    },
  );

  it.each([
    ['another source', { source: 'aws.health' }],
    ['our own services', { source: 'smartscale.spot-guard' }],
    ['another type', { 'detail-type': 'EC2 Instance State-change Notification' }],
    ['a type that every object has', { 'detail-type': 'constructor' }],
  ])('of %s is unknown', (_, more) => {
    expect(read(ec2Notice(more))).toEqual({ kind: 'unknown' });
  });

  it.each([
    ['no instance id', { detail: { 'instance-action': 'terminate' } }, /instance-id/],
    ['an instance id that is none', { detail: { 'instance-id': 'arn:aws:ec2' } }, /instance-id.*such as i-/],
    ['an instance id that is a list', { detail: { 'instance-id': [INSTANCE] } }, /instance-id/],
    ['no object as detail', { detail: 'i-1' }, /./],
    ['no time', { time: undefined as unknown as string }, /its time is/],
    ['a time that is none', { time: 'yesterday' }, /its time is "yesterday"/],
  ])('with %s is malformed, and that is said', (_, more, problem) => {
    expect(read(ec2Notice(more))).toEqual({ kind: 'malformed', problem: expect.stringMatching(problem) });
  });

  it('may be ahead of our clock by a minute, and not by more', () => {
    const now = NOTICED_AT - MAX_CLOCK_DIFFERENCE_SECONDS * 1_000;
    expect(readNotice(ec2Notice(), now)).toMatchObject({ kind: 'notice' });
    expect(readNotice(ec2Notice(), now - 1)).toMatchObject({ kind: 'malformed', problem: expect.stringContaining('future') });
  });

  it('has an answer whatever it is', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('aws.ec2', 'EC2 Spot Instance Interruption Warning'));
    fc.assert(
      fc.property(text, text, fc.anything(), fc.anything(), (source, detailType, detail, time) => {
        const answer = read(ec2Notice({ source, 'detail-type': detailType, detail, time: time as string }));
        expect(['notice', 'unknown', 'malformed']).toContain(answer.kind);
      }),
    );
  });
});

it('knows four pairs of source and type', () => {
  expect(KNOWN_NOTICES.size).toBe(4);
});
