export { type ConsoleOptions, type OpenConsole, openConsole } from './server/open-console.ts';
export type { Knowledge } from './server/ports.ts';
