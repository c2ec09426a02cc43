export { Killed, killable, type Life, lifeUntil } from './killable.ts';
