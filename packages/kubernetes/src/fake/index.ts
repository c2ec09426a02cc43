export { createFakeCluster, type FakeCluster, type FakeClusterOptions } from './fake-cluster.ts';
export type { ClusterReadings, NodeReading } from './readings.ts';
export type {
  ApiFault,
  BarePodSpec,
  BudgetSpec,
  ClusterTimings,
  DaemonSetSpec,
  DeploymentSpec,
  NodeSpec,
  PodSpec,
} from './specs.ts';
