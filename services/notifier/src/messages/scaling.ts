import type { EventData } from '@smartscale/events';
import type { Fact, Message } from '../notice.ts';
import { capacityName, counted, shortReason } from './wording.ts';

type Completed = EventData<'ScaleCompleted'>;
type Node = Completed['added'][number];

const CAUSES: Readonly<Record<Completed['cause'], string>> = {
  'scale-up': 'Scale-up',
  'scale-down': 'Scale-down',
  replacement: 'Replacement',
  repair: 'Repair',
};

/**
 * "Added 2 Spot nodes in ap-south-1b (CPU: 78%) -> Total: 5 nodes". Null when nothing was done and nothing failed, and of a repair that did nothing: its
 * failure has been told.
 */
export function scaleCompleted(data: Completed): Message | null {
  const deed = deedOf(data);
  if (deed === null) return null;
  const short = shortReason(data.reason);
  const because = short === '' ? '' : ` (${short})`;
  return {
    severity: severityOf(data),
    title: `${deed}${because} -> Total: ${counted(data.workersAfter, 'node')}`,
    details: detailsOf(data),
    facts: factsOf(data),
  };
}

function severityOf({ added, removed, failed }: Completed): Message['severity'] {
  if (failed === 0) return 'good';
  return added.length + removed.length === 0 ? 'alarm' : 'warning';
}

function deedOf({ cause, added, removed, failed }: Completed): string | null {
  if (added.length > 0 && removed.length > 0) return `${addedNodes(added)}; removed ${removedNodes(removed)}`;
  if (added.length > 0) return addedNodes(added);
  if (removed.length > 0) return `Removed ${removedNodes(removed)}`;
  return failed > 0 && cause !== 'repair' ? `${CAUSES[cause]} came to nothing` : null;
}

/**
 * `Added 2 Spot nodes in ap-south-1b`; in several zones `Added 3 Spot nodes: 2 in ap-south-1a, 1 in ap-south-1b`; of both kinds
 * `Added 3 nodes: 2 Spot in ap-south-1a, 1 On-Demand in ap-south-1b`.
 */
function addedNodes(nodes: readonly Node[]): string {
  const groups = grouped(nodes, ({ capacityType, zone }) => `${capacityType} ${zone}`);
  const capacities = new Set(nodes.map(({ capacityType }) => capacityName(capacityType)));
  const [capacity, otherCapacity] = capacities;
  const total = `Added ${counted(nodes.length, otherCapacity === undefined ? `${capacity} node` : 'node')}`;
  if (groups.length === 1) return `${total} in ${groups[0]?.first.zone}`;
  const kindOf = ({ first }: Group) => (otherCapacity === undefined ? '' : ` ${capacityName(first.capacityType)}`);
  return `${total}: ${groups.map((group) => `${group.count}${kindOf(group)} in ${group.first.zone}`).join(', ')}`;
}

/** `1 node from ap-south-1a`; of several zones `3 nodes: 2 from ap-south-1a, 1 from ap-south-1b`. */
function removedNodes(nodes: readonly Node[]): string {
  const groups = grouped(nodes, ({ zone }) => zone);
  const total = counted(nodes.length, 'node');
  if (groups.length === 1) return `${total} from ${groups[0]?.first.zone}`;
  return `${total}: ${groups.map(({ first, count }) => `${count} from ${first.zone}`).join(', ')}`;
}

type Group = { readonly first: Node; readonly count: number };

/** Nodes with the same key, the largest group first. */
function grouped(nodes: readonly Node[], keyOf: (node: Node) => string): readonly Group[] {
  const groups = Map.groupBy(nodes, keyOf);
  return [...groups.values()]
    .flatMap((members) => (members[0] ? [{ first: members[0], count: members.length }] : []))
    .sort((a, b) => b.count - a.count || (a.first.zone < b.first.zone ? -1 : 1));
}

function detailsOf({ reason, failed }: Completed): string {
  return failed === 0 ? reason : `${reason}\n${failed} of the planned launches and drains came to nothing.`;
}

function factsOf({ added, removed, seconds }: Completed): readonly Fact[] {
  const facts: Fact[] = [];
  if (added.length > 0) facts.push({ name: 'Added', value: idsOf(added) });
  if (removed.length > 0) facts.push({ name: 'Removed', value: idsOf(removed) });
  return [...facts, { name: 'Took', value: `${Math.round(seconds)} s` }];
}

function idsOf(nodes: readonly Node[]): string {
  return nodes.map(({ instanceId }) => instanceId).join(', ');
}
