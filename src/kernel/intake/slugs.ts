import { randomBytes } from 'node:crypto';
import type { Session } from '../../database/database';
import { fold } from '../../value/collation';
import { type Period, periodText } from '../../value/period';
import type { Attribute, Entity } from '../declare/declare';
import { Lookup } from './lookup';
import { entityOf } from '../declare/registry';
import { namesOf } from '../write/store';
import type { Transaction, Row } from './transaction';

const LENGTH = 80;
const TRIES = 5;

/** Whether a text can be a slug. */
export const isSlug = (text: string): boolean =>
  text.length <= LENGTH && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);

/** A slug for a name behind that of what it belongs to, short enough to be told from others by an end of `-2`. */
export function slugFor(parent: string | undefined, name: string): string {
  const letters = fold(name)
    .replace(/[åä]/g, 'a')
    .replace(/ö/g, 'o')
    .replace(/[^a-z0-9]+/g, '-');
  const text = `${parent ?? ''}-${letters}`.replace(/-+/g, '-').slice(0, LENGTH - 8);
  return text.replace(/^-|-$/g, '');
}

/** Gives new rows that have none their slugs, made of their names. */
export async function giveSlugs(rows: readonly Row[], at: Transaction): Promise<void> {
  const known = new Map<string, string>();
  for (const { id, values } of rows)
    if (typeof values.slug === 'string') known.set(id, values.slug);
  for (const entity of at.model.records) {
    const fresh = rows.filter((row) => row.entity === entity && row.isNew);
    if (fresh.length === 0) continue;
    const given = fresh.filter((row) => known.has(row.id));
    const nameless = fresh.filter((row) => !known.has(row.id));
    const parents = await slugsBefore(entity, nameless, known, at);
    const inUse = new Set(given.map((row) => known.get(row.id)!));
    const bases = nameless.map(
      ({ id, values }) =>
        slugFor(parents.get(id)?.join('-'), nameFor(entity, values)) ||
        entity.table.replaceAll('_', '-'),
    );
    const slugs = await freeSlugs(entity, bases, at.session, inUse);
    nameless.forEach((row, i) => known.set(row.id, (row.values.slug = slugs[i]!)));
  }
}

/** Slugs that no row has, each made of a wish. */
export async function freeSlugs(
  entity: Entity,
  wishes: readonly string[],
  session: Session,
  inUse = new Set<string>(),
): Promise<string[]> {
  const slugs: string[] = [];
  const numbers = new Map<string, number>();
  let open = wishes.map((base, i) => ({ base, i }));
  for (let round = 0; open.length > 0; round++) {
    for (const { base, i } of open) inUse.add((slugs[i] = freeSlug(base, inUse, round, numbers)));
    const collide = await taken(
      entity,
      open.map(({ i }) => slugs[i]!),
      session,
    );
    open = open.filter(({ i }) => collide.has(slugs[i]!));
  }
  return slugs;
}

/** The wish, or else with the first number behind it that is free: `numbers` remembers how far those of each are in use. */
function freeSlug(
  base: string,
  inUse: ReadonlySet<string>,
  round: number,
  numbers: Map<string, number>,
): string {
  const short = base.slice(0, LENGTH - 8).replace(/-$/, '');
  if (round >= TRIES) return `${short}-${randomBytes(3).toString('hex')}`;
  if (!inUse.has(base)) return base;
  let n = numbers.get(short) ?? 2;
  while (inUse.has(`${short}-${n}`)) n++;
  numbers.set(short, n + 1);
  return `${short}-${n}`;
}

/** Which of the slugs there are already, whoever may see them. */
async function taken(entity: Entity, slugs: string[], session: Session): Promise<Set<string>> {
  const found = await namesOf(session, entity, { slugs });
  return new Set(found.map(({ slug }) => slug));
}

/** What a row is called, or the time by which it is known. */
function nameFor(entity: Entity, values: Row['values']): string {
  const known = entity.attributes.filter(({ name }) => entity.knownBy?.attributes.includes(name));
  const texts = known.flatMap(({ kind, name }) => {
    if (kind === 'period') return [periodText(values[name] as Period)];
    return kind === 'date' ? [values[name] as string] : [];
  });
  return Lookup.nameIn(entity, values) || texts.join('-');
}

/** The slug of what rows are kept in, or else of who owns them; of what is known by what it is of, of both. */
async function slugsBefore(
  entity: Entity,
  rows: readonly Row[],
  known: ReadonlyMap<string, string>,
  { session }: Transaction,
): Promise<Map<string, string[]>> {
  const { within = [], owner } = entity.access;
  const owning = owner && 'through' in owner ? owner.through : [];
  const own = owner && 'property' in owner ? [owner.property] : [];
  const isOwning = ({ name }: Attribute) => owning.includes(name);
  const ways = entity.attributes.filter(
    (each) => within.includes(each.name) || own.includes(each.property) || isOwning(each),
  );
  ways.sort((a, b) => Number(isOwning(b)) - Number(isOwning(a)));
  const slugs = new Map<string, string[]>();
  for (const { name, target } of ways) {
    const idOf = (row: Row) => row.values[name] as string | null | undefined;
    const ids = rows.flatMap((row) => idOf(row) ?? []).filter((id) => !known.has(id));
    const found = await namesOf(session, entityOf(target!()), { ids: [...new Set(ids)] });
    const stored = new Map(found.map(({ id, slug }) => [id, slug]));
    for (const row of rows) {
      const id = idOf(row);
      const slug = id && (known.get(id) ?? stored.get(id));
      const before = slugs.get(row.id);
      if (slug && !before) slugs.set(row.id, [slug]);
      else if (slug && entity.knownBy) before!.push(slug.replace(`${before![0]}-`, ''));
    }
  }
  return slugs;
}
