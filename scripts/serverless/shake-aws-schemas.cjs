'use strict';

const { readFile } = require('node:fs/promises');

const SCHEMAS = /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/][^\\/]+\.js$/;
const CONSTANT = /^const (_\w+) = ("[^"\n]*");$/gm;
const DYNAMODB = /[\\/]client-dynamodb[\\/]/;
// The errors of backups, exports, imports, global tables and whatever else makes or changes a table.
const ERRORS_OF_TABLES =
  /^n0_registry\.registerError\((?:Backup|ContinuousBackups|Export|GlobalTable|Import|InvalidExport|InvalidRestore|PointInTime|Policy|ReplicaAlready|ReplicaNot|TableAlready|TableInUse|TableNot)\w*\$, \w+\);$/gm;
const COMPUTED_KEY = /\[(_\w+)\]:/g;

/**
 * Lets esbuild drop the parts of an AWS client that nobody calls.
 *
 * The clients describe every shape of a service in one file of constants, whose object keys are computed (`[_xN]: ...`). To esbuild a computed key
 * may have effects, so it keeps all of them: 550 KB for EC2, of which we need 38. A computed key whose constant is a literal becomes that literal.
 *
 * DynamoDB's client also registers every error of the service. Those of operations on tables are not; one that came all the same would be a
 * plain error of the service, under its own name.
 */
const shakeAwsSchemas = {
  name: 'shake-aws-schemas',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => {
      const contents = withLiteralKeys(await readFile(path, 'utf8'));
      return { contents: DYNAMODB.test(path) ? contents.replace(ERRORS_OF_TABLES, '') : contents, loader: 'js' };
    });
  },
};

function withLiteralKeys(source) {
  const constants = new Map(Array.from(source.matchAll(CONSTANT), ([, name, literal]) => [name, literal]));
  return source.replace(COMPUTED_KEY, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key));
}

module.exports = shakeAwsSchemas;
