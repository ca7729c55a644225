import { Delivery } from '../action/delivery.entity';
import { Assessment } from '../action/follow-up.entity';
import type { Entity } from '../kernel/declare/declare';
import { partsOf } from '../kernel/intake/input';
import { takeIn } from '../kernel/intake/intake';
import type { Transaction } from '../kernel/intake/transaction';
import { type Mutation, findNamed, mutation } from '../kernel/schema/mutations';
import { entityOf } from '../kernel/declare/registry';
import { freeSlugs, isSlug, slugFor } from '../kernel/intake/slugs';
import { inputType } from '../kernel/declare/types';
import { NAMED } from '../kernel/schema/write-types';
import { Plan } from '../plan/plan.entity';
import { type Period, PeriodInput, parsePeriod, periodYears } from '../value/period';
import { TextInput } from '../value/localised-text';
import { type Bundle, rowsOf } from './bundle';
import { exportStructure } from './export';

type Row = Record<string, unknown>;

/** The slugs of the plan, of its copy, and of who owns both; and the years of the plan. */
interface CopyNames {
  from: string;
  to: string;
  owner: string;
  years: string;
}

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
  'reported',
  'outturn',
];

/** What was done of a plan, and how it stood. */
const OUTCOMES = [Delivery, Assessment].map((type) => entityOf(type));

/** Copying a plan to a new year. */
export function copyMutation(): Mutation {
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
        description:
          'The slug of the copy; that of its owner and its years unless said, such as `porvoo-2027`, with a number where that is taken. What is copied with it takes its slug at the beginning.',
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
    const { slug: from, owner } = planOf(bundle) as { slug: string; owner: string };
    const period = given.period as Period;
    const [free] = await freeSlugs(entity, [slugFor(owner, periodYears(period))], at.session);
    const to = (given.newSlug as string | null) ?? free!;
    if (!isSlug(to)) {
      const message = 'Wanted a slug of a-z, 0-9 and single hyphens.';
      return { problems: [{ pointer: '/newSlug', code: 'INVALID', message }] };
    }
    const years = periodYears(parsePeriod(planOf(bundle).period));
    const copy = await copied(bundle, { from, to, owner, years }, at);
    Object.assign(planOf(copy), { period, ...(given.title ? { title: given.title } : {}) });
    const { rows } = rowsOf(copy, at.model);
    const { taken, problems: found } = await takeIn(rows, at, { allNew: true });
    return {
      outcome: taken.find((each) => each.entity === entity),
      problems: found.map((each) => ({ ...each, pointer: inPlan(each.pointer) })),
    };
  });
}

const planOf = (bundle: Bundle) => (bundle.plans as Row[])[0]!;

/** The copy is the caller's only by its slug, title and period; other places are told as they stand in it. */
const inPlan = (pointer: string) =>
  pointer.replace(/^\/plans\/0\/slug/, '/newSlug').replace(/^\/plans\/0/, '');

/** The rows under new names, with references among them led to the new rows. */
async function copied(bundle: Bundle, names: CopyNames, at: Transaction): Promise<Bundle> {
  const types = at.model.records.filter((each) => bundle[each.plural] && !OUTCOMES.includes(each));
  const fresh = new Map<string, string>();
  for (const entity of types) {
    const slugs = (bundle[entity.plural] as { slug: string }[]).map(({ slug }) => slug);
    const wishes = slugs.map((slug) => inCopy(slug, names));
    const free = await freeSlugs(entity, wishes, at.session);
    slugs.forEach((slug, i) => fresh.set(`${entity.name} ${slug}`, free[i]!));
  }
  fresh.set(`${entityOf(Plan).name} ${names.from}`, names.to);
  const copy: Bundle = { luotsi: 1 };
  for (const entity of types)
    copy[entity.plural] = (bundle[entity.plural] as Row[]).map((row) => ({
      ...led(entity, row, fresh),
      slug: fresh.get(`${entity.name} ${row.slug as string}`),
      ...(entity.attributes.some((each) => each.name === 'predecessor') && {
        predecessor: row.slug,
      }),
    }));
  return copy;
}

/** The slug of a row in the copy: what tells it from the plan, or else from its owner and the years, behind that of the copy. */
function inCopy(slug: string, { from, to, owner, years }: CopyNames): string {
  if (slug === from) return to;
  const own = slug.startsWith(`${from}-`)
    ? slug.slice(from.length)
    : `-${slug}-`.replace(`-${owner}-`, '-').replace(`-${years}-`, '-').replace(/-$/, '');
  return isSlug(to + own) ? to + own : slugFor(to, own);
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
