'use strict';

/** How the Lambda bundles are kept small. `npm run package` weighs them, and loads each one. */
module.exports = [
  './shake-aws-schemas.cjs',
  './leave-out.cjs',
  './leave-out-descriptions.cjs',
  './require-builtins.cjs',
  './minify-again.cjs',
].map(require);
