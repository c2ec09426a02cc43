import { stringify } from 'yaml';
import rootPackage from '../../package.json' with { type: 'json' };
import { asyncApiDocument } from '../../packages/events/src/documentation/asyncapi.ts';
import { renderEventCatalogue } from '../../packages/events/src/documentation/event-catalogue.ts';
import { renderSlackPage } from '../../services/notifier/src/documentation/slack-page.ts';

/** A file that is made from code. */
export type Page = { readonly file: string; readonly render: () => string };

/** What `npm run docs` writes. One that is not current fails a test. */
export const PAGES: readonly Page[] = [
  { file: 'docs/event-catalogue.md', render: renderEventCatalogue },
  { file: 'docs/asyncapi.yaml', render: renderAsyncApi },
  { file: 'docs/slack.md', render: renderSlackPage },
];

const HEAD = '# Written by `npm run docs` from packages/events/src/catalogue. Edit the schemas there, not this file.\n';

function renderAsyncApi(): string {
  return HEAD + stringify(asyncApiDocument(rootPackage.version), { lineWidth: 0, aliasDuplicateObjects: false });
}
