'use strict';

const { readFile } = require('node:fs/promises');

const EVENTS = /packages[\\/]events[\\/]src[\\/].*\.ts$/;
/** A literal, in either quotes. */
const TEXT = String.raw`(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")`;
const OF_A_FIELD = new RegExp(String.raw`\s*\.describe\(\s*${TEXT},?\s*\)`, 'g');
const OF_AN_EVENT = new RegExp(String.raw`^(\s*description:\s*)${TEXT},$`, 'gm');

/** What the fields and events of the catalogue are for is read by people, in documents that the build makes, and by no Lambda. */
module.exports = {
  name: 'leave-out-descriptions',
  setup(build) {
    build.onLoad({ filter: EVENTS }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace(OF_A_FIELD, '').replace(OF_AN_EVENT, "$1'',"), loader: 'ts' };
    });
  },
};
