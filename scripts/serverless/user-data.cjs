'use strict';

// Included by infra/cluster/serverless.yml: the framework reads CommonJS, Node loads the rest as it is written.
const { userData } = require('./user-data.ts');

module.exports = { server: userData('server'), worker: userData('worker') };
