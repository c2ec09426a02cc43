import type { ComputePort, LaunchRequest } from '@smartscale/capacity-manager/handler';
import type { KubernetesPort, PodKey } from '@smartscale/kubernetes';
import type { MessengerPort } from '@smartscale/notifier/handler';
import type { RuntimePorts } from '@smartscale/runtime';
import type { Court } from '../checkers/court.ts';
import type { Scene } from '../checkers/invariant.ts';

/** Ports that do what they are asked, and let the court see each deed at the moment of its effect. */
export function witnessCompute(
  port: ComputePort,
  options: {
    readonly court: Court;
    readonly isAlive: (instanceId: string) => boolean;
    readonly requests: Map<string, LaunchRequest>;
  },
): ComputePort {
  const { court, isAlive, requests } = options;
  return {
    launch(request) {
      requests.set(request.launchId, request);
      return port.launch(request);
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
