import { type KubernetesObject, nameOf } from '../tree.ts';
import { type Container, containersOf, podTemplateOf } from './pods.ts';

const PINNED = /^[a-z0-9.-]+\.[a-z]+\/[a-z0-9./-]+:v?\d+\.\d+\.\d+$/;

const RULES: readonly (readonly [rule: string, holds: (container: Container) => boolean])[] = [
  ['is of an image with a registry, pinned to a version', ({ image }) => PINNED.test(image)],
  ['requests cpu', ({ resources }) => resources?.requests?.['cpu'] !== undefined],
  ['requests memory', ({ resources }) => resources?.requests?.['memory'] !== undefined],
  ['has a limit of memory', ({ resources }) => resources?.limits?.['memory'] !== undefined],
  ['cannot write to its image', ({ securityContext }) => securityContext?.['readOnlyRootFilesystem'] === true],
  ['cannot gain rights', ({ securityContext }) => securityContext?.['allowPrivilegeEscalation'] === false],
  [
    'drops all capabilities',
    ({ securityContext }) => JSON.stringify(securityContext?.['capabilities']) === JSON.stringify({ drop: ['ALL'] }),
  ],
];

/** Every container is pinned to a version, asks for what it needs, and has no rights that it does not need. */
export function containerFaults(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.flatMap((object) => {
    const template = podTemplateOf(object);
    if (template === null) return [];
    const rootFault = template.spec.securityContext?.runAsNonRoot === true ? [] : [`${nameOf(object)} may run as root`];
    return [...rootFault, ...containersOf(template).flatMap((container) => broken(nameOf(object), container))];
  });
}

function broken(owner: string, container: Container): readonly string[] {
  return RULES.filter(([, holds]) => !holds(container)).map(
    ([rule]) => `${owner}, container ${container.name}, not so: ${rule}`,
  );
}
