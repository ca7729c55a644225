import type { Entity } from '../kernel/declare/declare';
import { partsOf } from '../kernel/intake/input';
import { takeIn } from '../kernel/intake/intake';
import type { Model } from '../kernel/declare/model';
import { type Mutation, findNamed, mutation } from '../kernel/schema/mutations';
import { entityOf } from '../kernel/declare/registry';
import { isSlug, slugFor } from '../kernel/intake/slugs';
import { inputType } from '../kernel/declare/types';
import { NAMED } from '../kernel/schema/write-types';
import { Plan } from '../plan/plan.entity';
import { PeriodInput } from '../value/period';
import { TextInput } from '../value/localised-text';
import { type Bundle, rowsOf } from './bundle';
import { exportStructure } from './export';

type Row = Record<string, unknown>;

/** What belongs to the year of a plan, or to the rows themselves, and is not taken over. */
const LEFT = [
  'provenance',
  'externalIds',
  'timing',
  'status',
  'targets',
  'publishAt',
  'state',
  'edition',
];

/** Copying a plan to a new year. */
export function copyMutation(model: () => Model): Mutation {
  const entity = entityOf(Plan);
  const input = inputType('CopyPlanInput', 'The plan to copy, and what the copy is to be.', () => {
    const { id, slug, externalId, dryRun } = NAMED;
    return {
      id: id!,
      slug: slug!,
      externalId: externalId!,
      dryRun: dryRun!,
      newSlug: {
        type: () => String,
        description: 'The slug of the copy; made of its title unless said.',
      },
      title: { type: () => TextInput, description: 'Its title; that of the plan unless said.' },
      period: { type: () => PeriodInput, required: true, description: 'Its period.' },
    };
  });
  const description =
    'Copies the structure of a plan to a new year, as a draft: what it says, its goals and metrics, its actions, and its framework of competences where the same owner has that; each names what it was copied from as its predecessor. Events, measurements, targets, times and provenance are left behind. EDITOR.';
  return mutation('copyPlan', entity, input, description, async (given, at) => {
    const { id, problems } = await findNamed(entity, given, at);
    if (!id) return { problems };
    const bundle = await exportStructure(id, at);
    const title = (given.title as Row | null) ?? planOf(bundle).title;
    const from = planOf(bundle).slug as string;
    const to =
      (given.newSlug as string | null) ?? slugFor(planOf(bundle).owner as string, nameOf(title));
    if (!isSlug(to)) {
      const message = 'Wanted a slug of a-z, 0-9 and single hyphens.';
      return { problems: [{ pointer: '/newSlug', code: 'INVALID', message }] };
    }
    const copy = copied(bundle, { from, to }, model());
    Object.assign(planOf(copy), { title, period: given.period });
    const { rows } = rowsOf(copy, model());
    const { taken, problems: found } = await takeIn(rows, at, { allNew: true });
    return {
      outcome: taken.find((each) => each.entity === entity),
      problems: found.map((each) => ({ ...each, pointer: inPlan(each.pointer) })),
    };
  });
}

const planOf = (bundle: Bundle) => (bundle.plans as Row[])[0]!;
const nameOf = (title: unknown) => {
  const texts = title as Row;
  return (texts.fi ?? texts.sv ?? texts.en ?? '') as string;
};

/** The copy is the caller's only by its slug, title and period; other places are told as they stand in it. */
const inPlan = (pointer: string) =>
  pointer.replace(/^\/plans\/0\/slug/, '/newSlug').replace(/^\/plans\/0/, '');

/** The rows under new names, with references among them led to the new rows. */
function copied(bundle: Bundle, { from, to }: { from: string; to: string }, model: Model): Bundle {
  const types = model.records.filter(({ plural }) => bundle[plural]);
  const names = new Map<string, string>();
  const named = new Set<string>();
  for (const { name, plural } of types)
    for (const { slug } of bundle[plural] as { slug: string }[]) {
      const base =
        slug === from
          ? to
          : slugFor(to, slug.startsWith(`${from}-`) ? slug.slice(from.length) : slug);
      let fresh = base;
      for (let n = 2; named.has(`${name} ${fresh}`); n++) fresh = `${base}-${n}`;
      named.add(`${name} ${fresh}`);
      names.set(`${name} ${slug}`, fresh);
    }
  const copy: Bundle = { luotsi: 1 };
  for (const entity of types)
    copy[entity.plural] = (bundle[entity.plural] as Row[]).map((row) => ({
      ...led(entity, row, names),
      slug: names.get(`${entity.name} ${row.slug as string}`),
      ...(entity.attributes.some((each) => each.name === 'predecessor') && {
        predecessor: row.slug,
      }),
    }));
  return copy;
}

function led(entity: Entity, row: Row, names: ReadonlyMap<string, string>): Row {
  const found: Row = {};
  for (const [name, value] of Object.entries(row)) {
    if (LEFT.includes(name)) continue;
    const attribute = entity.attributes.find((each) => each.name === name);
    const part = partsOf(entity).find((each) => each.part!.field === name);
    if (part) found[name] = (value as Row[]).map((each) => led(part, each, names));
    else if (!attribute?.target || attribute.within) found[name] = value;
    else {
      const target = entityOf(attribute.target());
      const lead = (slug: unknown) => names.get(`${target.name} ${slug as string}`) ?? slug;
      found[name] = Array.isArray(value) ? value.map(lead) : lead(value);
    }
  }
  return found;
}
