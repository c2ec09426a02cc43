import type { RecordedEvent } from '@smartscale/events';

/** One line for people that says what happened. */
export function describeEvent(event: RecordedEvent): string {
  switch (event.type) {
    case 'MetricsSampled': {
      const { cpu, memory, workers, pods, missing } = event.data;
      const gaps = missing.length > 0 ? `, without ${missing.join(', ')}` : '';
      const waiting = pods ? `, ${pods.unschedulable} unschedulable pods` : '';
      return `CPU ${percent(cpu)}, memory ${percent(memory)}, ${workers.ready} workers ready${waiting}${gaps}`;
    }
    case 'MetricsMissed':
      return `no metrics (${event.data.reason}, ${event.data.consecutive} in a row): ${event.data.message}`;
    case 'PolicyAdopted':
      return `policy ${event.position} by ${event.data.author}: ${event.data.note}`;
    case 'ShadowPolicySet': {
      const { name, policy, author, note } = event.data;
      return `shadow policy ${name} ${policy === null ? 'taken away' : 'set'} by ${author}: ${note}`;
    }
    case 'ScaleDecided':
      return `${event.data.action}: ${event.data.reason}`;
    case 'ShadowDecided':
      return `${event.data.policyName} would ${event.data.action}: ${event.data.reason}`;
    case 'DemandLearned':
      return `what demand is like, learnt up to sample ${event.data.checkpoint}`;
    case 'ForecastMade':
      return foreseen(event.data);
    case 'ForecastScored':
      return scored(event.data);
    case 'ScalePlanned':
      return planned(event.data);
    case 'ScaleCompleted': {
      const { added, removed, failed, workersAfter, cause } = event.data;
      return `${cause} done: ${added.length} added, ${removed.length} removed, ${failed} failed -> ${workersAfter} workers`;
    }
    case 'ScaleRefused':
      return `refused (${event.data.code}): ${event.data.message}`;
    case 'NodeLaunched': {
      const { instanceId, capacityType, instanceType, zone, pricePerHourUsd, replaces } = event.data;
      const instead = replaces === null ? '' : ` in place of ${replaces}`;
      return `${instanceId} launched${instead}: ${capacityType} ${instanceType} in ${zone} at ${pricePerHourUsd} USD/h`;
    }
    case 'LaunchFailed':
      return `launch failed in ${event.data.zone}: ${event.data.code} after ${event.data.attempts} attempts`;
    case 'OfferingUnavailable':
      return `${event.data.capacityType} in ${event.data.zone} left alone until ${event.data.until} (${event.data.code})`;
    case 'NodeJoined':
      return `${event.data.instanceId} joined after ${event.data.afterSeconds} s`;
    case 'NodeJoinTimedOut':
      return `${event.data.instanceId} had not joined after ${event.data.afterSeconds} s`;
    case 'NodeDrainStarted':
      return `${event.data.instanceId} is being drained (${event.data.cause}) until ${event.data.deadline}`;
    case 'NodeDrained':
      return `${event.data.instanceId} drained in ${event.data.seconds} s, ${event.data.evictedPods} pods moved`;
    case 'NodeDrainFailed':
      return `${event.data.instanceId} could not be drained: ${event.data.message}`;
    case 'NodeTerminated':
      return `${event.data.instanceId} terminated (${event.data.cause}) after ${event.data.aliveSeconds} s`;
    case 'NodeLost':
      return `${event.data.instanceId} lost after ${event.data.aliveSeconds} s: ${event.data.evidence}`;
    case 'ZoneShifted':
      return `${event.data.zone} gets no new workers until ${event.data.until}: ${event.data.reason}`;
    case 'NodeAtRisk':
      return `${event.data.instanceId} is at risk until ${event.data.until}: no new pods, and it counts only while it has no stand-in`;
    case 'NodeRiskPassed':
      return `${event.data.instanceId} was not taken: uncordoned, it counts again`;
    case 'NodeReplacementScheduled':
      return `${event.data.instanceId} is to be replaced by ${event.data.dueAt}: ${event.data.reason}`;
    case 'PriceRecorded': {
      const { instanceType, zone, capacityType, pricePerHourUsd, from, to, source } = event.data;
      const end = to === null ? '' : ` to ${to}`;
      return `${capacityType} ${instanceType} in ${zone} costs ${pricePerHourUsd} USD/h from ${from}${end} (${source})`;
    }
    case 'SpotWarning':
      return warned(event.data);
    case 'InstanceStopped':
      return `${event.data.instanceId}: EC2 says ${event.data.state}`;
    case 'MaintenanceScheduled':
      return `${event.data.instanceId}: AWS works on its machine from ${event.data.startsAt} (${event.data.code})`;
    case 'InterruptionDrained':
      return `${event.data.instanceId}: ${event.data.outcome}, ${event.data.evictedPods} pods moved, ${event.data.forcedPods} forced`;
    case 'NoticePlanned':
      return `will be told (${event.data.role}): ${event.data.text}`;
    case 'NoticeSent': {
      const { channel, text, alsoTells, lateSeconds } = event.data;
      const more = alsoTells.length === 0 ? '' : `, with ${alsoTells.length} more`;
      const late = lateSeconds === 0 ? '' : `, ${Math.round(lateSeconds)} s late`;
      return `told ${channel}${more}${late}: ${text}`;
    }
    case 'NoticeFailed': {
      const { channel, text, reason, retryAt } = event.data;
      return `could not tell ${channel} (${reason})${retryAt === null ? '' : `, again from ${retryAt}`}: ${text}`;
    }
  }
}

function foreseen({ choice, steps, probabilities, forecasts }: RecordedEvent<'ForecastMade'>['data']): string {
  const { forecaster, mode, because } = choice;
  const chosen = forecasts.find((one) => one.forecaster === forecaster);
  const high = probabilities.indexOf(0.9);
  const peak = Math.max(...(chosen?.cores ?? []).map((quantiles) => quantiles[high] ?? 0));
  const peakText = Number.isFinite(peak) ? `up to ${peak} cores` : (chosen?.abstained ?? 'nothing');
  return `${peakText} foreseen from ${steps[0] ?? 'then'} on by ${forecaster} (${mode}: ${because})`;
}

function scored({ at, workers, leadSeconds, scores }: RecordedEvent<'ForecastScored'>['data']): string {
  const newest = scores.flatMap(({ forecaster, pinballLoss }) => {
    const loss = pinballLoss.at(-1) ?? null;
    return loss === null ? [] : [{ forecaster, loss }];
  });
  const [best] = newest.toSorted((one, other) => one.loss - other.loss);
  const came = workers === null ? 'was not known in workers' : `was ${workers} workers`;
  const nearest = best
    ? `${best.forecaster} came nearest, ${(leadSeconds.at(-1) ?? 0) / 60} minutes ahead`
    : 'nothing had foreseen it';
  return `demand of ${at} ${came}; ${nearest}`;
}

function planned({ launches, victims, cause }: RecordedEvent<'ScalePlanned'>['data']): string {
  const coming = launches.map(({ capacityType, zone }) => `${capacityType} in ${zone}`).join(', ');
  const going = victims.length > 0 ? [`${victims.join(', ')} will go`] : [];
  return `${cause}: ${[...going, ...(coming === '' ? [] : [`${coming} will come`])].join(', ') || 'nothing'}`;
}

function warned({ instanceId, kind, deadline }: RecordedEvent<'SpotWarning'>['data']): string {
  if (kind === 'rebalance') return `${instanceId}: EC2 may take it soon (rebalance recommendation)`;
  return `${instanceId}: EC2 takes it back${deadline === null ? '' : ` at ${deadline}`} (interruption)`;
}

function percent(load: { readonly percent: number } | null): string {
  return load === null ? 'unknown' : `${load.percent} %`;
}
