import { readPolicyFile } from '../policy-file.ts';
import { storeAt } from './adapters/fleet-store.ts';
import { checksOfFleet } from './checks-of-fleet.ts';
import type { Examination } from './examination.ts';
import { type DoctorOptions, phasesOf, type Target, targetOf } from './target.ts';

/** Settles what is to be asked. UsageError when the options contradict each other or a file that they name cannot be used. */
export async function examine(options: DoctorOptions): Promise<Examination & { readonly kind: Target['kind'] }> {
  const target = targetOf(options);
  return { kind: target.kind, ...(await examineTarget(target, options)) };
}

async function examineTarget(target: Target, options: DoctorOptions): Promise<Examination> {
  const wanted = {
    phases: phasesOf(options, target),
    policyFile: options.policy === undefined ? null : readPolicyFile(options.policy),
    fluxRepository: options.fluxRepository ?? null,
  };
  // Every client of this process takes its region from there, the stores' too.
  if (options.region !== undefined) process.env['AWS_REGION'] = options.region;
  // Loaded when they are wanted: a look into a store needs neither the AWS clients nor the runner.
  switch (target.kind) {
    case 'store': {
      const fleet = storeAt(target.store, target.clusterId);
      return { found: [], checks: checksOfFleet(fleet), close: fleet.close };
    }
    case 'one-machine': {
      const { examineMachine } = await import('./examine-machine.ts');
      return examineMachine(target.config, { ...wanted, region: options.region ?? null });
    }
    case 'deployed': {
      const { examineDeployment } = await import('./examine-deployment.ts');
      return examineDeployment(target, wanted);
    }
  }
}
