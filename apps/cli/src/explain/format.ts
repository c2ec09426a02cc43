import { styleText } from 'node:util';
import { formatTable } from '../table.ts';
import type { Explanation } from './explanation.ts';

const ARROW = { up: '▲', down: '▼', hold: '●' } as const;
const COLOUR = { up: 'green', down: 'cyan', hold: 'gray' } as const;

/** The explanation as a page for a terminal. */
export function formatExplanation({ decision, basis, signals, guards, nearestFlip, consequences }: Explanation): string {
  const heading = styleText(COLOUR[decision.action], `${ARROW[decision.action]} ${decision.action}: ${decision.reason}`);
  const blocking = guards.filter(({ verdict }) => verdict === 'block');
  const sections = [
    `${heading}${shadowOf(decision)}\n  ${decision.at}  decision ${decision.position}  ${decision.id}\n  ${decision.from} -> ${decision.to} workers, settled by ${decision.decidedBy}`,
    `Signals\n${signalTable(signals)}`,
    blocking.length > 0
      ? `Guards\n${formatTable(
          blocking.map(({ name, because }) => [name, because ?? 'blocks']),
          { indent: '  ' },
        )}`
      : `Guards\n  all ${guards.length} let it pass`,
    `Nearest change that would have decided otherwise\n  ${nearestFlip ?? 'none'}`,
    `Rests on\n  ${basisOf(basis)}`,
    consequences.length > 0
      ? `Came of it\n${formatTable(
          consequences.map(({ at, type, text }) => [at, type, text]),
          { indent: '  ' },
        )}`
      : `Came of it\n  nothing: ${decision.shadow === null ? 'no event of another stream has this cause' : 'a shadow policy is only watched'}`,
  ];
  return sections.join('\n\n');
}

function shadowOf({ shadow }: Explanation['decision']): string {
  return shadow === null ? '' : `\n  by the shadow policy ${shadow}, which is only watched`;
}

function basisOf({ sampleId, samplePosition, fleetPosition, policyVersion, forecast, demand }: Explanation['basis']): string {
  const foreseen = forecast ? `forecast ${forecast.forecastId}` : 'no forecast';
  const learnt = demand?.learnedId ? ` after ${demand.learnedId}` : '';
  const known = demand ? [`demand by the samples from ${demand.from} on${learnt}`] : [];
  const facts = [
    `sample ${samplePosition} (${sampleId})`,
    `fleet ${fleetPosition}`,
    `policy ${policyVersion}`,
    foreseen,
    ...known,
  ];
  return facts.join(', ');
}

function signalTable(signals: Explanation['signals']): string {
  const rows = signals.map(({ name, value, threshold, unit, desiredWorkers, verdict, because, flip }) => [
    name,
    value === null ? '-' : `${value}`,
    threshold === null ? '-' : `${threshold}`,
    unit,
    desiredWorkers === null ? '-' : `${desiredWorkers}`,
    verdict,
    flip ?? because,
  ]);
  return formatTable([['signal', 'value', 'threshold', 'unit', 'wants', 'verdict', 'would change if'], ...rows], {
    right: [1, 2, 4],
    indent: '  ',
  });
}
