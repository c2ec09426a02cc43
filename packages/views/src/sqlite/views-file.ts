import { format, parse } from 'node:path';

/** Where the views of a store in a file are: `fleet.views.db` beside `fleet.db`. */
export function viewsFileOf(storeFile: string): string {
  const { root, dir, name, ext } = parse(storeFile);
  return format({ root, dir, name: `${name}.views`, ext });
}
