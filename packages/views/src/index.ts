export { type Build, EMPTY_PROGRESS, type Progress, type Shown } from './progress.ts';
export { MAX_VIEWS_IN_WRITE, type ViewOwner, type ViewStore, ViewsUnusableError, type ViewWrite } from './view-store.ts';
