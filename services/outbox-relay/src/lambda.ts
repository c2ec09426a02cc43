export const relay = async () => ({ batchItemFailures: [] });
