import { lstatSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { UsageError } from '../exit.ts';
import { type ControlAnswer, type ControlRequest, controlRequest } from './messages.ts';

const MAX_REQUEST_CHARACTERS = 4_096;
const PATIENCE_MILLISECONDS = 5_000;
/** Nobody but the owner may give orders. */
const UMASK = 0o177;

export type Control = { close(): Promise<void> };

/**
 * Takes orders at a socket, one line each, until it is closed; then the socket is gone. One that a process left behind is replaced: the caller
 * has the store beside it for himself. UsageError when something else has that name, or the socket cannot be made.
 */
export async function openControl(path: string, answer: (request: ControlRequest) => ControlAnswer): Promise<Control> {
  removeStale(path);
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    // Whoever asked has gone away: his loss.
    socket.on('error', () => {});
    socket.setTimeout(PATIENCE_MILLISECONDS, () => socket.destroy());
    serve(socket, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new UsageError(`cannot make the socket ${path}: ${cause.message}`, { cause })));
    server.once('listening', resolve);
    const before = process.umask(UMASK);
    server.listen(path);
    process.umask(before);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      }),
  };
}

function removeStale(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket()) throw new UsageError(`${path} is where orders are taken, but it is no socket: move it away`);
  rmSync(path);
}

function serve(socket: Socket, answer: (request: ControlRequest) => ControlAnswer): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    text += part;
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= MAX_REQUEST_CHARACTERS) return;
    socket.removeAllListeners('data');
    const line = end <= MAX_REQUEST_CHARACTERS ? text.slice(0, Math.max(0, end)) : '';
    socket.end(`${JSON.stringify(answerLine(line, answer))}\n`);
  });
}

function answerLine(line: string, answer: (request: ControlRequest) => ControlAnswer): ControlAnswer {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch {
    return { ok: false, problem: 'a request is one line of JSON' };
  }
  const { data, error } = controlRequest.safeParse(request);
  if (!data) return { ok: false, problem: `not a request: ${error.issues[0]?.message ?? 'unknown'}` };
  return answer(data);
}
