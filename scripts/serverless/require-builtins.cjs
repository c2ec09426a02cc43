'use strict';

const { builtinModules } = require('node:module');

const NAMESPACE = 'require-builtins';
const BUILTINS = new Set(builtinModules);
const NAME = /^[A-Za-z_$][\w$]*$/;

/**
 * Takes what is built into Node by `require`. An `import` of it reads every name that it has. Among those of `http` is WebSocket, for which
 * Node loads all of undici, its HTTP client of 400 KB, and worker threads with it; among those of `crypto` is Web Crypto. What is taken
 * here is each name that is asked for, and no other.
 */
module.exports = {
  name: 'require-builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z_:/0-9]+$/ }, ({ kind, path }) => {
      const name = path.replace(/^node:/, '');
      return kind === 'import-statement' && BUILTINS.has(name)
        ? { path: name, namespace: NAMESPACE, sideEffects: false }
        : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: moduleOf(path), loader: 'js' }));
  },
};

/** The names are those of the Node that builds. Marked as pure, those that nobody asks for are dropped. */
function moduleOf(builtin) {
  const names = Object.keys(require(builtin)).filter((name) => NAME.test(name) && name !== 'default');
  return [
    `const builtin = /* @__PURE__ */ require('node:${builtin}');`,
    ...names.map((name, index) => `const name${index} = /* @__PURE__ */ (() => builtin.${name})();`),
    `export { builtin as default, ${names.map((name, index) => `name${index} as ${name}`).join(', ')} };`,
  ].join('\n');
}
