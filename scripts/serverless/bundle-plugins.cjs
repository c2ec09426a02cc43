'use strict';

/** How the Lambda bundles are kept small. `npm run package` weighs them, and loads each one. */
module.exports = [require('./shake-aws-schemas.cjs'), require('./leave-out.cjs'), require('./minify-again.cjs')];
