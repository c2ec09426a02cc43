import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calledCommands } from './called-commands.ts';
import { iamFindings } from './checks/iam-statements.ts';
import { rightsFindings } from './checks/rights-in-use.ts';
import { composedStacks } from './compose.ts';
import { type DeclaredStack, loadStack } from './load-stack.ts';

const services = composedStacks().filter(({ functions }) => Object.keys(functions).length > 0);
const named = services.map((service) => [service.alias, service] as const);
const rightsOf = (stack: DeclaredStack) =>
  rightsFindings({ ...stack, commands: calledCommands(join(stack.directory, 'src/lambda.ts')) });
const writesTraces = ({ template }: DeclaredStack) => JSON.stringify(template).includes('xray:PutTraceSegments');

describe('tracing', () => {
  it.each(named)('is off in %s, and so is the right to it', (_, stack) => {
    expect(stack.provider['tracing']).toEqual({ lambda: false });
    expect(writesTraces(stack)).toBe(false);
  });

  it.each(named)('asked for, is on in %s with no right more than it needs', (_, { directory }) => {
    const stack = loadStack(directory, { tracing: 'yes' });
    expect(stack.provider['tracing']).toEqual({ lambda: true });
    expect(iamFindings(stack.template)).toEqual([]);
    expect(rightsOf(stack)).toEqual([]);
  });

  it('asked for in other words is refused', () => {
    expect(() => loadStack(services[0]!.directory, { tracing: 'true' })).toThrow('traced.true');
  });
});

describe('the check of rights', () => {
  const traced = loadStack(services[0]!.directory, { tracing: 'yes' });

  it('sees tracing without the right, and the right without tracing', () => {
    const { TracingPolicy: _, ...Resources } = traced.template.Resources;
    expect(rightsOf({ ...traced, template: { ...traced.template, Resources } })).toContainEqual(
      expect.stringContaining('needs xray:PutTraceSegments for its wiring and has no right'),
    );
    expect(rightsOf({ ...traced, provider: { tracing: { lambda: false } } })).toContainEqual(
      expect.stringContaining('may xray:PutTraceSegments, and nothing does'),
    );
  });

  it('sees a policy of somebody else', () => {
    const { TracingPolicy: _, ...Resources } = traced.template.Resources;
    expect(iamFindings({ ...traced.template, Resources })).toContainEqual(expect.stringContaining('not listed here'));
  });
});
