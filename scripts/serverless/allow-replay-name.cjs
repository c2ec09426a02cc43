'use strict';

/**
 * EventBridge patterns may name `replay-name`, the field that only replayed events carry; the framework's own schema does not know it
 * and, under `configValidationMode: error`, refuses the rule. Every rule of ours excludes replays by it, so the schema is told.
 */
module.exports = class AllowReplayName {
  constructor(serverless) {
    const { anyOf: events } =
      serverless.configSchemaHandler.schema.properties.functions.patternProperties['^[a-zA-Z0-9-_]+$'].properties.events.items;
    const rule = events.find(({ properties }) => properties?.eventBridge)?.properties.eventBridge;
    if (!rule?.properties?.pattern)
      throw new Error('the schema of eventBridge events is not where it was: adapt allow-replay-name.cjs');
    rule.properties.pattern.properties['replay-name'] = {};
  }
};
