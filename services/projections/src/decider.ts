export { type Chosen, chooseBuild } from './choose-build.ts';
export { foldOn, fromZero } from './fold-on.ts';
export { writeAfter } from './write-after.ts';
