'use strict';

const { readFile } = require('node:fs/promises');
const { dirname } = require('node:path');

/** What libraries always bring and a Lambda of ours never runs. To reach a stub is an error with a name, not a wrong answer. */
const LEFT_OUT = [
  {
    why: 'JSON Schemas are made by the build, not in a Lambda',
    filter: /zod[\\/]v4[\\/]core[\\/]json-schema-processors\.js$/,
    contents: (source) => [
      "const leftOut = () => { throw new Error('what makes JSON Schemas is left out'); };",
      ...exportedNames(source).map((name) => `export const ${name} = leftOut;`),
    ],
  },
  {
    // Schemas take their toJSONSchema method from here when they are made: what is made may be there, it must not be called.
    why: 'likewise',
    filter: /zod[\\/]v4[\\/]core[\\/]to-json-schema\.js$/,
    contents: (source) =>
      exportedNames(source).map(
        (name) => `export const ${name} = () => () => { throw new Error('toJSONSchema is left out'); };`,
      ),
  },
  {
    why: 'Lambda gives credentials in the environment; the chain through files, SSO and metadata is for other machines',
    filter: /@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/,
    contents: () => [
      "import { fromEnv } from '@aws-sdk/credential-provider-env';",
      'export const defaultProvider = () => fromEnv();',
    ],
  },
  {
    why: 'likewise: its settings are in the environment, and no files are looked for',
    filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]config[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/,
    contents: () => [
      'export const CONFIG_PREFIX_SEPARATOR = ".";',
      'export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });',
    ],
  },
  {
    why: 'no body is a file; to ask whether one is loads the streams and promises of `fs`',
    filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]serde[\\/]util-body-length[\\/]calculateBodyLength\.js$/,
    contents: (source) => [
      source.replace(/^import .* from "node:fs";$/m, 'class ReadStream {} const lstatSync = undefined, fstatSync = undefined;'),
    ],
  },
  {
    why: 'Lambda gives the region in the environment; the instance metadata is for other machines',
    filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]config[\\/].*[\\/]getInstanceMetadataRegion\.js$/,
    contents: () => ['export const getInstanceMetadataRegion = async () => undefined;'],
  },
  {
    why: 'every client retries by the standard mode',
    filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]retry[\\/]util-retry[\\/]AdaptiveRetryStrategy\.js$/,
    contents: () => [
      "export class AdaptiveRetryStrategy { constructor() { throw new Error('AdaptiveRetryStrategy is left out'); } }",
    ],
  },
  {
    why: 'endpoint discovery is off unless asked for',
    filter: /@aws-sdk[\\/]endpoint-cache[\\/]dist-es[\\/]EndpointCache\.js$/,
    contents: () => [
      'export class EndpointCache { get() {} has() { return false; } set() {} delete() {} clear() {} getEndpoint() {} }',
    ],
  },
  {
    why: 'likewise',
    filter: /@aws-sdk[\\/]client-dynamodb[\\/]dist-es[\\/]commands[\\/]DescribeEndpointsCommand\.js$/,
    contents: () => [
      "export class DescribeEndpointsCommand { constructor() { throw new Error('DescribeEndpoints is left out'); } }",
    ],
  },
  {
    why: 'event streams are not signed, for no operation of ours has one',
    filter: /@smithy[\\/]signature-v4[\\/]dist-es[\\/]HeaderFormatter\.js$/,
    contents: () => ["export class HeaderFormatter { format() { throw new Error('HeaderFormatter is left out'); } }"],
  },
  {
    why: 'no client of ours is that of S3',
    filter:
      /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]endpoints[\\/]middleware-endpoint[\\/]service-customizations[\\/]s3\.js$/,
    contents: (source) =>
      exportedNames(source).map((name) => `export const ${name} = () => { throw new Error('${name} is left out'); };`),
  },
  {
    why: 'Node has SHA-256 built in; this is the fall-back in JavaScript',
    filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]checksum[\\/]sha256[\\/]Sha256Js\.js$/,
    contents: () => ["export class Sha256Js { constructor() { throw new Error('Sha256Js is left out'); } }"],
  },
];

function exportedNames(source) {
  return Array.from(source.matchAll(/^export (?:const|function|class) (\w+)/gm), ([, name]) => name);
}

module.exports = {
  name: 'leave-out',
  setup(build) {
    for (const { filter, contents } of LEFT_OUT) {
      build.onLoad({ filter }, async ({ path }) => ({
        contents: contents(await readFile(path, 'utf8')).join('\n'),
        resolveDir: dirname(path),
        loader: 'js',
      }));
    }
  },
};
