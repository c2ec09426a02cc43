export { type CordonCause, type CordonMark, readCordonMark, writeCordonMark } from './cordon-mark.ts';
export { type DrainOptions, type DrainResult, drainNode } from './drain.ts';
export { type DrainPlan, drainPlan } from './drain-plan.ts';
export {
  type ClusterNode,
  type ClusterPod,
  type EvictionAnswer,
  KubernetesError,
  type KubernetesPort,
  type PodKey,
} from './port.ts';
