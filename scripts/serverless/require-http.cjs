'use strict';

const HTTP = /^(?:node:)?http$/;
const NAMESPACE = 'require-http';

/**
 * Takes `http` by `require`. An `import` of it reads every name that it has, among them WebSocket, for which Node loads all of undici, its
 * HTTP client of 400 KB, and worker threads with it; `require` reads what is asked for.
 */
module.exports = {
  name: 'require-http',
  setup(build) {
    build.onResolve({ filter: HTTP }, ({ kind, path, namespace }) =>
      kind === 'import-statement' && namespace !== NAMESPACE ? { path, namespace: NAMESPACE } : undefined,
    );
    build.onLoad({ filter: HTTP, namespace: NAMESPACE }, () => ({
      contents: "module.exports = require('node:http');",
      loader: 'js',
    }));
  },
};
