import { scalars as inJson } from './facts';

/**
 * What each scalar is in TypeScript, as it comes in JSON: for `scalars` of GraphQL Code Generator, which may be `strictScalars`
 * then, and for `customScalarTypes` of Relay.
 */
export const scalars: Record<keyof typeof inJson, string> = inJson;

interface InTypeScript {
  string: string;
  number: number;
  unknown: unknown;
}

/** The same as types, for `initGraphQLTada<{ scalars: Scalars; … }>()`. */
export type Scalars = {
  -readonly [Name in keyof typeof inJson]: InTypeScript[(typeof inJson)[Name]];
};
