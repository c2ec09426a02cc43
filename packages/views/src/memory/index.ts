export { createMemoryViewStore } from './memory-view-store.ts';
