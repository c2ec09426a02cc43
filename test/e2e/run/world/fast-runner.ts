// A process of its own, to be killed: `smartscale run`, but for its clock. node fast-runner.ts CONFIGURATION EPOCH FACTOR
import { createLog, openRunner, readConfiguration } from '@smartscale/runner';
import { noticeFile } from '../../../../apps/cli/src/notice-file.ts';
import { createFastClock } from './fast-clock.ts';

const [file = '', epoch, factor] = process.argv.slice(2);
const clock = createFastClock({ epoch: Number(epoch), factor: Number(factor) });
const write = (line: string) => void process.stdout.write(`${line}\n`);
const telemetry = createLog({ write, now: clock.now, json: false });
const onAppended = (events: readonly { readonly type: string; readonly data: unknown }[]) => {
  for (const { type, data } of events) telemetry.info(`${type} ${JSON.stringify(data).slice(0, 300)}`);
};
const runner = await openRunner(readConfiguration(file), { telemetry, clock, noticeFile, onAppended });
await runner.start();
telemetry.info('started');
