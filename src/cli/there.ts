import type { Entity } from '../kernel/declare/declare';
import { nameAttribute } from '../kernel/declare/registry';
import { records } from '../table/columns';
import { readReference } from '../table/value-cell';
import type { There } from '../table/template';
import { RequestFailed, type Server, ask } from './client';

/** So many names of a type are offered to choose from, and asked for at once. */
const MOST = 2_000;
const AT_ONCE = 100;

interface Page {
  nodes: { slug: string; name?: { value: string } | null }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** What records are called on a server, for cells to choose from; nothing where it cannot be reached, which is said. */
export async function namesThere(server: Server): Promise<There> {
  const names = new Map<Entity, string[]>();
  try {
    for (const entity of records()) names.set(entity, await namesOf(entity, server));
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    process.stderr.write(`${error.message} Nothing that is there is offered to choose from.\n`);
  }
  return (entity) => names.get(entity) ?? [];
}

async function namesOf(entity: Entity, server: Server): Promise<string[]> {
  const called = nameAttribute(entity)?.name;
  const query = `query ($after: String) {
    page: ${entity.plural}(first: ${AT_ONCE}, after: $after) {
      nodes { slug ${called ? `name: ${called} { value }` : ''} }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  const found: Page['nodes'] = [];
  let after: string | null = null;
  do {
    const { page }: { page: Page } = await ask<{ page: Page }>({ ...server }, query, { after });
    found.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null && found.length < MOST);
  const count = new Map<string, number>();
  for (const { name } of found) if (name) count.set(name.value, (count.get(name.value) ?? 0) + 1);
  return found
    .map(({ slug, name }) => {
      const isClear = name && count.get(name.value) === 1 && isReadAsName(name.value);
      return isClear ? name.value : slug;
    })
    .sort((a, b) => a.localeCompare(b, 'fi'));
}

/** Whether a cell with a name is taken for just that, also where several stand between `|`. */
function isReadAsName(name: string): boolean {
  const read = readReference(name, undefined);
  return (
    typeof read === 'object' && read.name === name && read.plan === undefined && !/[|\\]/.test(name)
  );
}
