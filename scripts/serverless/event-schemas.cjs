'use strict';

// Included by infra/event-backbone/serverless.yml: the framework reads CommonJS, Node loads the rest as it is written.
const { schemaResources } = require('./schema-resources.ts');

module.exports = { yes: schemaResources(), no: {} };
