import { createConnection } from 'node:net';
import type { DrillBegun, DrillRequest, WorldReport } from '@smartscale/simulator';
import { UsageError } from '../exit.ts';
import { type ControlRequest, controlAnswer, drillBegun, worldReport } from './messages.ts';

const PATIENCE_MILLISECONDS = 10_000;

/** Nobody takes orders at the socket: no fleet lives there. */
export class NobodyThereError extends Error {
  override readonly name = 'NobodyThereError';
}

/** UsageError with the fleet's own words when it refuses. */
export async function askForDrill(socket: string, request: DrillRequest): Promise<DrillBegun> {
  return drillBegun.parse(await ask(socket, { ask: 'drill', request }));
}

export async function askForReport(socket: string): Promise<WorldReport> {
  return worldReport.parse(await ask(socket, { ask: 'report' }));
}

async function ask(socket: string, request: ControlRequest): Promise<unknown> {
  const answer = controlAnswer.parse(JSON.parse(await exchange(socket, JSON.stringify(request))));
  if (answer.ok) return answer.answer;
  throw new UsageError(answer.problem);
}

function exchange(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (cause: Error) => reject(new NobodyThereError(`${path} does not answer: ${cause.message}`, { cause }));
    const socket = createConnection(path, () => socket.write(`${line}\n`));
    socket.setEncoding('utf8');
    socket.setTimeout(PATIENCE_MILLISECONDS, () => socket.destroy(new Error(`nothing within ${PATIENCE_MILLISECONDS} ms`)));
    socket.on('error', fail);
    socket.on('data', (part: string) => {
      text += part;
    });
    socket.on('end', () => (text.endsWith('\n') ? resolve(text) : fail(new Error('it ended in the middle'))));
  });
}
