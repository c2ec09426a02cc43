import type { MessengerPort } from '@smartscale/notifier/handler';
import type { RuntimeClock, RuntimePorts } from '@smartscale/runtime';
import type { Hostility } from '../hostility.ts';

/** The services' clock, which may be ahead or behind. Time passes for all alike. */
export function hostileClock(clock: RuntimeClock, hostility: Hostility): RuntimeClock {
  return {
    ...clock,
    now() {
      const step = hostility.lasting('clock-steps');
      if (!step) return clock.now();
      return clock.now() + (step.variant === 'ahead' ? 1_000 : -1_000) * step.amount;
    },
  };
}

/** A bus that refuses some entries of a call. */
export function hostilePublish(publish: RuntimePorts['publish'], hostility: Hostility): RuntimePorts['publish'] {
  const refused = { ok: false, code: 'InternalFailure', message: 'try again', mayPass: 'soon' } as const;
  return async (entries) => {
    const taken = entries.map(({ detailType }) => hostility.strikes('publish-failures', detailType) === undefined);
    const answers = await publish(entries.filter((_, index) => taken[index]));
    let next = 0;
    return taken.map((isTaken) => (isTaken ? (answers[next++] ?? refused) : refused));
  };
}

/** A channel that is limited, down or gone. */
export function hostileMessenger(messenger: MessengerPort, hostility: Hostility): MessengerPort {
  return {
    channel: messenger.channel,
    async send(notice) {
      const fault = hostility.strikes('messenger-failures', notice.title);
      if (!fault) return messenger.send(notice);
      if (fault.variant === 'limited') return { kind: 'limited', retryAfterSeconds: 5 };
      return { kind: fault.variant === 'refused' ? 'refused' : 'failed', reason: 'the channel is down' };
    },
  };
}
