import type { App } from '../app';

/** What the server needs of the app. */
export type Served = Pick<
  App,
  | 'schema'
  | 'schemaText'
  | 'version'
  | 'viewer'
  | 'context'
  | 'trees'
  | 'cursor'
  | 'feed'
  | 'maker'
  | 'ready'
  | 'close'
>;
