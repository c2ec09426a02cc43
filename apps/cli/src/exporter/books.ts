import { type EventStore, type EventTypeOf, type RecordedEvent, streamName, toTimestamp } from '@smartscale/events';
import { createLedgerFold, type LedgerState, monthOf, type StaticFleet } from '@smartscale/projections/ledger';
import { ledgerFrom, type StatementRequest, type StatementView, statementFrom } from '../cost/read-statement.ts';
import { pagesOf } from '../read-all.ts';

/** How often the static fleet to compare with is found anew: it takes a month of samples to find. */
const STATIC_FLEET_MILLISECONDS = 6 * 3_600_000;

/** The books of the current month. The fleet's stream is read once, and then only what is new. */
export function createBooks(
  store: EventStore,
  cluster: string,
  request: StatementRequest,
): { read(now: number): Promise<StatementView | null> } {
  const ledger = createLedger(store, cluster);
  let compared: { readonly at: number; readonly month: string; readonly with: StatementRequest } | null = null;

  return {
    async read(now) {
      const month = monthOf(toTimestamp(now));
      const state = await ledger.read(month);
      if (state.since === null) return null;
      const kept = compared?.month === month && now - compared.at < STATIC_FLEET_MILLISECONDS ? compared.with : null;
      const statement = await statementFrom(store, cluster, { state, month, now, request: kept ?? request });
      if (kept === null) compared = { at: now, month, with: { ...request, staticFleet: fleetOf(statement) } };
      return statement;
    },
  };
}

function fleetOf({ staticFleet }: StatementView): StaticFleet | null {
  return staticFleet && { workers: staticFleet.workers, instanceType: staticFleet.instanceType };
}

/** The ledger that the statement of a month needs, kept up. Another month needs it from the beginning. */
function createLedger(store: EventStore, cluster: string): { read(month: string): Promise<LedgerState> } {
  let kept: { readonly month: string; position: number; state: LedgerState } | null = null;
  return {
    async read(month) {
      const fold = createLedgerFold(ledgerFrom(month));
      const ledger = kept?.month === month ? kept : { month, position: 0, state: fold.initialState() };
      for await (const page of pagesOf(store, streamName('fleet', cluster), ledger.position + 1)) {
        for (const event of page) ledger.state = fold.evolve(ledger.state, event as RecordedEvent<EventTypeOf<'fleet'>>);
        ledger.position = page.at(-1)?.position ?? ledger.position;
      }
      kept = ledger;
      return ledger.state;
    },
  };
}
