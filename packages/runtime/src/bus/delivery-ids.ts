/**
 * Ids for deliveries and requests: in the form of a UUID, unique in this process, and the same in every run from the same time.
 * The start time keeps those of a later process apart.
 */
export function createDeliveryIds(startedAt: number): () => string {
  const time = startedAt.toString(16).padStart(12, '0');
  const prefix = `${time.slice(0, 8)}-${time.slice(8, 12)}-4000-8000-`;
  let count = 0;
  return () => {
    count += 1;
    return prefix + count.toString(16).padStart(12, '0');
  };
}
