import { type Resource, resourcesOf, type Template } from '../template.ts';

type Watched = {
  readonly alias: string;
  readonly template: Template;
  readonly functions: Readonly<Record<string, unknown>>;
  /** What the service's code counts. */
  readonly counted: ReadonlySet<string>;
  /** The namespace of our metrics and the names of their dimensions, as they are emitted. */
  readonly emitted: { readonly namespace: string; readonly dimensions: readonly string[] };
};

type Dimension = { readonly Name: string; readonly Value: unknown };

const LAMBDA_METRICS = ['Duration', 'Errors', 'IteratorAge', 'Throttles'];
const QUEUE_METRICS = ['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'];

/** Alarms that could never sound: for want of a metric, of a dimension, or of anybody to tell. */
export function alarmFindings(stack: Watched): readonly string[] {
  return resourcesOf(stack.template, 'AWS::CloudWatch::Alarm').flatMap(([id, alarm]) =>
    problemsOf(alarm, stack).map((problem) => `${id}: ${problem}`),
  );
}

/** Metrics that a stack's alarms watch, of those that the code counts. */
export function watchedMetrics({ template, emitted }: Pick<Watched, 'template' | 'emitted'>): ReadonlySet<string> {
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([, { Properties = {} }]) => Properties);
  return new Set(alarms.filter(({ Namespace }) => Namespace === emitted.namespace).map(({ MetricName }) => String(MetricName)));
}

function problemsOf({ Properties = {} }: Resource, stack: Watched): readonly string[] {
  const problems = [...metricProblems(Properties, stack)];
  if (Properties['AlarmActions'] === undefined) problems.push('tells nobody');
  if (!Properties['AlarmDescription']) problems.push('does not say what is wrong');
  if (Properties['TreatMissingData'] === undefined) problems.push('does not say what no data means');
  return problems;
}

function metricProblems(properties: Readonly<Record<string, unknown>>, stack: Watched): readonly string[] {
  const { Namespace: namespace, MetricName: metric } = properties;
  const dimensions = properties['Dimensions'] as readonly Dimension[];
  switch (namespace) {
    case stack.emitted.namespace:
      return ownMetricProblems(String(metric), dimensions, stack);
    case 'AWS/Lambda':
      return namesAll('FunctionName', dimensions, (value) => isFunction(value, stack)) &&
        LAMBDA_METRICS.includes(String(metric))
        ? []
        : [`watches ${String(metric)} of a function that is none of this stack`];
    case 'AWS/SQS':
      return namesAll('QueueName', dimensions, (value) => isQueue(value, stack)) && QUEUE_METRICS.includes(String(metric))
        ? []
        : [`watches ${String(metric)} of a queue that is none of this stack`];
    default:
      return [`watches ${String(namespace)}, where nothing of ours is`];
  }
}

function ownMetricProblems(metric: string, dimensions: readonly Dimension[], stack: Watched): readonly string[] {
  const problems: string[] = [];
  if (!stack.counted.has(metric)) problems.push(`watches ${metric}, which ${stack.alias} does not count`);
  const names = dimensions.map(({ Name }) => Name).sort();
  if (names.join() !== [...stack.emitted.dimensions].sort().join()) {
    problems.push(`has the dimensions ${names.join(', ')}; the metrics have ${stack.emitted.dimensions.join(', ')}`);
  }
  const service = dimensions.find(({ Name }) => Name === 'service')?.Value;
  if (service !== stack.alias) problems.push(`watches the service ${String(service)}`);
  return problems;
}

function namesAll(name: string, dimensions: readonly Dimension[], isRight: (value: unknown) => boolean): boolean {
  return dimensions.length === 1 && dimensions.every(({ Name, Value }) => Name === name && isRight(Value));
}

/** `!Ref RelayLambdaFunction`: the framework makes that name of the function `relay`. */
function isFunction(value: unknown, { functions }: Watched): boolean {
  const names = Object.keys(functions).map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`);
  return names.includes(String((value as { Ref?: unknown }).Ref));
}

function isQueue(value: unknown, { template }: Watched): boolean {
  const [id, attribute] = [(value as { 'Fn::GetAtt'?: unknown })['Fn::GetAtt']].flat(2).join('.').split('.');
  return attribute === 'QueueName' && template.Resources[id ?? '']?.Type === 'AWS::SQS::Queue';
}
