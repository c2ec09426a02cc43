import { parentPort } from 'node:worker_threads';

/** Between two looks at the clock. */
const ROUNDS = 20_000;

/** Uses CPU time of this thread, whatever the time on the wall is meanwhile: on a machine that is short of CPU it takes longer. */
function burn(milliseconds: number): number {
  const start = usedMicroseconds();
  let noise = 0;
  do {
    for (let round = 0; round < ROUNDS; round += 1) noise += Math.sqrt(round + noise);
  } while (usedMicroseconds() - start < milliseconds * 1_000);
  return (usedMicroseconds() - start) / 1_000;
}

function usedMicroseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

parentPort?.on('message', (milliseconds: number) => parentPort?.postMessage(burn(milliseconds)));
