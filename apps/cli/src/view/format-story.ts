import { styleText } from 'node:util';
import type { Story, StoryLine } from '@smartscale/simulator';
import { describeEvent } from '../describe-event.ts';

/** The story of a seed as a timeline: the plan of faults first, then what struck, what was decided and done, and what broke. */
export function formatStory(story: Story): string {
  const { scenario, violation, plays } = story;
  const faults = scenario.faults.map(({ kind, from, until, percent, amount, variant }) => {
    const strength = [percent < 100 ? `${percent} %` : '', amount > 0 ? String(amount) : '', variant].filter(
      (part) => part !== '',
    );
    return `  ${kind} from ${clockOf(from)} to ${clockOf(until)}${strength.length > 0 ? ` (${strength.join(', ')})` : ''}`;
  });
  const head = violation
    ? `seed ${scenario.seed} breaks ${violation.invariant}; ${scenario.faults.length} faults are left of it after ${plays} plays`
    : `seed ${scenario.seed} holds against ${scenario.faults.length} faults`;
  return [head, ...faults, '', ...story.lines.flatMap(lineOf)].join('\n');
}

/** Minutes from the beginning as `day hh:mm`. */
function clockOf(minutes: number): string {
  const day = Math.floor(minutes / 1_440) + 1;
  return `${day} ${twoDigits((minutes / 60) % 24)}:${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

function lineOf(line: StoryLine): readonly string[] {
  const at = new Date(line.at).toISOString().slice(8, 23).replace('T', ' ');
  switch (line.kind) {
    case 'strike':
      return [`${at}  ${styleText('yellow', `! ${line.fault}: ${line.what}`)}`];
    case 'violation':
      return [`${at}  ${styleText('red', `BROKEN ${line.violation.invariant}: ${line.violation.detail}`)}`];
    case 'event':
      return isNews(line) ? [`${at}  ${line.event.type}: ${describeEvent(line.event)}`] : [];
  }
}

/** Samples and holds are told by what they leave out. */
function isNews({ event }: Extract<StoryLine, { kind: 'event' }>): boolean {
  if (event.type === 'MetricsSampled' || event.type === 'NoticePlanned' || event.type === 'NoticeSent') return false;
  return !(event.type === 'ScaleDecided' && event.data.action === 'hold');
}
