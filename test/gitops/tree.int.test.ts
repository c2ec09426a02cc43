import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { documentsUnder } from '../cluster/manifests.ts';
import { kubectlPeer } from '../peers/kubectl/index.ts';
import { describeWithPeer } from '../peers/peer.ts';
import { faultsOf } from './checks/index.ts';
import { documentedYaml } from './documented.ts';
import { CLUSTERS, clusterTree, GITOPS, type KubernetesObject, nameOf } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'smartscale-gitops-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Tree = Map<string, KubernetesObject[]>;

const INFRASTRUCTURE = 'clusters/smartscale/infrastructure';
const APPS = 'clusters/smartscale/apps';

describeWithPeer(kubectlPeer, 'the tree that Flux pulls', () => {
  it.each(CLUSTERS)('of %s builds, and nothing in it is doubled, missing, ownerless or unsafe', (cluster) => {
    const tree = clusterTree(cluster);
    expect([...tree.keys()]).toEqual(
      ['', '/apps', '/dashboards', '/infrastructure'].map((path) => `clusters/${cluster}${path}`),
    );
    for (const [path, objects] of tree) expect(objects.length, path).toBeGreaterThan(2);
    expect(faultsOf(cluster, tree)).toEqual([]);
  });

  /** A deep copy, in which a test may break what it likes. */
  function broken(change: (tree: Tree, find: (name: string) => KubernetesObject) => void): readonly string[] {
    const tree = structuredClone(smartscale) as Tree;
    change(tree, (name) => {
      const found = [...tree.values()].flat().find((object) => nameOf(object) === name);
      if (!found) throw new Error(`there is no ${name}`);
      return found;
    });
    return faultsOf('smartscale', tree);
  }
  const smartscale: ReadonlyMap<string, readonly KubernetesObject[]> =
    kubectlPeer.missing() === undefined ? clusterTree('smartscale') : new Map<string, KubernetesObject[]>();
  const remove = (tree: Tree, name: string) => {
    for (const [path, objects] of tree)
      tree.set(
        path,
        objects.filter((object) => nameOf(object) !== name),
      );
  };
  const containerOf = (object: KubernetesObject) => object.spec.template.spec.containers[0];
  const DEMO = 'Deployment demo/demo-app';

  it.each<[string, (tree: Tree, find: (name: string) => KubernetesObject) => void]>([
    ['Deployment demo/demo-app is applied by', (tree, find) => tree.get(INFRASTRUCTURE)?.push(find(DEMO))],
    ['is in a namespace that nobody makes', (tree) => remove(tree, 'Namespace demo')],
    ['names no namespace', (_, find) => Object.assign(find(DEMO), { metadata: { name: 'demo-app' } })],
    [
      'is in Git and not encrypted',
      (tree) => tree.get(APPS)?.push({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'demo', name: 'x' } }),
    ],
    ['Namespace monitoring has no policy that denies', (tree) => remove(tree, 'NetworkPolicy monitoring/default-deny')],
    ['Namespace demo has no policy that denies', (_, find) => (find('NetworkPolicy demo/default-deny').spec.ingress = [{}])],
    ['requests cpu', (_, find) => (containerOf(find(DEMO)).resources.requests.cpu = undefined)],
    ['has a limit of memory', (_, find) => (containerOf(find(DEMO)).resources.limits = undefined)],
    ['pinned to a version', (_, find) => (containerOf(find(DEMO)).image = 'registry.example.com/demo:latest')],
    ['with a registry', (_, find) => (containerOf(find(DEMO)).image = 'demo:1.2.3')],
    ['may run as root', (_, find) => (find(DEMO).spec.template.spec.securityContext = undefined)],
    ['cannot write to its image', (_, find) => (containerOf(find(DEMO)).securityContext.readOnlyRootFilesystem = undefined)],
    ['cannot gain rights', (_, find) => (containerOf(find(DEMO)).securityContext.allowPrivilegeEscalation = undefined)],
    ['drops all capabilities', (_, find) => (containerOf(find(DEMO)).securityContext.capabilities = { drop: ['NET_RAW'] })],
    ['its readinessProbe asks port http', (_, find) => (containerOf(find(DEMO)).ports = [])],
    ['leads to port http', (_, find) => (containerOf(find(DEMO)).ports = [])],
    ['Service demo/demo-app selects no pod', (_, find) => (find('Service demo/demo-app').spec.selector = { app: 'other' })],
    [
      'PodDisruptionBudget demo/demo-app selects no pod',
      (_, find) => (find('PodDisruptionBudget demo/demo-app').spec.selector.matchLabels = { a: 'b' }),
    ],
    ['both say how many', (_, find) => (find(DEMO).spec.replicas = 2)],
    ['scales Deployment demo-app, which is not there', (tree) => remove(tree, DEMO)],
    ['health of Deployment demo/demo-app, which it does not apply', (tree) => remove(tree, DEMO)],
    ['there is no ServiceAccount prometheus', (tree) => remove(tree, 'ServiceAccount monitoring/prometheus')],
    ['gives ClusterRole prometheus, which is not there', (tree) => remove(tree, 'ClusterRole prometheus')],
    ['is for ServiceAccount prometheus, which is not there', (tree) => remove(tree, 'ServiceAccount monitoring/prometheus')],
    [
      'there is no ConfigMap prometheus-rules',
      (_, find) => (find('Deployment monitoring/prometheus').spec.template.spec.volumes[1].configMap.name = 'prometheus-rules'),
    ],
    [
      'has no retentionTime',
      (tree) => {
        const settings = tree.get(INFRASTRUCTURE)?.find(({ metadata }) => metadata.name.startsWith('prometheus-settings'));
        Object.assign(settings ?? {}, { data: {} });
      },
    ],
    [
      'there is no Secret grafana-admin',
      (_, find) => Object.assign(find('Deployment monitoring/grafana').metadata, { annotations: {} }),
    ],
    ['does not prune', (_, find) => (find('Kustomization flux-system/apps').spec.prune = false)],
    ['waits for nothing', (_, find) => (find('Kustomization flux-system/apps').spec.healthChecks = [])],
    ['has no timeout', (_, find) => (find('Kustomization flux-system/apps').spec.timeout = undefined)],
    ['comes after network', (_, find) => (find('Kustomization flux-system/apps').spec.dependsOn = [{ name: 'network' }])],
    [
      'which is not of this cluster',
      (_, find) => (find('Kustomization flux-system/apps').spec.path = './clusters/staging/apps'),
    ],
    ['reads another source', (_, find) => (find('Kustomization flux-system/apps').spec.sourceRef.name = 'mine')],
  ])('is not accepted with a seeded fault: %s', (fault, change) => {
    expect(broken((tree, find) => change(tree, find)).join('\n')).toContain(fault);
  });

  it('has another environment after a copy, a word and a commit', () => {
    cpSync(GITOPS, folder, { recursive: true });
    cpSync(join(folder, 'clusters/smartscale'), join(folder, 'clusters/edge'), { recursive: true });
    for (const file of readdirSync(join(folder, 'clusters/edge/flux-system'))) {
      const path = join(folder, 'clusters/edge/flux-system', file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('clusters/smartscale', 'clusters/edge'));
    }
    expect(faultsOf('edge', clusterTree('edge', folder))).toEqual([]);
  });

  it('tells Prometheus of an exporter as docs/gitops.md says', () => {
    const copy = join(folder, 'with-exporter');
    cpSync(GITOPS, copy, { recursive: true });
    const infrastructure = join(copy, INFRASTRUCTURE);
    const [, targets, generator] = documentedYaml();
    writeFileSync(join(infrastructure, 'exporter.yml'), targets);
    const kustomization = join(infrastructure, 'kustomization.yaml');
    const added = generator.replace(/^#.*\nconfigMapGenerator:\n/, '');
    writeFileSync(kustomization, `${readFileSync(kustomization, 'utf8')}${added}`);
    const tree = clusterTree('smartscale', copy);
    expect(faultsOf('smartscale', tree)).toEqual([]);
    const maps = (tree.get(INFRASTRUCTURE) ?? []).filter(({ metadata }) => metadata.name.startsWith('prometheus-targets'));
    expect(maps.map(({ data }) => data)).toEqual([{ 'smartscale.yml': targets }]);
  });

  it('changes how long Prometheus remembers by a line, which also rolls it', () => {
    const settingsOf = (cluster: string) => {
      const objects = clusterTree(cluster).get(`clusters/${cluster}/infrastructure`) ?? [];
      const name = objects.find(({ metadata }) => metadata.name.startsWith('prometheus-settings'))?.metadata.name;
      const prometheus = objects.find((object) => nameOf(object) === 'Deployment monitoring/prometheus');
      expect(JSON.stringify(prometheus)).toContain(`"name":"${name}"`);
      return { name, data: objects.find(({ metadata }) => metadata.name === name)?.data };
    };
    const [long, short] = [settingsOf('smartscale'), settingsOf('staging')];
    expect([long.data?.['retentionTime'], short.data?.['retentionTime']]).toEqual(['15d', '2d']);
    expect(long.name).not.toBe(short.name);
  });

  it('has the monitoring of infra/cluster under the same names, so that one takes over from the other', () => {
    const theirs = documentsUnder('infra/cluster/monitoring') as unknown as readonly KubernetesObject[];
    const ours = smartscale.get(INFRASTRUCTURE) ?? [];
    const withoutHash = (name: string) => name.replace(/-[a-z0-9]{10}$/, '');
    const byName = new Map(ours.map((object: KubernetesObject) => [withoutHash(nameOf(object)), object]));
    for (const object of theirs) {
      const same = byName.get(nameOf(object));
      expect(same, nameOf(object)).toBeDefined();
      expect(same?.spec?.selector).toEqual(object.spec?.selector);
      const imageOf = (one?: KubernetesObject) => one?.spec?.template?.spec.containers[0].image;
      expect(imageOf(same)).toBe(imageOf(object));
    }
  });
});
