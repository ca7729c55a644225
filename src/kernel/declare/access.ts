import { type Condition, TRUE, all, any, isIn, isNull, related } from './condition';
import type { Access, Entity } from './declare';
import { State } from './record';

const everybody = () => TRUE;

/** Seen by everybody, written by ADMINs. */
export const open: Access = { visible: everybody, owner: null };

/**
 * Seen by everybody, written by whoever covers the owner: an EDITOR makes what is missing under the name of an organisation
 * of her own. What nobody owns only ADMINs write.
 */
export const openOwned: Access = {
  visible: everybody,
  owner: { property: 'ownerId' },
  ownedByMaker: true,
};

/** Whether an entity has no rule: every row can be seen by everybody. */
export const isOpen = (entity: Entity): boolean => entity.access.visible === everybody;

/** A root with an owner and a state: drafts are seen by keys that cover the owner. */
export const byState: Access = {
  visible: (viewer) => {
    const published = isIn('state', [State.PUBLISHED, State.ARCHIVED]);
    return viewer.organisationIds.length > 0
      ? any(published, isIn('ownerId', viewer.organisationIds))
      : published;
  },
  owner: { property: 'ownerId' },
};

/** As visible, and owned, as whichever of the references is set. */
export const like = (...references: string[]): Access => ({
  visible: () => any(...references.map((each) => related(each))),
  owner: { through: references },
  within: references,
  hangsOn: references,
});

/** By a rule, and no more than what the reference leads to, where it is set. */
export const provided = (rule: Access, reference: string): Access => ({
  ...rule,
  visible: (viewer, entity) => all(rule.visible(viewer, entity), ifSet(entity, reference)),
  hangsOn: [...(rule.hangsOn ?? []), reference],
});

/**
 * A part is reached through its record, which has been seen; it shows only where all that it names may be seen too,
 * so that no part tells of a draft.
 */
export const asRecord: Access = {
  visible: (_viewer, entity) =>
    all(
      ...entity.relations
        .filter((each) => each.sort === 'one' && each.target().sort === 'record')
        .filter((each) => each.join.from !== 'recordId' && !isOpen(each.target()))
        .map((each) => ifSet(entity, each.name)),
    ),
  owner: null,
};

/** As a part, and also reached by other ways than its record, which must be visible then too. */
export const asHeldBy = (...holders: string[]): Access => ({
  visible: (viewer, entity) =>
    all(asRecord.visible(viewer, entity), any(...holders.map((each) => related(each)))),
  owner: null,
});

function ifSet(entity: Entity, reference: string): Condition {
  const relation = entity.relations.find((each) => each.name === reference);
  if (!relation) throw new Error(`${entity.name} has no reference ${reference}.`);
  return any(isNull(relation.join.from), related(reference));
}
