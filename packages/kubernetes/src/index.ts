export {
  type ClusterNode,
  type ClusterPod,
  type EvictionAnswer,
  KubernetesError,
  type KubernetesPort,
  type PodKey,
} from './port.ts';
