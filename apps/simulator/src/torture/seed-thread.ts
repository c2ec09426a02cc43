import { parentPort } from 'node:worker_threads';
import { playOne, type SeedRequest } from './torture.ts';

/** A thread of its own: plays each seed that it is asked for, one after the other. What fails ends the thread with an error. */
parentPort?.on('message', (request: SeedRequest) => void answer(request));

async function answer(request: SeedRequest): Promise<void> {
  parentPort?.postMessage(await playOne(request));
}
