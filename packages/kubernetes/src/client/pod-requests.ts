import * as z from 'zod';
import { parseQuantity } from './quantity.ts';

const quantity = () =>
  z.union([z.string(), z.number()]).transform((value, context) => {
    const parsed = parseQuantity(String(value));
    if (parsed === null) context.issues.push({ code: 'custom', input: value, message: `"${value}" is no quantity` });
    return parsed ?? 0;
  });

/** A list of resources; other ones than these two do not count here. */
export const quantitiesSchema = () => z.object({ cpu: quantity().default(0), memory: quantity().default(0) }).prefault({});

export const containerSchema = () =>
  z.object({
    restartPolicy: z.string().optional(),
    resources: z.object({ requests: quantitiesSchema() }).prefault({}),
  });

type Container = z.output<ReturnType<typeof containerSchema>>;
type Amount = { readonly cores: number; readonly bytes: number };
const NOTHING: Amount = { cores: 0, bytes: 0 };

/**
 * What the scheduler reserves for a pod: the larger of what its containers and sidecars request together and of the hungriest
 * moment of its start, when each init container runs beside the sidecars before it; plus the overhead of its runtime.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podRequests(spec: {
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly overhead: z.output<ReturnType<typeof quantitiesSchema>>;
}): Amount {
  let sidecars = NOTHING;
  let start = NOTHING;
  for (const container of spec.initContainers) {
    const beside = add(sidecars, requestsOf(container));
    start = largest(start, beside);
    if (container.restartPolicy === 'Always') sidecars = beside;
  }
  const together = spec.containers.map(requestsOf).reduce(add, sidecars);
  return add(largest(start, together), { cores: spec.overhead.cpu, bytes: spec.overhead.memory });
}

function requestsOf({ resources: { requests } }: Container): Amount {
  return { cores: requests.cpu, bytes: requests.memory };
}

/** To the thousandth of a core, so that 0.1 + 0.2 is 0.3. */
function add(one: Amount, other: Amount): Amount {
  return { cores: Math.round((one.cores + other.cores) * 1_000) / 1_000, bytes: one.bytes + other.bytes };
}

function largest(one: Amount, other: Amount): Amount {
  return { cores: Math.max(one.cores, other.cores), bytes: Math.max(one.bytes, other.bytes) };
}
