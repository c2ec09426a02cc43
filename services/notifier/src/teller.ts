import type { Telemetry } from '@smartscale/lambda';
import type { NoticeRecord } from './notice-record.ts';
import type { MessengerPort } from './ports.ts';

/** What it takes to tell people something. */
export type Teller = NoticeRecord & {
  readonly messenger: MessengerPort;
  readonly consoleUrl: string | null;
  readonly telemetry: Telemetry;
  /** Epoch milliseconds at which the function ends. */
  readonly endsAt: number;
};
