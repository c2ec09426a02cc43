import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { MessengerPort } from '@smartscale/notifier/handler';

/** Appends each notice to a file, as one line of JSON: what the local runtime shows in place of Slack. */
export function noticeFile(path: string): MessengerPort {
  return {
    channel: 'file',
    async send({ blocks: _, ...notice }) {
      try {
        await mkdir(dirname(path), { recursive: true });
        await appendFile(path, `${JSON.stringify(notice)}\n`);
        return { kind: 'sent' };
      } catch (error) {
        return { kind: 'failed', reason: `cannot write to ${path}: ${(error as Error).message}` };
      }
    },
  };
}
