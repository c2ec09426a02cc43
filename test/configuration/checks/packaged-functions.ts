import { type Resource, resourcesOf, type Template, visitObjects } from '../template.ts';

const LOG_RETENTION_DAYS = 30;

/** What the functions of a packaged template lack, whoever was to see to it: we, or the framework. */
export function packagedFunctionFindings(template: Template): readonly string[] {
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id, { Properties = {} }]) => {
    const lacking = ['MemorySize', 'Timeout', 'Role', 'Runtime'].filter((property) => Properties[property] === undefined);
    return [
      ...lacking.map((property) => `${id}: has no ${property}`),
      ...(logsEnd(template, Properties['FunctionName']) ? [] : [`${id}: its logs do not end after ${LOG_RETENTION_DAYS} days`]),
      ...(failuresArrive(template, id) ? [] : [`${id}: what it fails on is lost`]),
    ];
  });
}

function logsEnd(template: Template, functionName: unknown): boolean {
  return resourcesOf(template, 'AWS::Logs::LogGroup').some(
    ([, { Properties }]) =>
      Properties?.['LogGroupName'] === `/aws/lambda/${String(functionName)}` &&
      Properties['RetentionInDays'] === LOG_RETENTION_DAYS,
  );
}

/** Each way in which a function is called without waiting for its answer has a place for failures. */
function failuresArrive(template: Template, id: string): boolean {
  const callers = ['AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::EventSourceMapping'].flatMap((type) =>
    resourcesOf(template, type).filter(([, resource]) => names(resource.Properties?.['FunctionName'], id)),
  );
  return callers.length > 0 && callers.every(([, resource]) => hasFailureDestination(resource));
}

function hasFailureDestination({ Properties }: Resource): boolean {
  const { OnFailure } = (Properties?.['DestinationConfig'] ?? {}) as { OnFailure?: { Destination?: unknown } };
  return OnFailure?.Destination !== undefined;
}

function names(reference: unknown, id: string): boolean {
  let found = false;
  visitObjects(reference, (object) => {
    found ||= object['Ref'] === id || (Array.isArray(object['Fn::GetAtt']) && object['Fn::GetAtt'][0] === id);
  });
  return found;
}
