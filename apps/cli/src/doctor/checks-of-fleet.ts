import {
  readComplaint,
  readDecisions,
  readFleet,
  readFleetEvents,
  readForecasts,
  readNewestSample,
  readNotices,
  readView,
} from './adapters/fleet-facts.ts';
import type { FleetStore } from './adapters/fleet-store.ts';
import { FLUX_COMMAND, readFluxObjects } from './adapters/flux-objects.ts';
import { judgeDecisions } from './after/decisions.ts';
import { judgeEventStore } from './after/event-store.ts';
import { judgeFlux } from './after/flux.ts';
import { judgeForecasts } from './after/forecasts.ts';
import { judgeJoins } from './after/joins.ts';
import { judgeLaunches } from './after/launches.ts';
import { judgeNotices } from './after/notices.ts';
import { judgeRisks } from './after/risks.ts';
import { judgeSamples } from './after/samples.ts';
import { judgeSpotShare } from './after/spot-share.ts';
import { judgeView } from './after/views.ts';
import { judgeZoneSpread } from './after/zone-spread.ts';
import type { Check } from './check.ts';
import { type Judgement, unknown } from './finding.ts';

/** What the events of a fleet, and the views made of them, tell about how it goes: the same for every kind of store. */
export function checksOfFleet(fleet: FleetStore): readonly Check[] {
  const check = (name: string, judge: () => Promise<Judgement>): Check => ({
    ...{ name, phase: 'after', right: 'dynamodb:Query and GetItem on the tables', judge },
  });
  return [
    check('event store', async () => {
      const place = await fleet.place();
      return judgeEventStore({ place, clusterId: fleet.clusterId, ...(await readComplaint(fleet)) });
    }),
    check('samples', async () => {
      const { newest, now } = await readNewestSample(fleet);
      return judgeSamples(newest, now);
    }),
    check('decisions', async () => judgeDecisions(await readDecisions(fleet))),
    check('zone spread', async () => {
      const { state, policy, now } = await readFleet(fleet);
      return judgeZoneSpread(state, policy, now);
    }),
    check('risks', async () => {
      const { state, policy, now } = await readFleet(fleet);
      return judgeRisks(state, policy, now);
    }),
    check('Spot share', async () => {
      const { state, policy } = await readFleet(fleet);
      return judgeSpotShare(state, policy);
    }),
    check('launches', async () => {
      const { events, now } = await readFleetEvents(fleet);
      return judgeLaunches(events, now);
    }),
    check('joins', async () => judgeJoins((await readFleetEvents(fleet)).events)),
    check('forecasts', async () => {
      const facts = await readForecasts(fleet);
      return judgeForecasts(facts, facts.now);
    }),
    check('notices', async () => {
      const facts = await readNotices(fleet);
      return judgeNotices(facts, facts.now);
    }),
    check('cost view', async () => judgeView(await readView(fleet, 'running-cost'))),
    check('fleet view', async () => judgeView(await readView(fleet, 'fleet'))),
  ];
}

/** `credentialFile`: JSON that lets one into the K3s API; null when there is none. */
export function fluxCheck(credentialFile: string | null): Check {
  return {
    ...{ name: 'Flux', phase: 'after', right: 'list GitRepositories and Kustomizations' },
    async judge() {
      if (credentialFile !== null) return judgeFlux(await readFluxObjects(credentialFile));
      return unknown(
        'the K3s API is not reached from here without a credential',
        `on the server ("aws ssm start-session --target ID"): sudo k3s ${FLUX_COMMAND}; or name a credential in --config`,
      );
    },
  };
}
