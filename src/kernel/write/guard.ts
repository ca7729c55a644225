import type { Session } from '../../database/database';
import type { Touched } from './pending';
import type { Entity } from '../declare/declare';
import type { Model } from '../declare/model';
import { type Root, rootsOf } from './owner';
import { State } from '../declare/record';
import type { FoundBroken } from '../declare/rules';
import { namesOf } from './store';
import type { Viewer } from '../declare/viewer';
import type { AnyRow } from '../declare/row';

/** Says who may write what: only rows of organisations that the key covers, under their names, and nothing that is archived. */
export class Guard {
  /** Roots that this write has made or brought to another state: what hangs on them may change with them. */
  private readonly moving = new Set<string>();
  /** Rows as this write is to leave them, whether they are written or it is refused for others. */
  private readonly coming = new Map<string, AnyRow>();

  constructor(
    private readonly session: Session,
    private readonly viewer: Viewer,
    private readonly model: Model,
    /** What is archived may be written too. */
    private readonly thawed = false,
  ) {}

  /** What of the rows may not be written, and why. */
  async check(entity: Entity, touched: readonly Touched[]): Promise<FoundBroken[]> {
    if (touched.length === 0) return [];
    const stored = touched.filter(({ before }) => before);
    const rootsBefore = await this.roots(
      entity,
      stored.map(({ before }) => before!),
    );
    for (const { after } of touched) this.coming.set(after.id, after);
    const rootsAfter = await this.roots(
      entity,
      touched.map(({ after }) => after),
    );
    for (const { before, after, changes } of touched)
      if (!before || changes.has('state')) this.moving.add(after.id);
    const broken: FoundBroken[] = [];
    for (const each of touched) {
      const id = each.after.id;
      const roots = [rootsAfter.get(id)!, each.before ? rootsBefore.get(id)! : null];
      if (roots.some((root) => this.isFrozen(root)))
        broken.push({ id, field: '', code: 'WRONG_STATE', message: 'What is archived is frozen.' });
      if (!roots.every((root) => !root || this.covers(root)))
        broken.push({ id, field: '', code: 'FORBIDDEN', message: this.forbidden(entity) });
    }
    if (this.viewer.role === 'ADMIN') return broken;
    const refused = new Set(broken.map(({ id }) => id));
    const own = touched.filter(({ after }) => !refused.has(after.id));
    return [...broken, ...(await this.names(own, rootsAfter))];
  }

  /** Which stored rows the viewer may not write. */
  async foreign(entity: Entity, stored: readonly AnyRow[]): Promise<Set<string>> {
    if (this.viewer.role === 'ADMIN') return new Set();
    const roots = await this.roots(entity, stored);
    return new Set([...roots].flatMap(([id, root]) => (root && this.covers(root) ? [] : [id])));
  }

  private async roots(entity: Entity, rows: readonly AnyRow[]): Promise<Map<string, Root>> {
    const roots = await rootsOf(this.session, entity, rows, this.coming);
    return new Map(rows.map((row, i) => [row.id, roots[i]!]));
  }

  private isFrozen(root: Root | null): boolean {
    return !this.thawed && root?.state === State.ARCHIVED && !this.moving.has(root.id!);
  }

  private covers({ ownerId }: Root): boolean {
    const { role, organisationIds } = this.viewer;
    if (role === 'ADMIN') return true;
    return role === 'EDITOR' && ownerId !== null && organisationIds.includes(ownerId);
  }

  private forbidden(entity: Entity): string {
    const { owner, ownedByMaker } = entity.access;
    if (!owner) return `A ${entity.name} is everybody’s: only an ADMIN writes it.`;
    const make = ownedByMaker
      ? ` Make one whose slug begins with that of an own organisation.`
      : '';
    return `This key does not cover the organisation that owns this ${entity.name}.${make}`;
  }

  /** New names begin with that of the owner, so that they cannot meet those of another, seen or unseen. */
  private async names(
    touched: readonly Touched[],
    roots: ReadonlyMap<string, Root>,
  ): Promise<FoundBroken[]> {
    const named = touched.filter(({ before, after }) => before?.slug !== after.slug);
    const systems = touched.flatMap(({ after, changes }) =>
      ((changes.get('externalIds')?.after ?? []) as { system: string }[]).map(({ system }, i) => ({
        id: after.id,
        text: system,
        field: `externalIds/${i}/system`,
      })),
    );
    const texts = [
      ...named.map(({ after }) => ({
        id: after.id,
        text: after.slug,
        field: 'slug',
      })),
      ...systems,
    ];
    if (texts.length === 0) return [];
    const owners = await this.namesOfOwners(texts, roots);
    return texts.flatMap(({ id, text, field }): FoundBroken[] => {
      const own = owners.byId.get(roots.get(id)!.ownerId!);
      const longest = beginnings(text).find((each) => owners.slugs.has(each));
      if (own !== undefined && longest === own) return [];
      const message = `Wanted a name that begins with that of its owner, ${own}; got ${text}.`;
      return [{ id, field, code: 'FORBIDDEN_NAME', message }];
    });
  }

  private async namesOfOwners(
    texts: readonly { text: string }[],
    roots: ReadonlyMap<string, Root>,
  ) {
    const ids = [...new Set([...roots.values()].flatMap(({ ownerId }) => ownerId ?? []))];
    const owner = this.model.ofId(ids[0]!)!;
    const slugs = [...new Set(texts.flatMap(({ text }) => beginnings(text)))];
    const found = await namesOf(this.session, owner, { ids, slugs });
    return {
      byId: new Map(found.map(({ id, slug }) => [id, slug])),
      slugs: new Set(found.map(({ slug }) => slug)),
    };
  }
}

/** What a name begins with, the longest first: `a-b.c`, `a-b`, `a`. */
function beginnings(text: string): string[] {
  const ends = [...text.matchAll(/[-.]/g)].map(({ index }) => index);
  return [text.length, ...ends.reverse()].map((end) => text.slice(0, end));
}
