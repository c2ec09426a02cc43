import type { ComponentChildren } from 'preact';
import { shortId } from '../format/numbers.ts';
import { useCell } from '../state/cell.ts';
import { formatRoute } from '../state/route.ts';
import { go, route } from '../state/time-control.ts';

type DecisionLinkProps = {
  readonly id: string;
  readonly at: number;
  readonly children: ComponentChildren;
  readonly class?: string;
};

/** Leads to a decision and to its moment. */
export function DecisionLink({ id, at, children, class: className }: DecisionLinkProps) {
  const target = { nodeId: null, decisionId: id, at };
  return (
    <a class={className} href={formatRoute(target)} onClick={(event) => follow(event, () => go(target))}>
      {children}
    </a>
  );
}

type NodeLinkProps = {
  readonly id: string;
  readonly children?: ComponentChildren;
  readonly class?: string;
};

/** Leads to a worker's life, at the moment that is shown. */
export function NodeLink({ id, children, class: className }: NodeLinkProps) {
  const { at } = useCell(route);
  const target = { nodeId: id, decisionId: null, at };
  return (
    <a class={className} href={formatRoute(target)} title={id} onClick={(event) => follow(event, () => go(target))}>
      {children ?? shortId(id)}
    </a>
  );
}

/** A plain click stays on the page; one for another tab is the browser's. */
function follow(event: MouseEvent, act: () => void): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  act();
}
