import { busHandler, type LambdaHandler, noticeHandler } from '@smartscale/lambda';
import { cordonAtRisk } from './cordon-at-risk.ts';
import { drainInterrupted } from './drain-interrupted.ts';
import { guard } from './guard.ts';
import type { Dependencies } from './ports.ts';

export type { NoticeOutcome } from './guard.ts';
export { type Dependencies, type DescribeWorker, type WorkerInstance, WorkerLookupError } from './ports.ts';

/**
 * `guard` takes notices of AWS and of drills, `drain` the warnings that it made of them: they are two because EC2's API is
 * reached from outside the VPC and the K3s API from inside.
 */
export function createHandlers(dependencies: Dependencies): { readonly guard: LambdaHandler; readonly drain: LambdaHandler } {
  const { telemetry, clusterId } = dependencies;
  return {
    guard: noticeHandler({
      service: 'spot-guard',
      telemetry,
      handle: (notice, invocation) => guard(dependencies, notice, invocation),
    }),
    drain: busHandler({
      service: 'spot-guard',
      telemetry,
      on: ['SpotWarning'],
      clusterId,
      handle: (warning, invocation) => {
        const answer = warning.data.kind === 'rebalance' ? cordonAtRisk : drainInterrupted;
        return answer(dependencies, warning, invocation.telemetry);
      },
    }),
  };
}
