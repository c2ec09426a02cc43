export { openSqliteViewStore, type SqliteViewStore } from './sqlite-view-store.ts';
export { viewsFileOf } from './views-file.ts';
