import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** From a cached answer to a request that waited long for a thread. */
const LATENCY_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type Figures = ReturnType<typeof createFigures>;

/** What /metrics tells. The names are those of the application signals in policy.example.yaml. */
export function createFigures() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'demo_requests_total',
      help: 'Requests answered, but for probes and scrapes.',
      labelNames: ['method', 'route', 'status'] as const,
      registers,
    }),
    errors: new Counter({
      name: 'demo_request_errors_total',
      help: 'Requests answered with a status of 500 or more.',
      labelNames: ['route'] as const,
      registers,
    }),
    latency: new Histogram({
      name: 'demo_request_duration_seconds',
      help: 'How long requests took, from their head to the answer.',
      labelNames: ['route'] as const,
      buckets: LATENCY_BUCKETS_SECONDS,
      registers,
    }),
    queueDepth: new Gauge({ name: 'demo_queue_depth', help: 'Jobs that wait.', registers }),
    jobsRunning: new Gauge({ name: 'demo_jobs_running', help: 'Jobs at work.', registers }),
    jobs: new Counter({
      name: 'demo_jobs_total',
      help: 'Jobs by what became of them.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    heldBytes: new Gauge({ name: 'demo_held_bytes', help: 'Memory that requests asked to be held.', registers }),
    burnedSeconds: new Counter({ name: 'demo_cpu_burned_seconds_total', help: 'CPU time used up on request.', registers }),
    threadsWaiting: new Gauge({ name: 'demo_cpu_waiting', help: 'Requests and jobs that wait for a thread.', registers }),
  };
}
