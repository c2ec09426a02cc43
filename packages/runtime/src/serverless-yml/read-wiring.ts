import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { InvalidPatternError, ServiceConfigurationError } from '../errors.ts';
import { compilePattern } from '../pattern/index.ts';
import { parseSchedule } from '../schedule/expression.ts';
import {
  type eventBridgeSchema,
  type functionSchema,
  type scheduleSchema,
  serviceSchema,
  type streamSchema,
} from './function-schema.ts';
import { type LoadOptions, loadServiceYml } from './load-service-yml.ts';
import { cloudFormationReference } from './parse-yml.ts';
import type { BusName, FunctionWiring, RuleWiring, ScheduleWiring, StreamWiring } from './wiring.ts';

/** All functions of all services below a directory, in the order of their names. Throws ServiceConfigurationError, which names the file. */
export function readWiring(servicesDirectory: string, options: LoadOptions): readonly FunctionWiring[] {
  return readdirSync(servicesDirectory)
    .sort()
    .map((folder) => join(servicesDirectory, folder, 'serverless.yml'))
    .filter((file) => existsSync(file))
    .flatMap((file) => readServiceWiring(file, options));
}

/** The functions of one serverless.yml. */
export function readServiceWiring(file: string, options: LoadOptions): readonly FunctionWiring[] {
  const service = basename(dirname(file));
  const parsed = serviceSchema.safeParse(loadServiceYml(file, options));
  if (!parsed.success)
    throw new ServiceConfigurationError(`${file} has something that cannot be run here:\n${z.prettifyError(parsed.error)}`);
  const { service: stack, provider, functions } = parsed.data;
  if (stack !== `smartscale-${service}`) {
    throw new ServiceConfigurationError(`${file}: the service is called ${stack}, its folder says smartscale-${service}`);
  }
  try {
    return Object.entries(functions).map(([name, definition]) => functionWiring({ service, name, definition, provider }));
  } catch (cause) {
    if (!(cause instanceof InvalidPatternError) && !(cause instanceof ServiceConfigurationError)) throw cause;
    throw new ServiceConfigurationError(`${file}: ${cause.message}`, { cause });
  }
}

type Named = {
  readonly service: string;
  readonly name: string;
  readonly definition: z.output<typeof functionSchema>;
  readonly provider: z.output<typeof serviceSchema>['provider'];
};

function functionWiring({ service, name, definition, provider }: Named): FunctionWiring {
  const rules: RuleWiring[] = [];
  const schedules: ScheduleWiring[] = [];
  const streams: StreamWiring[] = [];
  definition.events.forEach((event, index) => {
    const source = `${service}/${name}#${index + 1}`;
    if ('eventBridge' in event && event.eventBridge.enabled) rules.push(ruleWiring(source, event.eventBridge));
    if ('schedule' in event && event.schedule.enabled) schedules.push(...scheduleWirings(source, event.schedule));
    if ('stream' in event && event.stream.enabled) streams.push(streamWiring(source, event.stream));
  });
  return {
    service,
    name,
    handler: definition.handler,
    timeoutMilliseconds: (definition.timeout ?? provider.timeout) * 1_000,
    maximumRetryAttempts: definition.maximumRetryAttempts,
    reservedConcurrency: definition.reservedConcurrency ?? Number.POSITIVE_INFINITY,
    environment: plainTexts({ ...provider.environment, ...definition.environment }),
    rules,
    schedules,
    streams,
  };
}

function ruleWiring(name: string, { eventBus, pattern }: z.output<typeof eventBridgeSchema>): RuleWiring {
  return { name, bus: busOf(eventBus), matches: compilePattern(pattern), pattern };
}

function busOf(eventBus: unknown): BusName {
  if (eventBus === undefined || eventBus === 'default') return 'default';
  const [reference, exported] = cloudFormationReference(eventBus) ?? [];
  if (reference === 'Fn::ImportValue' && typeof exported === 'string' && exported.endsWith('-BusName')) return 'smartscale';
  throw new ServiceConfigurationError(
    `the event bus ${JSON.stringify(eventBus)} is neither the default one nor ours (!ImportValue smartscale-<stage>-BusName)`,
  );
}

function scheduleWirings(name: string, { rate, input }: z.output<typeof scheduleSchema>): ScheduleWiring[] {
  return rate.map((expression) => ({ name, expression: parseSchedule(expression), inputTemplate: JSON.stringify(input) }));
}

function streamWiring(name: string, stream: z.output<typeof streamSchema>): StreamWiring {
  const filters = stream.filterPatterns.map(compilePattern);
  return {
    name,
    batchSize: stream.batchSize,
    bisectsOnError: stream.bisectBatchOnFunctionError,
    maximumRetryAttempts: stream.maximumRetryAttempts,
    reportsItemFailures: stream.functionResponseType !== undefined,
    startsAtBeginning: stream.startingPosition === 'TRIM_HORIZON',
    accepts: filters.length === 0 ? () => true : (record) => filters.some((filter) => filter(record)),
  };
}

function plainTexts(environment: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain = Object.entries(environment).filter(([, value]) => typeof value !== 'object');
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}
