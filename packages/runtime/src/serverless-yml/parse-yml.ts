import { type CollectionTag, parseDocument, type ScalarTag, type YAMLMap } from 'yaml';
import { ServiceConfigurationError } from '../errors.ts';

const FUNCTIONS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
];

/**
 * Parses a serverless.yml (or a file that one includes). CloudFormation's short tags become their long form, as the Serverless Framework does:
 * `!ImportValue x` is `{ 'Fn::ImportValue': 'x' }`. They are references that only CloudFormation can resolve.
 */
export function parseYml(text: string, file: string): unknown {
  const document = parseDocument(text, { customTags: cloudFormationTags, prettyErrors: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined)
    throw new ServiceConfigurationError(`${file} is no usable YAML: ${problem.message}`, { cause: problem });
  return document.toJS();
}

/** The reference that a value is, as [function, argument]; undefined for anything else. */
export function cloudFormationReference(value: unknown): readonly [name: string, argument: unknown] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [''];
  const isReference = entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'));
  return isReference ? [name, argument] : undefined;
}

function tagsOf(name: string): (ScalarTag | CollectionTag)[] {
  const key = name === 'Ref' ? name : `Fn::${name}`;
  const tag = `!${name}`;
  // The library wants a node of its own kind; it keeps whatever it gets, and toJS passes a plain object through.
  const reference = (argument: unknown) => ({ [key]: argument }) as unknown as YAMLMap;
  return [
    { tag, resolve: (text: string) => reference(name === 'GetAtt' ? text.split('.') : text) },
    { tag, collection: 'seq', resolve: (list) => reference(list.toJSON()) },
    { tag, collection: 'map', resolve: (map) => reference(map.toJSON()) },
  ];
}

const cloudFormationTags = ['Ref', ...FUNCTIONS].flatMap(tagsOf);
