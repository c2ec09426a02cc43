import { type EventStore, ExpectedVersionError, toTimestamp } from '@smartscale/events';
import { describe, expect, it } from 'vitest';
import { deploy, joining } from './testing/deployment.ts';
import { START } from './testing/world.ts';

/** What an evaluation may read: it must not grow with the age of the cluster. */
const MOST_ITEMS = 15;
/** With sizing by price: the model's snapshot, the samples since, and what was learnt last. */
const MOST_ITEMS_BY_PRICE = MOST_ITEMS + 33;

describe('evaluate', () => {
  it('appends one decision for a sample, with the positions it rested on', async () => {
    const { adopt, fleet, sample, deliver, decisions, wait } = deploy();
    await adopt();
    for (const event of [...joining(1), ...joining(2)]) await fleet(event);
    const sampled = await sample(120, { workers: 2, cpu: 90 });
    wait(2);
    await deliver(sampled);
    const [decided, ...more] = await decisions();
    expect(more).toEqual([]);
    expect(decided).toMatchObject({
      type: 'ScaleDecided',
      occurredAt: toTimestamp(START + 122_000),
      causationId: sampled.id,
      correlationId: sampled.correlationId,
      data: { action: 'hold', from: 2, basis: { samplePosition: 1, fleetPosition: 4, policyVersion: 1 } },
    });
  });

  it('holds without a policy, and says so', async () => {
    const { sample, deliver, decisions } = deploy();
    await deliver(await sample(0, { workers: 0 }));
    expect(await decisions()).toMatchObject([{ data: { action: 'hold', decidedBy: 'no-policy' } }]);
  });

  it('does nothing at a repeated, an overtaken, a replayed or a foreign sample', async () => {
    const { adopt, sample, deliver, decisions } = deploy();
    await adopt();
    const first = await sample(0, { workers: 2 });
    const second = await sample(120, { workers: 2 });
    await deliver(second);
    await deliver(second);
    await deliver(first);
    const third = await sample(240, { workers: 2 });
    await deliver(third, { 'replay-name': 'monday' });
    await deliver({ ...third, clusterId: 'other' });
    expect(await decisions()).toHaveLength(1);
    await deliver(third);
    expect(await decisions()).toHaveLength(2);
  });

  it('decides afresh when another invocation was faster, and not twice for one sample', async () => {
    const conflictOnce = (store: EventStore): EventStore => {
      let conflicts = 1;
      return {
        ...store,
        async append(stream, events, options) {
          if (conflicts-- > 0) {
            // The other one's write arrives; ours then meets a stream that has moved on.
            await store.append(stream, events, options);
            throw new ExpectedVersionError(stream, options.expectedVersion);
          }
          return store.append(stream, events, options);
        },
      };
    };
    const { adopt, sample, deliver, decisions } = deploy({ wrap: conflictOnce });
    await adopt();
    await deliver(await sample(0, { workers: 2 }));
    expect(await decisions()).toHaveLength(1);
  });

  it('reads the same few items whatever the age of the cluster, and basis positions never run backwards', async () => {
    const { adopt, fleet, sample, deliver, decisions, reads } = deploy();
    await adopt();
    const counts: number[] = [];
    for (let tick = 0; tick < 2_000; tick += 1) {
      if (tick % 3 === 0) for (const event of joining(tick)) await fleet(event);
      if (tick % 3 === 1) {
        const instanceId = `i-${tick - 1}`;
        await fleet({ type: 'NodeLost', data: { instanceId, lostAt: toTimestamp(START), aliveSeconds: 1, evidence: '' } });
      }
      const sampled = await sample(tick * 120, { workers: 1 });
      const before = reads.items;
      await deliver(sampled);
      counts.push(reads.items - before);
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(MOST_ITEMS);
    expect(Math.max(...counts.slice(-1_000))).toBeLessThanOrEqual(Math.max(...counts.slice(0, 20)));
    const positions = (await decisions()).map(({ data }) => data.basis.fleetPosition);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });

  describe('by price', () => {
    const price = { sizing: { by: 'price' } };
    const demandAt = (tick: number) => ({ workers: 4, cpu: 50 + 20 * Math.sin(tick / 7), memory: 10 });

    it('reads a few items more, whatever the age, and writes down once a day what it has learnt', async () => {
      const { adopt, fleet, sample, deliver, decisions, learned, reads } = deploy();
      await adopt(price);
      for (const index of [1, 2, 3, 4]) for (const event of joining(index)) await fleet(event);
      const counts: number[] = [];
      for (let tick = 0; tick < 800; tick += 1) {
        const sampled = await sample(tick * 120, demandAt(tick));
        const before = reads.items;
        await deliver(sampled);
        counts.push(reads.items - before);
      }
      expect(Math.max(...counts)).toBeLessThanOrEqual(MOST_ITEMS_BY_PRICE);
      const written = await learned();
      expect(written.map(({ data }) => data.checkpoint)).toEqual([720]);
      const bases = (await decisions()).map(({ data }) => data.basis.demand);
      expect(bases).toHaveLength(800);
      expect(bases[719]).toEqual({ learnedId: null, from: 1 });
      expect(bases[720]).toEqual({ learnedId: written[0]?.id, from: 721 });
      expect(bases.at(-1)).toEqual(bases[720]);
    });

    it('begins with what was sampled before it was asked for, and goes on after thresholds in between', async () => {
      const { adopt, sample, deliver, decisions } = deploy();
      await adopt();
      let tick = 0;
      const live = async (ticks: number) => {
        for (const end = tick + ticks; tick < end; tick += 1) await deliver(await sample(tick * 120, demandAt(tick)));
      };
      await live(40);
      await adopt(price);
      await live(2);
      await adopt();
      await live(20);
      await adopt(price);
      await live(1);
      const decided = (await decisions()).map(({ data }) => data);
      const from = { learnedId: null, from: 1 };
      expect(decided.map(({ basis }) => basis.demand).filter((basis) => basis !== null)).toEqual([from, from, from]);
      expect(decided[40]?.signals.find(({ name }) => name === 'newsvendor')?.verdict).not.toBe('abstain');
      expect(decided[41]?.memory.account).not.toBeNull();
      expect(decided[50]?.memory.account).toBeNull();
    });

    it('is asked for a shadow policy too, and what that decides stands beside', async () => {
      const { adopt, shadow, sample, deliver, decisions, shadowDecisions } = deploy();
      await adopt();
      await shadow('by-price', price);
      for (let tick = 0; tick < 35; tick += 1) await deliver(await sample(tick * 120, demandAt(tick)));
      const [real, beside] = [await decisions(), await shadowDecisions()];
      expect(beside).toHaveLength(35);
      expect(real.every(({ data }) => data.basis.demand === null)).toBe(true);
      expect(beside.at(-1)?.data).toMatchObject({ policyName: 'by-price', basis: { policyVersion: 2, demand: { from: 1 } } });
      expect(beside.map(({ data }) => data.basis.sampleId)).toEqual(real.map(({ data }) => data.basis.sampleId));
    });
  });
});
