'use strict';

const { readFile } = require('node:fs/promises');

const SCHEMAS = /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/][^\\/]+\.js$/;
const CONSTANT = /^const (_\w+) = ("[^"\n]*");$/gm;
const COMPUTED_KEY = /\[(_\w+)\]:/g;

/**
 * Lets esbuild drop the parts of an AWS client that nobody calls.
 *
 * The clients describe every shape of a service in one file of constants, whose object keys are computed (`[_xN]: ...`). To esbuild a computed key
 * may have effects, so it keeps all of them: 550 KB for EC2, of which we need 38. A computed key whose constant is a literal becomes that literal.
 */
const shakeAwsSchemas = {
  name: 'shake-aws-schemas',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => ({
      contents: withLiteralKeys(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

function withLiteralKeys(source) {
  const constants = new Map(Array.from(source.matchAll(CONSTANT), ([, name, literal]) => [name, literal]));
  return source.replace(COMPUTED_KEY, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key));
}

module.exports = shakeAwsSchemas;
