import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ec2Notice, healthEvent, INSTANCE, MAINTENANCE, NOTICED_AT, rebalanceNotice, stateChange } from '../testing/notices.ts';
import { MAX_AFFECTED } from './details.ts';
import { MAX_CLOCK_DIFFERENCE_SECONDS } from './notice.ts';
import { KNOWN_NOTICES, readNotice } from './read-notice.ts';

const TYPES = [
  'EC2 Spot Instance Interruption Warning',
  'EC2 Instance Rebalance Recommendation',
  'EC2 Instance State-change Notification',
  'AWS Health Event',
];
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
    expect(read(event)).toEqual({ kind: 'notices', notices: [notice] });
  });

  it('of a rebalance recommendation is read', () => {
    const notice = { kind: 'rebalance', instanceId: INSTANCE, action: null, source: 'aws.ec2', noticedAt: NOTICED_AT };
    expect(read(rebalanceNotice())).toEqual({ kind: 'notices', notices: [notice] });
  });

  it.each([[{}], [{ 'instance-action': 'vaporise' }], [{ 'instance-action': 7 }]])(
    'with an action that is not known (%o) is an interruption all the same',
    (more) => {
      expect(read(ec2Notice({ detail: { 'instance-id': INSTANCE, ...more } }))).toMatchObject({
        notices: [{ kind: 'interruption', action: null }],
      });
    },
  );

  it.each([
    ['another source', { source: 'aws.health' }],
    ['our own services', { source: 'smartscale.spot-guard' }],
    ['another type', { 'detail-type': 'EC2 Fleet State Change' }],
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
    expect(readNotice(ec2Notice(), now)).toMatchObject({ kind: 'notices' });
    expect(readNotice(ec2Notice(), now - 1)).toMatchObject({ kind: 'malformed', problem: expect.stringContaining('future') });
  });

  it('has an answer whatever it is', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('aws.ec2', 'aws.health', ...TYPES));
    fc.assert(
      fc.property(text, text, fc.anything(), fc.anything(), (source, detailType, detail, time) => {
        const answer = read(ec2Notice({ source, 'detail-type': detailType, detail, time: time as string }));
        expect(['notices', 'over', 'unknown', 'malformed']).toContain(answer.kind);
      }),
    );
  });
});

describe('a change of state', () => {
  it.each(['stopping', 'stopped', 'shutting-down', 'terminated'])('to %s is read', (state) => {
    expect(read(stateChange(state))).toEqual({
      kind: 'notices',
      notices: [{ kind: 'stopped', instanceId: INSTANCE, state, source: 'aws.ec2', noticedAt: NOTICED_AT }],
    });
  });

  it.each(['pending', 'running', 'dreaming'])('to %s was not asked for', (state) => {
    expect(read(stateChange(state))).toEqual({ kind: 'unknown' });
  });

  it('to no state is malformed', () => {
    expect(read(stateChange('stopped', { detail: { 'instance-id': INSTANCE } }))).toMatchObject({ kind: 'malformed' });
  });
});

describe('planned work', () => {
  const work = { kind: 'maintenance', maintenanceId: MAINTENANCE, code: 'AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED' };
  const times = { noticedAt: NOTICED_AT, startsAt: Date.parse('2026-11-26T08:00:00Z') };

  it.each(['aws.health', 'smartscale.drill'])('told by %s is read, for each instance once', (source) => {
    const event = { ...healthEvent([INSTANCE, 'vol-1', 'i-2', INSTANCE]), source };
    const notice = { ...work, ...times, source };
    expect(read(event)).toEqual({
      kind: 'notices',
      notices: [
        { ...notice, instanceId: INSTANCE },
        { ...notice, instanceId: 'i-2' },
      ],
    });
  });

  it.each([
    ['none', []],
    ['a volume', ['vol-0123']],
  ])('on %s concerns nobody', (_, affected) => {
    expect(read(healthEvent(affected))).toEqual({ kind: 'notices', notices: [] });
  });

  it('without a list of entities concerns nobody', () => {
    expect(read(healthEvent([], { affectedEntities: undefined }))).toEqual({ kind: 'notices', notices: [] });
    expect(read(healthEvent([], { affectedEntities: [{ status: 'IMPAIRED' }] }))).toEqual({ kind: 'notices', notices: [] });
  });

  it('is looked at for a bounded number of instances', () => {
    const many = Array.from({ length: MAX_AFFECTED + 1 }, (_, index) => `i-${index}`);
    expect(read(healthEvent(many))).toMatchObject({ notices: { length: MAX_AFFECTED } });
  });

  it('that is called off or done is over', () => {
    expect(read(healthEvent([INSTANCE], { statusCode: 'closed' }))).toEqual({ kind: 'over' });
  });

  it.each([
    ['of another service', { service: 'RDS' }],
    ['of another category', { eventTypeCategory: 'issue' }],
  ])('%s was not asked for', (_, detail) => expect(read(healthEvent([INSTANCE], detail))).toEqual({ kind: 'unknown' }));

  it.each([
    ['no time', { startTime: undefined }, /startTime/],
    ['a time that is none', { startTime: 'soon' }, /startTime.*expected a time/],
    ['no ARN', { eventArn: undefined }, /eventArn/],
    ['entities that are no list', { affectedEntities: 'i-1' }, /affectedEntities/],
  ])('with %s is malformed, and that is said', (_, detail, problem) => {
    expect(read(healthEvent([INSTANCE], detail))).toEqual({ kind: 'malformed', problem: expect.stringMatching(problem) });
  });
});

it('knows four kinds, each of AWS and of a drill', () => {
  expect(KNOWN_NOTICES.size).toBe(8);
});
