import { parentPort } from 'node:worker_threads';
import { playOne, type SeedRequest } from './torture.ts';

/** A thread of its own: plays each seed that it is asked for, one after the other. */
parentPort?.on('message', async (request: SeedRequest) => {
  parentPort?.postMessage(await playOne(request));
});
