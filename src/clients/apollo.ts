import { lists, pages, possibleTypes as possible, values } from './facts';

/** For `new InMemoryCache({ possibleTypes })`: fragments on interfaces match. */
export const possibleTypes: Record<string, string[]> = Object.fromEntries(
  Object.entries<readonly string[]>(possible).map(([name, types]) => [name, [...types]]),
);

/** A list in pages as the cache holds it. */
interface Held {
  nodes?: readonly unknown[];
  edges?: readonly { cursor?: string }[];
  pageInfo?: { endCursor?: string | null };
  /** How many rows stand before each cursor at which a page ended. */
  ends?: Record<string, number>;
}

interface FieldPolicy {
  keyArgs?: (string | string[])[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Apollo Client declares it
  merge: false | ((held: any, page: any, options: any) => any);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Apollo Client declares it
  read?: (held: any, options: any) => any;
}

interface TypePolicy {
  keyFields?: false;
  merge?: boolean;
  fields?: Record<string, FieldPolicy>;
}

/**
 * For `new InMemoryCache({ typePolicies })`. Parts of a record are kept in it, and two queries for different fields of one add
 * up; a list is replaced as a whole; of a list in pages, the page after one that is held joins it, whether by `nodes` or by
 * `edges`, and any other begins it anew. Lists that differ in their filter, their order or the key of a `@connection`
 * are lists of their own.
 */
export const typePolicies: Record<string, TypePolicy> = {};

const fieldsOf = (type: string) => ((typePolicies[type] ??= {}).fields ??= {});

for (const type of values) typePolicies[type] = { keyFields: false, merge: true };
for (const [type, fields] of Object.entries(lists))
  for (const field of fields) fieldsOf(type)[field] = { merge: false };
for (const [type, fields] of Object.entries(pages))
  for (const [field, keys] of Object.entries<readonly string[]>(fields))
    fieldsOf(type)[field] = { keyArgs: [...keys, '@connection', ['key']], merge: joined, read };

/** What is held of a list once a page of it has come. */
function joined(
  held: Held | undefined,
  page: Held,
  { args }: { args: { after?: string | null } | null },
): Held {
  const before = args?.after ? held?.ends?.[args.after] : 0;
  const end = page.pageInfo?.endCursor ?? page.edges?.at(-1)?.cursor;
  const count = page.nodes?.length ?? page.edges?.length;
  const known = Object.entries(held?.ends ?? {});
  const own = end && count ? { [end]: (before ?? 0) + count } : {};
  if (before)
    return {
      ...held,
      ...page,
      nodes: held?.nodes && page.nodes && [...held.nodes.slice(0, before), ...page.nodes],
      edges: held?.edges && page.edges && [...held.edges.slice(0, before), ...page.edges],
      ends: { ...Object.fromEntries(known.filter(([, rows]) => rows <= before)), ...own },
    };
  // another query for the same rows, or for none, adds to what is held
  const isSame = ([cursor, rows]: [string, number]) => (end ? cursor === end : rows === count);
  const adds = before === 0 && (count === undefined || known.every(isSame));
  return { ...(adds && held), ...page, ends: { ...(adds && held?.ends), ...own } };
}

/** A list without the edges of what was evicted; Apollo Client leaves out such nodes by itself. */
function read(
  held: Held | undefined,
  options: { canRead(node: unknown): boolean; readField(name: string, edge: unknown): unknown },
): Held | undefined {
  if (!held?.edges) return held;
  const isThere = (edge: unknown) => {
    const node = options.readField('node', edge);
    return node === undefined || options.canRead(node);
  };
  return { ...held, edges: held.edges.filter(isThere) };
}
