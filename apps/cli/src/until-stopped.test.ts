import { afterEach, describe, expect, it, vi } from 'vitest';
import { untilStopped } from './until-stopped.ts';

afterEach(() => vi.useRealTimers());

describe('until stopped', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'aborts at %s and goes on listening, so that nobody else ends the process',
    (name) => {
      const stop = untilStopped(null);
      const listeners = process.listenerCount(name);
      process.emit(name);
      expect(stop.signal.aborted).toBe(true);
      expect(process.listenerCount(name)).toBe(listeners);
      process.emit(name);
      stop.dispose();
      expect(process.listenerCount(name)).toBe(listeners - 1);
    },
  );

  it('aborts by itself after its time', () => {
    vi.useFakeTimers();
    const stop = untilStopped(20);
    vi.advanceTimersByTime(19_999);
    expect(stop.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(stop.signal.aborted).toBe(true);
    stop.dispose();
  });
});
