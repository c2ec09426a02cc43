import type { DeclaredFunction, DeclaredStack } from '../load-stack.ts';
import { listOf } from '../template.ts';

const MAX_TIMEOUT_SECONDS = 900;

/** What a function lacks to be run and watched: memory, timeout, a place for what fails, logs that end. */
export function functionFindings({ provider, functions }: Pick<DeclaredStack, 'provider' | 'functions'>): readonly string[] {
  const shared =
    typeof provider['logRetentionInDays'] === 'number' ? [] : ['logs are kept for ever: set provider.logRetentionInDays'];
  const roles = Object.values(functions).map((definition) => definition.role);
  const repeated = roles.filter((role, index) => roles.indexOf(role) !== index);
  return [
    ...shared,
    ...repeated.map((role) => `two functions share the role ${String(role)}`),
    ...Object.entries(functions).flatMap(([name, definition]) =>
      findingsOf({ ...provider, ...definition }).map((finding) => `${name}: ${finding}`),
    ),
  ];
}

function findingsOf({ memorySize, timeout, role, ...definition }: DeclaredFunction): readonly string[] {
  return [
    ...(typeof memorySize === 'number' ? [] : ['has no memorySize']),
    ...(typeof timeout === 'number' && timeout > 0 && timeout <= MAX_TIMEOUT_SECONDS ? [] : ['has no usable timeout']),
    ...(typeof role === 'string' ? [] : ['has no role of its own']),
    ...deadLetterFindings(definition),
  ];
}

function deadLetterFindings({
  destinations,
  events = [],
}: Omit<DeclaredFunction, 'memorySize' | 'timeout'>): readonly string[] {
  const [streams, others] = [events.filter((event) => 'stream' in event), events.filter((event) => !('stream' in event))];
  const rules = events.flatMap((event) => listOf(event['eventBridge'])) as Readonly<Record<string, unknown>>[];
  const lost = streams.filter(({ stream }) => (stream as DeclaredFunction).destinations?.onFailure === undefined);
  return [
    ...(others.length > 0 && destinations?.onFailure === undefined
      ? ['what it fails on is lost: set destinations.onFailure']
      : []),
    ...lost.map(() => 'what it fails on in its stream is lost: set destinations.onFailure of the stream'),
    ...rules.filter((rule) => rule['deadLetterQueueArn'] === undefined).map(() => 'a rule has no deadLetterQueueArn'),
    ...rules.filter((rule) => rule['retryPolicy'] === undefined).map(() => 'a rule has no retryPolicy'),
  ];
}
