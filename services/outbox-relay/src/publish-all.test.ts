import { recordingTelemetry } from '@smartscale/lambda';
import { describe, expect, it } from 'vitest';
import type { Outgoing } from './bus-entry.ts';
import type { Publish, PublishResult } from './ports.ts';
import { publishAll } from './publish-all.ts';

const THROTTLED: PublishResult = { ok: false, code: 'ThrottlingException', message: 'slow down', mayPass: 'soon' };
const FORBIDDEN: PublishResult = { ok: false, code: 'AccessDeniedException', message: 'not yours', mayPass: 'later' };
const MALFORMED: PublishResult = { ok: false, code: 'MalformedDetail', message: 'Detail is malformed.', mayPass: 'never' };

/** Events such as `a1`: of stream a. `answers` are given to an event one after the other, then it passes. */
function setUp(answers: Record<string, PublishResult[]> = {}) {
  const calls: string[] = [];
  const pauses: number[] = [];
  const telemetry = recordingTelemetry();
  const publish: Publish = async (entries) => {
    calls.push(entries.map(({ detail }) => detail).join(' '));
    return entries.map(({ detail }) => answers[detail]?.shift() ?? { ok: true });
  };
  const clock = { now: () => 0, sleep: async (milliseconds: number) => void pauses.push(milliseconds) };
  const run = async (...names: string[]) => {
    const events = names.map(
      (name): Outgoing => ({
        stream: name.charAt(0),
        position: 1,
        entry: { source: 's', detailType: 't', detail: name, time: '' },
      }),
    );
    const { failed, poison } = await publishAll(events, { publish, clock, telemetry });
    const problems = poison.map(({ index, problem }) => `${names[index]}: ${problem}`);
    return { failed: failed.map((index) => names[index]), ...(problems.length > 0 && { problems }) };
  };
  return { calls, pauses, telemetry, run };
}

describe('publishing', () => {
  it('goes in order, ten to a call', async () => {
    const { calls, run } = setUp();
    const names = Array.from({ length: 12 }, (_, index) => `a${index}`);
    expect(await run(...names)).toEqual({ failed: [] });
    expect(calls).toEqual([names.slice(0, 10).join(' '), names.slice(10).join(' ')]);
  });

  it('tries again only what failed, after a pause that doubles', async () => {
    const { calls, pauses, telemetry, run } = setUp({ b1: [THROTTLED, THROTTLED] });
    expect(await run('a1', 'b1', 'a2')).toEqual({ failed: [] });
    expect(calls).toEqual(['a1 b1 a2', 'b1', 'b1']);
    expect(pauses).toEqual([100, 200]);
    expect(telemetry.counts).toEqual({});
  });

  it('gives up after three attempts and says so', async () => {
    const { calls, telemetry, run } = setUp({ b1: [THROTTLED, THROTTLED, THROTTLED] });
    expect(await run('a1', 'b1')).toEqual({ failed: ['b1'] });
    expect(calls).toHaveLength(3);
    expect(telemetry.counts).toEqual({ PublishFailures: 1 });
    expect(telemetry.lines.at(-1)?.message).toBe('event 1 of b was not published: ThrottlingException slow down');
  });

  it('leaves what passes only later to Lambda', async () => {
    const { calls, pauses, telemetry, run } = setUp({ a1: [FORBIDDEN] });
    expect(await run('a1', 'b1')).toEqual({ failed: ['a1'] });
    expect(calls).toEqual(['a1 b1']);
    expect(pauses).toEqual([]);
    expect(telemetry.counts).toEqual({ PublishFailures: 1 });
  });

  it('does not repeat what can never pass, says why, and goes on with its stream', async () => {
    const { calls, pauses, telemetry, run } = setUp({ a0: [MALFORMED] });
    const first = ['a0', ...Array.from({ length: 9 }, (_, index) => `b${index}`)];
    expect(await run(...first, 'a1')).toEqual({
      failed: [],
      problems: ['a0: the bus refuses event 1 of a for good: MalformedDetail Detail is malformed.'],
    });
    expect(calls).toEqual([first.join(' '), 'a1']);
    expect(pauses).toEqual([]);
    expect(telemetry).toMatchObject({ counts: {}, lines: [] });
  });

  it('holds back the later calls of a stream that stayed behind, and no other stream', async () => {
    const { calls, run } = setUp({ a0: [FORBIDDEN] });
    const first = ['a0', ...Array.from({ length: 9 }, (_, index) => `b${index}`)];
    expect(await run(...first, 'a1', 'c1')).toEqual({ failed: ['a0', 'a1'] });
    expect(calls).toEqual([first.join(' '), 'c1']);
  });
});
