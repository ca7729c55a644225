import type { Attribute, Entity } from '../declare/declare';
import { namesOf } from '../write/store';
import type { Row, Transaction } from './transaction';

/**
 * Gives new rows of an EDITOR that name no owner, of what may be made so, to an organisation of her key: that whose slug
 * theirs begins with, or without a slug to the only one.
 */
export async function giveOwners(rows: readonly Row[], at: Transaction): Promise<void> {
  const { role, organisationIds } = at.viewer;
  const ownerless = rows.flatMap((row) => {
    const owner = row.isNew && ownerOf(row.entity);
    return owner && (row.values[owner.name] ?? null) === null ? [{ row, owner }] : [];
  });
  if (role !== 'EDITOR' || ownerless.length === 0) return;
  const { target } = ownerless[0]!.owner;
  const own = await namesOf(
    at.session,
    at.model.records.find(({ type }) => type === target!())!,
    {
      ids: [...organisationIds],
    },
  );
  for (const { row, owner } of ownerless) {
    const { slug } = row.values as { slug?: string };
    const fitting = own.filter((each) => slug === undefined || slug.startsWith(`${each.slug}-`));
    fitting.sort((a, b) => b.slug.length - a.slug.length);
    if (slug !== undefined || fitting.length === 1) row.values[owner.name] = fitting[0]?.id ?? null;
  }
}

function ownerOf({ access: { owner, ownedByMaker }, attributes }: Entity): Attribute | undefined {
  if (!ownedByMaker || !owner || !('property' in owner)) return undefined;
  return attributes.find(({ property }) => property === owner.property);
}
