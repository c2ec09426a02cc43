import { start } from './server/start.ts';
import { readSettings } from './settings.ts';

try {
  const settings = readSettings(process.env);
  const running = await start(settings);
  console.log(`the demo application listens on http://${settings.HOST}:${running.port}`);
  let ending = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      console.log(`${signal}: not ready any more`);
      void running.end().then(({ jobsLeft, inTime }) => {
        console.log(`ended${inTime ? '' : ' before everything had'}; ${jobsLeft} jobs were left in the queue`);
        process.exit(inTime ? 0 : 1);
      });
    });
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
