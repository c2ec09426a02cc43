import type { Invariant } from '../invariant.ts';
import { comesToRest } from './comes-to-rest.ts';
import { cooldownsRespected } from './cooldowns-respected.ts';
import { everyDecisionDecidesTheSame } from './every-decision-decides-the-same.ts';
import { everyFailureToldOnce } from './every-failure-told-once.ts';
import { everyLaunchEnds } from './every-launch-ends.ts';
import { holdsOnMissingData } from './holds-on-missing-data.ts';
import { noAcknowledgedEventLost } from './no-acknowledged-event-lost.ts';
import { noBudgetBroken } from './no-budget-broken.ts';
import { noDecisionLaunchesTwice } from './no-decision-launches-twice.ts';
import { noFullWorkerTerminated } from './no-full-worker-terminated.ts';
import { noInstanceUnknown } from './no-instance-unknown.ts';
import { noProtectedPodEvicted } from './no-protected-pod-evicted.ts';
import { noWorkerCordonedForEver } from './no-worker-cordoned-for-ever.ts';
import { onDemandBaseByOurHand } from './on-demand-base-by-our-hand.ts';
import { oneOperationAtATime } from './one-operation-at-a-time.ts';
import { outboxDrains } from './outbox-drains.ts';
import { projectionsEqualARebuild } from './projections-equal-a-rebuild.ts';
import { withinBoundsByOurHand } from './within-bounds-by-our-hand.ts';

/** What holds in every story. */
export const INVARIANTS: readonly Invariant[] = [
  withinBoundsByOurHand,
  onDemandBaseByOurHand,
  noDecisionLaunchesTwice,
  noAcknowledgedEventLost,
  noFullWorkerTerminated,
  noProtectedPodEvicted,
  noBudgetBroken,
  noInstanceUnknown,
  noWorkerCordonedForEver,
  everyDecisionDecidesTheSame,
  holdsOnMissingData,
  cooldownsRespected,
  oneOperationAtATime,
  everyLaunchEnds,
  everyFailureToldOnce,
  outboxDrains,
  projectionsEqualARebuild,
  comesToRest,
];
