import * as z from 'zod';
import type { MaintenanceNotice, SpotNotice, StoppedNotice } from './notice.ts';

type Unsigned<Any> = Any extends unknown ? Omit<Any, 'source' | 'noticedAt'> : never;

/** What a notice says, without who says it and when. */
export type Detail = Unsigned<SpotNotice | StoppedNotice | MaintenanceNotice>;

/** Each instance that a notice speaks of; or why it speaks of none that matters. */
export type Details = readonly Detail[] | 'not-ours-to-know' | 'over';

const INSTANCE_ID = /^i-[0-9a-z]{1,40}$/;
// Each is made when it is first asked for: a start sees a notice of one kind.
const instanceId = () => z.string().regex(INSTANCE_ID, 'expected an instance id such as i-0123456789abcdef0');

// What EC2 may come up with besides is still an interruption.
const action = () => z.enum(['terminate', 'stop', 'hibernate']).nullable().catch(null);

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html */
export const interruption = z.lazy(() =>
  z
    .object({ 'instance-id': instanceId(), 'instance-action': action().default(null) })
    .transform(
      (detail): Details => [{ kind: 'interruption', instanceId: detail['instance-id'], action: detail['instance-action'] }],
    ),
);

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html */
export const rebalance = z.lazy(() =>
  z
    .object({ 'instance-id': instanceId() })
    .transform((detail): Details => [{ kind: 'rebalance', instanceId: detail['instance-id'], action: null }]),
);

export const ENDING_STATES = ['stopping', 'stopped', 'shutting-down', 'terminated'] as const;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html */
export const stateChange = z.lazy(() =>
  z.object({ 'instance-id': instanceId(), state: z.string() }).transform((detail): Details => {
    const state = ENDING_STATES.find((known) => known === detail.state);
    return state ? [{ kind: 'stopped', instanceId: detail['instance-id'], state }] : 'not-ours-to-know';
  }),
);

/** As many as are looked at of one notice; AWS tells of more in further ones. */
export const MAX_AFFECTED = 200;

/** https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html */
export const health = z.lazy(() =>
  z
    .object({
      eventArn: z.string().min(1).max(2_000),
      service: z.string(),
      eventTypeCategory: z.string(),
      eventTypeCode: z.string().min(1).max(200),
      // RFC 1123, such as "Thu, 27 Aug 2026 13:19:03 GMT".
      startTime: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'expected a time'),
      statusCode: z.string().optional(),
      affectedEntities: z.array(z.object({ entityValue: z.string().optional() })).default([]),
    })
    .transform(({ service, eventTypeCategory, statusCode, eventArn, eventTypeCode, startTime, affectedEntities }): Details => {
      if (service !== 'EC2' || eventTypeCategory !== 'scheduledChange') return 'not-ours-to-know';
      if (statusCode === 'closed') return 'over';
      const named = affectedEntities.flatMap(({ entityValue }) => entityValue ?? []).filter((value) => INSTANCE_ID.test(value));
      const work = {
        kind: 'maintenance' as const,
        maintenanceId: eventArn,
        code: eventTypeCode,
        startsAt: Date.parse(startTime),
      };
      return [...new Set(named)].slice(0, MAX_AFFECTED).map((affected) => ({ ...work, instanceId: affected }));
    }),
);
