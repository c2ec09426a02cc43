import type { Decider, DomainEvent } from '@smartscale/events';
import { fleet } from '@smartscale/projections';
import { carryOutDecision } from './carry-out-decision.ts';
import type { FleetCommand, FleetEventType } from './commands.ts';
import { completions } from './completions.ts';
import { newFacts } from './new-facts.ts';
import { exchangeDue, scheduleReplacement } from './planned-replacement.ts';
import { beginExchange, repairMix } from './repair-mix.ts';
import { noteRisk } from './replace-at-risk.ts';
import { replaceInterrupted } from './replace-interrupted.ts';
import { replaceLost } from './replace-lost.ts';
import { zoneShifts } from './zone-shifts.ts';

export type { CarryOutDecision, Fact, FleetCommand, FleetEventType, RecordFacts, ReplaceInterrupted } from './commands.ts';
export { capacityTypesToAdd, targetMix } from './planning/mix.ts';
export type { Candidate } from './planning/victims.ts';
export { nextSteps, type Observed, type Step } from './reconciling/next-steps.ts';
export { CORDONED_FOR_SCALE_DOWN } from './reconciling/steps.ts';
export { terminatedFact } from './terminated-fact.ts';

/**
 * What happens to a fleet. Operations end by themselves: ScaleCompleted is part of the same append as the last outcome that the
 * operation waited for.
 */
export const fleetDecider: Decider<fleet.FleetState, FleetCommand, FleetEventType> = {
  decide(command, state) {
    const decided = decideOnly(command, state);
    const { policy, now } = command;
    const judged = [...decided, ...zoneShifts(decided, { state, policy, now })];
    const events = [...judged, ...replaceLost(judged, { state, policy, now })];
    return [...events, ...completions(events, state, now)];
  },
  evolve: fleet.evolveFleet,
  initialState: () => fleet.emptyFleet,
};

function decideOnly(command: FleetCommand, state: fleet.FleetState): readonly DomainEvent<FleetEventType>[] {
  switch (command.kind) {
    case 'carry-out-decision':
      return carryOutDecision(command, state);
    case 'replace-interrupted':
      return replaceInterrupted(command, state);
    case 'note-risk':
      return noteRisk(command, state);
    case 'schedule-replacement':
      return scheduleReplacement(command, state);
    case 'record-facts':
      return newFacts(command, state);
    case 'repair-mix':
      return repairMix(command, state);
    case 'exchange-due':
      return exchangeDue(command, state);
    case 'begin-exchange':
      return beginExchange(command, state);
  }
}
