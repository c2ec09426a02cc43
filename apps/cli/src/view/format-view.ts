import { styleText } from 'node:util';
import type { RecordedEvent } from '@smartscale/events';
import type { Worker } from '@smartscale/projections/fleet';
import { formatTable } from '../table.ts';
import type { FleetView } from './fleet-view.ts';
import { sparkline } from './sparkline.ts';

/** What the frame around the fleet says: where the demand comes from and how fast time runs. */
export type Frame = {
  readonly title: string;
  /** Lines that only this source of demand can tell, such as what a static fleet would have cost. */
  readonly facts: readonly string[];
  readonly footer: string;
  readonly columns: number;
};

/** The live view as text for a terminal. */
export function formatFleetView(view: FleetView, frame: Frame): string {
  const sections = [
    `${styleText('bold', 'SmartScale')}  ${frame.title}  ${styleText('dim', clock(view.now))}`,
    formatLoad(view),
    formatZones(view),
    formatList('Last decisions', view.decisions.map(formatDecision)),
    formatList('Last changes', view.changes.map(formatDecision)),
    formatList('Last notices', view.notices.map(formatNotice)),
    [formatCost(view), ...frame.facts].join('\n'),
    styleText('dim', frame.footer),
  ];
  return sections.map((section) => clip(section, frame.columns)).join('\n\n');
}

function formatList(title: string, lines: readonly string[]): string {
  return [title, ...(lines.length > 0 ? lines : [styleText('dim', '  none yet')])].join('\n');
}

function formatLoad({ samples, workers, policy }: FleetView): string {
  const sampled = samples.map((sample) => (sample.type === 'MetricsSampled' ? sample.data : null));
  const ready = sampled.map((data) => data?.workers.ready ?? null);
  const max = policy?.workers.max ?? Math.max(1, ...ready.map(Number));
  const latest = sampled.at(-1);
  const unschedulable = latest?.pods?.unschedulable ?? 0;
  const waiting = unschedulable > 0 ? styleText('yellow', `  ${unschedulable} pods wait for room`) : '';
  const alive = workers.filter(({ status }) => status === 'joined').length;
  const cpu = sampled.map((data) => data?.cpu?.percent ?? null);
  const memory = sampled.map((data) => data?.memory?.percent ?? null);
  const charts = formatTable([
    ['CPU', sparkline(cpu, 100), `${percent(latest?.cpu?.percent)}${waiting}`],
    ['Memory', sparkline(memory, 100), percent(latest?.memory?.percent)],
    ['Workers', sparkline(ready, max), policy ? `${alive} of ${policy.workers.min} to ${max}` : `${alive}`],
  ]);
  return `${charts}\nSpot     ${formatMix(workers, policy)}`;
}

function formatMix(workers: readonly Worker[], policy: FleetView['policy']): string {
  const spot = workers.filter(({ capacityType }) => capacityType === 'spot').length;
  if (workers.length === 0 || !policy) return 'no workers';
  const { onDemandBase, spotPercentAboveBase } = policy.mix;
  const aboveBase = Math.max(0, workers.length - onDemandBase);
  const overall = `${Math.round((100 * spot) / workers.length)} % of all workers`;
  if (aboveBase === 0) return `${overall}, none above the base of ${onDemandBase}`;
  const above = Math.round((100 * Math.min(spot, aboveBase)) / aboveBase);
  return `${overall}, ${above} % of those above the base of ${onDemandBase} (wanted ${spotPercentAboveBase} %)`;
}

function formatZones({ workers, policy }: FleetView): string {
  const zones = [...new Set([...(policy?.placement.zones ?? []), ...workers.map(({ zone }) => zone)])];
  const rows = zones.map((zone) => {
    const here = workers.filter((worker) => worker.zone === zone);
    const row = (capacityType: string) =>
      here
        .filter((worker) => worker.capacityType === capacityType)
        .map(formatWorker)
        .join(' ');
    return [zone, row('on-demand'), row('spot')];
  });
  return formatTable([['Zone', 'On-Demand', 'Spot'].map((heading) => styleText('dim', heading)), ...rows]);
}

function formatWorker({ status, instanceId }: Worker): string {
  const name = instanceId.slice(0, 8);
  switch (status) {
    case 'launched':
      return styleText('yellow', `◌ ${name}`);
    case 'joined':
      return styleText('green', `■ ${name}`);
    case 'draining':
    case 'drained':
      return styleText('red', `▽ ${name}`);
  }
}

function formatAction(action: RecordedEvent<'ScaleDecided'>['data']['action']): string {
  switch (action) {
    case 'up':
      return styleText('green', '▲ up  ');
    case 'down':
      return styleText('cyan', '▼ down');
    case 'hold':
      return styleText('gray', '● hold');
  }
}

function formatDecision({ recordedAt, data }: RecordedEvent<'ScaleDecided'>): string {
  return `  ${styleText('dim', recordedAt.slice(11, 16))} ${formatAction(data.action)}  ${data.reason}`;
}

function formatNotice({ recordedAt, type, data }: RecordedEvent<'NoticeSent' | 'NoticeFailed'>): string {
  const failed = type === 'NoticeFailed' ? styleText('red', ' (not delivered)') : '';
  return `  ${styleText('dim', recordedAt.slice(11, 16))} ${data.text.split('\n')[0]}${failed}`;
}

function formatCost({ cost }: FleetView): string {
  const spot = Math.round(cost.spotHoursPercent);
  return `Cost so far ${cost.usd.toFixed(2)} USD for ${cost.workerHours.toFixed(1)} worker-hours, ${spot} % of them Spot`;
}

function clock(now: string): string {
  return `${now.slice(0, 10)} ${now.slice(11, 16)} UTC`;
}

function percent(value: number | undefined): string {
  return value === undefined ? 'unknown' : `${Math.round(value)} %`;
}

/** Cuts lines at the terminal's edge without cutting a colour's end. */
function clip(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => clipLine(line, columns))
    .join('\n');
}

function clipLine(line: string, columns: number): string {
  let width = 0;
  let clipped = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with an escape
  for (const part of line.split(/(\u001b\[[0-9;]*m)/)) {
    if (part.startsWith('\u001b')) clipped += part;
    else {
      const room = [...part].slice(0, Math.max(0, columns - width));
      width += room.length;
      clipped += room.join('');
    }
  }
  return clipped;
}
