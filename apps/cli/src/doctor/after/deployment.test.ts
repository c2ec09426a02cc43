import { defaultPolicy } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { judgeAlarms } from './alarms.ts';
import { judgeDeadLetters } from './dead-letters.ts';
import { judgeEventStore } from './event-store.ts';
import { judgeFlux } from './flux.ts';
import { judgePrometheusAddress } from './prometheus-address.ts';
import { judgeRelay } from './relay.ts';
import { judgeStacks, type StackFacts } from './stacks.ts';
import { judgeWorkerSubnets } from './worker-subnets.ts';

describe('stacks', () => {
  const stack = (status: string | null, cause: StackFacts['failure'] = null): StackFacts => ({
    name: 'smartscale-x-dev',
    status,
    failure: cause,
  });
  const judge = (...facts: readonly StackFacts[]) => judgeStacks([stack('CREATE_COMPLETE'), ...facts], 'dev');
  const failure = { resource: 'NotifyRole', reason: 'not authorized' };

  it('are complete', () => {
    expect(judge(stack('UPDATE_COMPLETE'))).toMatchObject({ verdict: 'ok', found: 'all 2 are complete' });
  });

  it.each([
    [null, 'failed', 'is missing'],
    ['ROLLBACK_COMPLETE', 'failed', 'was never complete (ROLLBACK_COMPLETE): NotifyRole: not authorized'],
    ['CREATE_FAILED', 'failed', 'was never complete'],
    ['UPDATE_ROLLBACK_COMPLETE', 'warning', 'went back to what it was'],
    ['UPDATE_ROLLBACK_FAILED', 'failed', 'is UPDATE_ROLLBACK_FAILED: NotifyRole: not authorized'],
    ['DELETE_FAILED', 'failed', 'is DELETE_FAILED'],
  ] as const)('that are %s are %s', (status, verdict, found) => {
    expect(judge(stack(status, failure))).toMatchObject({ verdict, found: expect.stringContaining(found) });
  });

  it('in motion are only in motion until something has failed', () => {
    expect(judge(stack('UPDATE_IN_PROGRESS')).verdict).toBe('warning');
    expect(judge(stack('ROLLBACK_IN_PROGRESS', failure)).verdict).toBe('failed');
  });

  it('that are all missing are told of once', () => {
    expect(judgeStacks([stack(null), stack(null)], 'dev')).toMatchObject({
      ...{ verdict: 'failed', found: 'none of the 2 stacks of stage dev is there', toDo: 'npx serverless deploy --stage dev' },
    });
  });

  it('say how to begin anew', () => {
    expect(judge(stack('ROLLBACK_COMPLETE')).toDo).toContain('delete-stack --stack-name smartscale-x-dev');
  });
});

it('each zone of the policy needs a subnet', () => {
  const policy = defaultPolicy();
  const subnets = { 'ap-south-1a': 's', 'ap-south-1b': 's', 'ap-south-1c': 's' };
  const { 'ap-south-1c': _, ...two } = subnets;
  expect(judgeWorkerSubnets(subnets, policy).verdict).toBe('ok');
  expect(judgeWorkerSubnets(two, policy)).toMatchObject({
    verdict: 'warning',
    found: expect.stringContaining('names ap-south-1c'),
  });
  expect(judgeWorkerSubnets({ 'eu-west-1a': 's' }, policy).verdict).toBe('failed');
});

it('a Prometheus that moved is named', () => {
  expect(judgePrometheusAddress({ asked: 'http://a', ofCluster: 'http://a' }).verdict).toBe('ok');
  expect(judgePrometheusAddress({ asked: 'http://a', ofCluster: null }).verdict).toBe('ok');
  expect(judgePrometheusAddress({ asked: 'http://a', ofCluster: 'http://b' })).toMatchObject({
    verdict: 'warning',
    found: "http://a is asked, the cluster's own is http://b",
  });
});

it('queues must be empty', () => {
  const queue = (waiting: number) => ({ what: 'events that reached no function', queueUrl: 'https://q', waiting });
  expect(judgeDeadLetters([queue(0), queue(0)]).verdict).toBe('ok');
  expect(judgeDeadLetters([queue(0), queue(1)])).toMatchObject({
    verdict: 'failed',
    found: 'events that reached no function: 1',
  });
  expect(judgeDeadLetters([]).verdict).toBe('failed');
});

it('alarms that sound say what is wrong, and somebody should hear them', () => {
  const alarm = (state: string, tells = 1) => ({ name: `a-${state}`, state, description: 'It is late.', tells });
  expect(judgeAlarms([alarm('OK'), alarm('INSUFFICIENT_DATA')]).verdict).toBe('ok');
  expect(judgeAlarms([alarm('OK', 0)]).verdict).toBe('warning');
  expect(judgeAlarms([alarm('OK', 0), alarm('ALARM', 0)])).toMatchObject({
    verdict: 'failed',
    found: '1 of 2 sound: a-ALARM: It is late.',
  });
  expect(judgeAlarms([]).verdict).toBe('failed');
});

describe('the relay', () => {
  const well = { mappingState: 'Enabled', lastResult: 'OK', lagSeconds: 0.4 };
  it.each([
    [{}, 'ok'],
    [{ lagSeconds: null }, 'ok'],
    [{ lagSeconds: 60 }, 'ok'],
    [{ lagSeconds: 61 }, 'failed'],
    [{ mappingState: null }, 'failed'],
    [{ mappingState: 'Disabled' }, 'failed'],
    [{ mappingState: 'Enabling' }, 'warning'],
    [{ lastResult: 'PROBLEM: Function call failed' }, 'failed'],
  ] as const)('with %o is %s', (change, verdict) => {
    expect(judgeRelay({ ...well, ...change }).verdict).toBe(verdict);
  });
});

describe('Flux', () => {
  const object = (ready: string | null, suspended = false) => ({
    name: 'Kustomization flux-system/apps',
    ready,
    message: 'said',
    suspended,
  });
  it.each([
    [null, 'ok'],
    [[], 'warning'],
    [[object('True')], 'ok'],
    [[object('True'), object('False')], 'failed'],
    [[object(null)], 'warning'],
    [[object('Unknown')], 'warning'],
    [[object('False', true)], 'warning'],
  ] as const)('with %o is %s', (objects, verdict) => {
    expect(judgeFlux(objects).verdict).toBe(verdict);
  });
  it('names what is not in sync and what it says', () => {
    expect(judgeFlux([object('False')]).found).toBe('Kustomization flux-system/apps: said');
  });
});

it('a store must be ours and have events of the cluster', () => {
  const facts = { place: 'the table t', complaint: null, clusterId: 'dev', hasEvents: true };
  expect(judgeEventStore(facts).verdict).toBe('ok');
  expect(judgeEventStore({ ...facts, hasEvents: false })).toMatchObject({
    verdict: 'failed',
    found: 'the table t has no events of the cluster dev',
  });
  expect(judgeEventStore({ ...facts, complaint: 'it is no event table' })).toMatchObject({
    verdict: 'failed',
    found: 'it is no event table',
  });
});
