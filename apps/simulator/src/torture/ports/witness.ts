import type { ComputePort } from '@smartscale/capacity-manager/handler';
import type { KubernetesPort, PodKey } from '@smartscale/kubernetes';
import type { MessengerPort } from '@smartscale/notifier/handler';
import type { RuntimePorts } from '@smartscale/runtime';
import type { Court } from '../../checkers/court.ts';
import type { Scene } from '../../checkers/invariant.ts';

/** Ports that do what they are asked, and let the court see each deed at the moment of its effect. */
export function witnessCompute(port: ComputePort, court: Court, isAlive: (instanceId: string) => boolean): ComputePort {
  const seen = new Set<string>();
  return {
    async launch(request) {
      const answer = await port.launch(request);
      if (answer.kind !== 'launched' || seen.has(answer.instance.instanceId)) return answer;
      seen.add(answer.instance.instanceId);
      court.launched({ instanceId: answer.instance.instanceId, request });
      return answer;
    },
    listInstances: (clusterId) => port.listInstances(clusterId),
    terminate(instanceIds) {
      for (const instanceId of instanceIds) if (isAlive(instanceId)) court.terminating(instanceId);
      return port.terminate(instanceIds);
    },
  };
}

export function witnessKubernetes(port: KubernetesPort, court: Court, pods: Scene['pods']): KubernetesPort {
  const see = (pod: PodKey, how: 'evicted' | 'deleted', before: ReturnType<Scene['pods']>) =>
    court.podGoing({ pod, how, before });
  return {
    ...port,
    async evict(pod, options) {
      const before = pods();
      const answer = await port.evict(pod, options);
      if (answer.kind === 'evicted') see(pod, 'evicted', before);
      return answer;
    },
    deletePod(pod, options) {
      see(pod, 'deleted', pods());
      return port.deletePod(pod, options);
    },
  };
}

export function witnessMessenger(port: MessengerPort, court: Court): MessengerPort {
  return {
    channel: port.channel,
    async send(notice) {
      const answer = await port.send(notice);
      if (answer.kind === 'sent') court.told(notice.causeId);
      return answer;
    },
  };
}

export function witnessPublish(publish: RuntimePorts['publish'], court: Court): RuntimePorts['publish'] {
  return async (entries) => {
    const answers = await publish(entries);
    for (const [index, { detail }] of entries.entries()) {
      if (answers[index]?.ok === true) court.published((JSON.parse(detail) as { readonly id: string }).id);
    }
    return answers;
  };
}
