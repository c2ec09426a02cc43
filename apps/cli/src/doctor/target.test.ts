import { describe, expect, it } from 'vitest';
import { UsageError } from '../exit.ts';
import { type DoctorOptions, phasesOf, targetOf } from './target.ts';

const none: DoctorOptions = { before: false, after: false, json: false };
const about = (options: Partial<DoctorOptions>) => targetOf({ ...none, ...options });

describe('whose health', () => {
  it("is a stage's, dev unless named, whose cluster has its name", () => {
    expect(about({})).toEqual({ kind: 'deployed', stage: 'dev', clusterId: 'dev', store: null, config: null });
    expect(about({ stage: 'prod', cluster: 'shop', store: 'dynamodb:t', config: 'f' })).toEqual({
      ...{ kind: 'deployed', stage: 'prod', clusterId: 'shop', store: { kind: 'dynamodb', table: 't' }, config: 'f' },
    });
    expect(() => about({ stage: 'Prod/1' })).toThrow(UsageError);
  });
  it("is one machine's where only a configuration is named", () => {
    expect(about({ config: 'fleet.yaml' })).toEqual({ kind: 'one-machine', config: 'fleet.yaml' });
    expect(() => about({ config: 'fleet.yaml', store: 'sqlite:f' })).toThrow('leave --store and --cluster out');
    expect(() => about({ config: 'fleet.yaml', cluster: 'c' })).toThrow(UsageError);
  });
  it("is a store's where only that is named", () => {
    expect(about({ store: 'sqlite:f' })).toEqual({ kind: 'store', store: { kind: 'sqlite', file: 'f' }, clusterId: 'local' });
    expect(() => about({ store: 'f' })).toThrow('is not a store');
  });
});

describe('which part', () => {
  const phases = (options: Partial<DoctorOptions>) => [...phasesOf({ ...none, ...options }, about(options))];
  it('is both unless one is named', () => {
    expect(phases({})).toEqual(['before', 'after']);
    expect(phases({ before: true })).toEqual(['before']);
    expect(phases({ after: true })).toEqual(['after']);
    expect(() => phases({ before: true, after: true })).toThrow('exclude each other');
  });
  it('is only what runs for a store alone', () => {
    expect(phases({ store: 'sqlite:f' })).toEqual(['after']);
    expect(() => phases({ store: 'sqlite:f', before: true })).toThrow('tells nothing of a deployment to come');
  });
});
