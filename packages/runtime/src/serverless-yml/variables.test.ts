// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of a serverless.yml look like that
import { describe, expect, it } from 'vitest';
import { resolveVariables, valueAt } from './variables.ts';

const config = { stage: 'dev', list: [1, 2], deep: { name: '${self:stage}-x' }, loop: '${self:loop}' };
const resolve = (value: unknown) =>
  resolveVariables(value, {
    self: (address) => valueAt(config, address),
    opt: () => undefined,
    file: (address, path) => (path === 'a.yml' && address === 'b' ? { c: '${self:stage}' } : undefined),
  });

describe('a variable', () => {
  it.each([
    ['alone takes its value as it is', '${self:list}', [1, 2]],
    ['inside a text becomes text', 'n-${self:list.1}-${self:stage}', 'n-2-dev'],
    ['may lead to further ones', '${self:deep}', { name: 'dev-x' }],
    ['falls back on a literal', "${opt:stage, 'local'}", 'local'],
    ['falls back on another variable', '${opt:stage, self:stage}', 'dev'],
    ['falls back on a number', '${opt:count, 5}', 5],
    ['may stand inside the fallback of another', "${opt:name, '/smartscale/${self:stage}/hook'}", '/smartscale/dev/hook'],
    ['of a file is resolved like the rest', '${file(a.yml):b}', { c: 'dev' }],
    ['of CloudFormation is left alone', 'arn:${AWS::Partition}:${self:stage}', 'arn:${AWS::Partition}:dev'],
  ])('%s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it.each([
    ['without a value', '${opt:stage}', /nothing gives a value to \$\{opt:stage\}/],
    ['of an unknown kind', '${ssm:/x}', /\$\{ssm:\/x\} is of a kind that is not known here/],
    ['that is a list inside a text', 'x-${self:list}', /must be a text or number/],
    ['that refers to itself', '${self:loop}', /in a circle/],
  ])('%s is refused', (_, value, says) => {
    expect(() => resolve(value)).toThrow(says);
  });
});
