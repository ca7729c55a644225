import { lastDay } from '../src/value/dates';

/** A row as a bundle has it; references are slugs. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the rows of five types in one shape
export type Row = Record<string, any>;
export type Type = 'Organisation' | 'Theme' | 'Plan' | 'Action' | 'Event' | 'Participation';
export type World = Record<Exclude<Type, 'Participation'>, Row[]> & { ids: Map<string, string> };
export type Filter = Record<string, unknown>;

/** Whose eyes: an ADMIN's, or those of a key for some organisations, or of nobody in particular. */
export interface Eyes {
  all: boolean;
  covers: string[];
}

type Kind = 'string' | 'text' | 'strings' | 'plain' | 'list' | 'timing' | 'quantity' | 'period';

/** The fields that a filter can test: `plain` is what is compared as it is, `list` a list of such. */
export const FIELDS: Record<Type, Record<string, Kind>> = {
  Organisation: {
    slug: 'string',
    name: 'text',
    shortName: 'text',
    aliases: 'strings',
    kind: 'plain',
    isil: 'string',
    validFrom: 'plain',
    validTo: 'plain',
  },
  Theme: { slug: 'string', label: 'text', aliases: 'strings' },
  Plan: {
    slug: 'string',
    state: 'plain',
    kind: 'plain',
    title: 'text',
    summary: 'text',
    period: 'period',
    languages: 'list',
  },
  Action: {
    slug: 'string',
    title: 'text',
    summary: 'text',
    aliases: 'strings',
    form: 'plain',
    timing: 'timing',
    quantity: 'quantity',
    edition: 'plain',
    modalities: 'list',
    languages: 'list',
    registrationNeeded: 'plain',
    position: 'plain',
  },
  Event: {
    slug: 'string',
    state: 'plain',
    title: 'text',
    timing: 'timing',
    status: 'plain',
    edition: 'plain',
    modalities: 'list',
    languages: 'list',
    venue: 'string',
    capacity: 'plain',
  },
  Participation: { role: 'plain', label: 'text' },
};

interface Way {
  to: Type;
  many: boolean;
  /** Where it is a connection, and not a plain list. */
  page?: boolean;
  rows(row: Row, world: World): Row[];
}

const one = (to: Exclude<Type, 'Participation'>, field: string): Way => ({
  to,
  many: false,
  rows: (row, world) => world[to].filter((each) => each.slug === row[field]),
});
const many = (to: Exclude<Type, 'Participation'>, field: string): Way => ({
  to,
  many: true,
  rows: (row, world) => world[to].filter((each) => row[field].includes(each.slug)),
});
const back = (to: Exclude<Type, 'Participation'>, test: (each: Row, row: Row) => boolean): Way => ({
  to,
  many: true,
  page: true,
  rows: (row, world) => world[to].filter((each) => test(each, row)),
});
const parts: Way = { to: 'Participation', many: true, rows: (row) => row.participations };
const takesPart = (each: Row, { slug }: Row) =>
  each.participations.some((part: Row) => part.organisation === slug);
const isAbout = (each: Row, { slug }: Row) => each.themes.includes(slug);

/** The ways from one type to another. */
export const WAYS: Record<Type, Record<string, Way>> = {
  Organisation: {
    plans: back('Plan', (each, { slug }) => each.owner === slug),
    ownEvents: back('Event', (each, { slug }) => each.owner === slug),
    actions: back('Action', takesPart),
    events: back('Event', takesPart),
    succeededBy: one('Organisation', 'succeededBy'),
    predecessors: back('Organisation', (each, { slug }) => each.succeededBy === slug),
  },
  Theme: {
    plans: back('Plan', isAbout),
    actions: back('Action', isAbout),
    events: back('Event', isAbout),
  },
  Plan: {
    owner: one('Organisation', 'owner'),
    implements: many('Plan', 'implements'),
    implementedBy: back('Plan', (each, { slug }) => each.implements.includes(slug)),
    themes: many('Theme', 'themes'),
    actions: back('Action', (each, { slug }) => each.plan === slug),
  },
  Action: {
    plan: one('Plan', 'plan'),
    predecessor: one('Action', 'predecessor'),
    successors: back('Action', (each, { slug }) => each.predecessor === slug),
    themes: many('Theme', 'themes'),
    events: back('Event', (each, { slug }) => each.action === slug),
    participations: parts,
  },
  Event: {
    owner: one('Organisation', 'owner'),
    action: one('Action', 'action'),
    themes: many('Theme', 'themes'),
    participations: parts,
  },
  Participation: { organisation: one('Organisation', 'organisation') },
};

/** Whether a row is there at all for these eyes. */
export function isSeen(type: Type, row: Row, world: World, eyes: Eyes): boolean {
  if (eyes.all) return true;
  const isPublic = row.state !== 'DRAFT' || eyes.covers.includes(row.owner);
  const through = type === 'Action' ? 'plan' : type === 'Event' && row.action ? 'action' : null;
  if (type === 'Plan' || type === 'Event') if (!isPublic) return false;
  if (!through) return true;
  const [parent] = WAYS[type][through]!.rows(row, world);
  return isSeen(through === 'plan' ? 'Plan' : 'Action', parent!, world, eyes);
}

/** The rows that a way leads to, as far as they are seen. */
export function follow(type: Type, name: string, row: Row, world: World, eyes: Eyes): Row[] {
  const way = WAYS[type][name]!;
  return way.rows(row, world).filter((each) => isSeen(way.to, each, world, eyes));
}

/** Whether a row fulfils a filter. */
export function fulfils(type: Type, row: Row, filter: Filter, world: World, eyes: Eyes): boolean {
  const test = (of: unknown) => fulfils(type, row, of as Filter, world, eyes);
  return Object.entries(filter).every(([name, value]) => {
    if (value === null) return true;
    if (name === 'and') return (value as unknown[]).every(test);
    if (name === 'or') return (value as unknown[]).some(test);
    if (name === 'not') return !test(value);
    if (name === 'validOn') return overlap(row.validFrom, row.validTo, value, value);
    if (name === 'during') return isDuring(row, value as Row, world);
    const way = WAYS[type][name];
    if (way) {
      const rows = follow(type, name, row, world, eyes);
      return relation(rows, value as Row, (each, of) => fulfils(way.to, each, of, world, eyes));
    }
    return attribute(FIELDS[type][name]!, row[name], value as Row);
  });
}

function relation(rows: Row[], tests: Row, such: (row: Row, filter: Filter) => boolean): boolean {
  return Object.entries(tests).every(([test, value]) => {
    if (value === null) return true;
    if (test === 'some' || test === 'is') return rows.some((each) => such(each, value));
    if (test === 'none') return !rows.some((each) => such(each, value));
    if (test === 'every') return rows.every((each) => such(each, value));
    if (test === 'isNull') return (rows.length === 0) === value;
    return attribute('plain', rows.length, value);
  });
}

function attribute(kind: Kind, value: unknown, tests: Row): boolean {
  switch (kind) {
    case 'timing':
      return timing(value as Row | undefined, tests);
    case 'quantity':
      return quantity(value as Row | null, tests);
    case 'period':
      return period(value as { start: string; end: string }, tests);
    default:
      return Object.entries(tests).every(
        ([test, wanted]) => wanted === null || single(kind, value ?? null, test, wanted),
      );
  }
}

function single(kind: Kind, value: unknown, test: string, wanted: unknown): boolean {
  if (test === 'isNull') return (value === null) === wanted;
  if (test === 'isEmpty') return ((value as unknown[]).length === 0) === wanted;
  if (kind === 'list')
    return test === 'has'
      ? (value as unknown[]).includes(wanted)
      : (wanted as unknown[]).some((each) => (value as unknown[]).includes(each));
  if (kind === 'text' || kind === 'strings') {
    const texts = Object.values(value ?? []).map((each) => folded(each as string));
    if (test === 'hasAny') return (wanted as string[]).some((each) => texts.includes(folded(each)));
    const text = folded(wanted as string);
    if (test === 'contains') return texts.some((each) => each.includes(text));
    if (test === 'startsWith') return texts.some((each) => each.startsWith(text));
    return texts.includes(text);
  }
  if (test === 'ne') return value !== wanted;
  if (value === null) return false;
  if (test === 'in') return (wanted as unknown[]).includes(value);
  if (test === 'startsWith') return (value as string).startsWith(wanted as string);
  const [a, b] = [value as number, wanted as number];
  if (test === 'eq') return a === b;
  if (test === 'gt') return a > b;
  if (test === 'gte') return a >= b;
  if (test === 'lt') return a < b;
  return a <= b;
}

const SAME: Record<string, string> = { á: 'a', č: 'c', š: 's', ž: 'z', é: 'e', ü: 'u' };

/** A text as it is searched, for the letters that the test uses. */
export function folded(text: string): string {
  return [...text.toLowerCase()]
    .map((letter) => SAME[letter] ?? letter)
    .join('')
    .replace(/ +/g, ' ')
    .trim();
}

/** Whether two spans of days have one in common; an end that is missing is open. */
function overlap(from: unknown, to: unknown, start: unknown, end: unknown): boolean {
  const [a, b, c, d] = [from ?? '0000', to ?? '9999', start ?? '0000', end ?? '9999'] as string[];
  return a! <= d! && b! >= c!;
}

/** What a timing, as a bundle has it, says: its bounds, and how precisely and how surely it says it. */
export function meaning(raw: Row | string | undefined) {
  const unknown = { earliest: null, latest: null, precision: 'UNKNOWN', sure: false, start: '' };
  if (raw === undefined) return unknown;
  if (typeof raw === 'object') {
    const [start, end] = [raw.start as string, (raw.end ?? raw.start) as string];
    const [earliest, latest] = [start.slice(0, 10), end.slice(0, 10)];
    return { earliest, latest, precision: 'EXACT', sure: true, start };
  }
  const sides = raw.split('/').map((side) => (side === '..' ? null : spanOf(side)));
  const [first, last = first] = sides;
  return {
    earliest: first?.earliest ?? null,
    latest: last?.latest ?? null,
    precision: sides.length > 1 ? 'RANGE' : first!.precision,
    sure: Boolean(first && last && first.sure && last.sure),
    start: '',
  };
}

const SEASONS: Record<string, [number, number]> = { 21: [1, 5], 22: [6, 8], 23: [8, 12] };

function spanOf(side: string) {
  const sure = !/[?~]/.test(side);
  const [year, month, day] = side.replace(/[?~]/, '').split('-');
  const y = Number(year);
  const months = (from: number, to: number, precision: string) => ({
    earliest: `${year}-${String(from).padStart(2, '0')}-01`,
    latest: lastDay(y, to),
    precision,
    sure,
  });
  if (day)
    return { ...months(1, 1, 'DAY'), earliest: side.slice(0, 10), latest: side.slice(0, 10) };
  if (!month) return months(1, 12, 'YEAR');
  if (month === '24')
    return { earliest: `${year}-12-01`, latest: lastDay(y + 1, 2), precision: 'SEASON', sure };
  const season = SEASONS[month];
  if (season) return months(season[0], season[1], 'SEASON');
  return months(Number(month), Number(month), 'MONTH');
}

function timing(raw: Row | undefined, { possibly, certainly, precision }: Row): boolean {
  const { earliest, latest, sure, ...rest } = meaning(raw);
  const mayBe =
    !possibly ||
    (rest.precision !== 'UNKNOWN' && overlap(earliest, latest, possibly.start, possibly.end));
  const isSurely =
    !certainly ||
    (sure && earliest! >= (certainly.start ?? '0000') && latest! <= (certainly.end ?? '9999'));
  return mayBe && isSurely && (!precision || attribute('plain', rest.precision, precision));
}

function isDuring(action: Row, span: Row, world: World): boolean {
  if (action.timing !== undefined) return timing(action.timing, { possibly: span });
  const { period: of } = world.Plan.find(({ slug }) => slug === action.plan)!;
  return overlap(of.start, of.end, span.start, span.end);
}

function quantity(value: Row | null | undefined, tests: Row): boolean {
  return Object.entries(tests).every(([name, test]) => {
    if (test === null) return true;
    if (name === 'isNull') return !value === test;
    return attribute('plain', value?.[name] ?? null, test);
  });
}

function period({ start, end }: { start: string; end: string }, tests: Row): boolean {
  const { overlaps, within, isNull } = tests;
  return (
    (!overlaps || overlap(start, end, overlaps.start, overlaps.end)) &&
    (!within || (start >= (within.start ?? '0000') && end <= (within.end ?? '9999'))) &&
    (typeof isNull !== 'boolean' || !isNull)
  );
}

const finnish = new Intl.Collator('fi');
const swedish = new Intl.Collator('sv');
type Compare = (a: Row, b: Row) => number;
const plainly = (a: unknown, b: unknown) => ((a as string) < (b as string) ? -1 : a === b ? 0 : 1);

const byText =
  (field: string): Compare =>
  (a, b) =>
    finnish.compare(nameOf(a[field]), nameOf(b[field]));
const bySwedish =
  (field: string): Compare =>
  (a, b) =>
    swedish.compare(a[field].sv ?? nameOf(a[field]), b[field].sv ?? nameOf(b[field]));
const nameOf = (text: Row) => text[languagesIn(text)[0]!] as string;

/** The languages of a text: fi, sv and en, then the others, shorter tags first. */
export function languagesIn(text: Row): string[] {
  const others = Object.keys(text).filter((each) => !['fi', 'sv', 'en'].includes(each));
  others.sort((a, b) => a.length - b.length || plainly(a, b));
  return ['fi', 'sv', 'en'].filter((each) => each in text).concat(others);
}

const byTime: Compare = (a, b) => {
  const [x, y] = [meaning(a.timing), meaning(b.timing)];
  const rank = ({ precision }: typeof x) => (precision === 'EXACT' ? 0 : 1);
  return (
    plainly(x.earliest ?? '9999-12-31', y.earliest ?? '9999-12-31') ||
    rank(x) - rank(y) ||
    plainly(x.start, y.start)
  );
};
const bySlug: Compare = (a, b) => plainly(a.slug, b.slug);

/** The orders of a type, all rows of a test being as old as each other. */
export const ORDERS: Record<keyof Omit<World, 'ids'>, Record<string, Compare>> = {
  Organisation: { NAME: byText('name'), NAME_SV: bySwedish('name'), SLUG: bySlug },
  Theme: { NAME: byText('label'), NAME_SV: bySwedish('label'), SLUG: bySlug, UPDATED: () => 0 },
  Plan: {
    PERIOD: (a, b) =>
      plainly(a.period.start, b.period.start) || plainly(a.period.end, b.period.end),
    NAME: byText('title'),
    NAME_SV: bySwedish('title'),
    SLUG: bySlug,
    UPDATED: () => 0,
  },
  Action: {
    PRINTED: (a, b) => a.position - b.position,
    TIME: byTime,
    NAME: byText('title'),
    NAME_SV: bySwedish('title'),
    SLUG: bySlug,
  },
  Event: { TIME: byTime, NAME: byText('title'), NAME_SV: bySwedish('title'), SLUG: bySlug },
};

/** What rows are ordered by. */
export interface OrderGiven {
  field: string;
  direction?: 'ASC' | 'DESC' | null;
}

/** Rows of a type in an order: by each field in turn, and at last by their ids, in the direction of the last. */
export function sorted(
  rows: Row[],
  type: keyof typeof ORDERS,
  order: readonly OrderGiven[],
  world: World,
): Row[] {
  const id = ({ slug }: Row) => world.ids.get(slug)!;
  const inDirection = (compared: number, { direction }: OrderGiven) =>
    direction === 'DESC' ? -compared : compared;
  return [...rows].sort((a, b) => {
    for (const each of order) {
      const compared = inDirection(ORDERS[type][each.field]!(a, b), each);
      if (compared !== 0) return compared;
    }
    return inDirection(plainly(id(a), id(b)), order.at(-1)!);
  });
}
