import { failed, type Judgement, ok, warning } from '../finding.ts';

export type FluxObject = {
  /** Such as `GitRepository flux-system/flux-system`. */
  readonly name: string;
  /** The status of its condition Ready; null before there is one. */
  readonly ready: string | null;
  readonly message: string;
  readonly suspended: boolean;
};

/** Null: the cluster knows no such kinds. */
export function judgeFlux(objects: readonly FluxObject[] | null): Judgement {
  if (objects === null) return ok('Flux is not installed');
  if (objects.length === 0) return warning('Flux is installed and has nothing to follow', 'bootstrap it with your repository');
  const wrong = objects.filter(({ ready, suspended }) => ready !== 'True' && !suspended);
  if (wrong.length > 0) {
    const found = wrong.map(({ name, ready, message }) => `${name}: ${ready === null ? 'not tried yet' : message}`).join('; ');
    const toDo =
      'flux reconcile source git flux-system; then: flux get all -A; kubectl -n flux-system get pods; and whether the Git token has expired';
    return wrong.some(({ ready }) => ready === 'False') ? failed(found, toDo) : warning(found, toDo);
  }
  const resting = objects.filter(({ suspended }) => suspended).map(({ name }) => name);
  if (resting.length > 0) return warning(`suspended: ${resting.join(', ')}`, 'flux resume kustomization --all');
  return ok(`in sync: ${objects.map(({ name, message }) => `${name} (${message})`).join(', ')}`);
}
