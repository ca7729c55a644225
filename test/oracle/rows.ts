import type { Attribute, Entity } from '../../src/kernel/declare/declare';
import { MetricKind } from '../../src/goal/goal.entity';
import { VALUES } from '../../src/goal/value';
import { entityOf } from '../../src/kernel/declare/registry';

/** A row as a bundle has it. */
export type BundleRow = Record<string, unknown>;

/** When the occurrences of a series begin, as it is filled; it leaves one start more out. */
export const STARTS = ['2026-04-01T09:00', '2026-04-08T09:00', '2026-04-15T09:00'];
const LEFT_OUT = '2026-04-22T09:00';

/** What the attributes of a row are filled with. */
export interface Filling {
  /** Goes into every text, as far as there is room. */
  word: string;
  /** Tells the row from its siblings. */
  n?: number;
  /** Of what can be an occurrence: which start of its series it has; without one it is none. */
  start?: string;
  /** The slug that a reference holds; without one it is left out. */
  refer(attribute: Attribute, target: Entity): string | undefined;
}

/** The entity that an attribute refers to. */
export const targetOf = (attribute: Attribute) => entityOf(attribute.target!());

/** What holds a value of a metric, all of which are narratives, and what such a value does not fill. */
const isOfMetric = ({ name }: Entity) => ['Measurement', 'Target'].includes(name);
const UNFIT: string[] = [...VALUES.filter((each) => each !== 'text'), 'missing'];

/** The parts that are written inside a record. */
export const partsOf = (entity: Entity) =>
  entity.relations
    .filter((each) => each.sort === 'list' && each.join.to === 'recordId')
    .map((each) => each.target());

/** A slug for a row of a type. */
export const slugOf = (entity: Entity, name: string) =>
  `${entity.name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}-${name}`;

/** A row with every attribute that can be written, from the declarations alone. */
export function fill(entity: Entity, filling: Filling, first = true): BundleRow {
  const row: BundleRow = {};
  for (const attribute of entity.attributes) {
    const { internal, name } = attribute;
    if (internal || name === 'slug') continue;
    if (isOfMetric(entity) && UNFIT.includes(name)) continue;
    const value = valueOf(attribute, entity, filling, first);
    if (value !== undefined) row[name] = value;
  }
  return row;
}

function valueOf(attribute: Attribute, entity: Entity, filling: Filling, first: boolean): unknown {
  const { word, n = 0 } = filling;
  const { kind, max = 300, min, choices, within } = attribute;
  const text = (max < 12 ? `${word}${n}` : `${word} ${attribute.name} ${n}`).slice(0, max);
  switch (kind) {
    case 'string':
      if (attribute.form) {
        const digits = String(n).padStart(max, '0').slice(-max);
        return attribute.form[0].test(digits) ? digits : 'EUR';
      }
      if (attribute.name === 'email') return `${word.replaceAll(' ', '.')}.${n}@example.org`;
      if (attribute.name === 'rrule') return `FREQ=WEEKLY;COUNT=${STARTS.length + 1}`;
      return attribute.name === 'key' && within === undefined ? 'k1' : text;
    case 'text':
      return { fi: text, sv: text.slice(0, -1) + 's' };
    case 'strings':
      return entity.name === 'Provenance' ? [] : [text];
    case 'enum':
      if (attribute.name === 'kind' && entity.name === 'Metric') return MetricKind.NARRATIVE;
      if (attribute.name === 'kind' && entity.name === 'Plan') return 'REPORT'; // which names all that a plan can
      return Object.values(choices!)[0];
    case 'enums':
      return Object.values(choices!).slice(0, 2);
    case 'int':
    case 'float':
      if (attribute.name === 'count' || attribute.name === 'answers') return 40; // everybody may see so many
      return Math.max(min ?? 1, 1) + (attribute.name === 'position' ? n : 0);
    case 'boolean':
      return true;
    case 'date':
      return attribute.name === 'validTo' ? undefined : '2020-01-01';
    case 'instant':
      return attribute.name === 'publishAt' ? undefined : '2026-01-02T03:04:05Z'; // it would be published
    case 'local':
      return filling.start;
    case 'locals':
      return [LEFT_OUT];
    case 'url':
      return `https://example.org/${word}/${n}`;
    case 'urls':
      return [`https://example.org/${word}/${n}`];
    case 'language':
      return 'fi';
    case 'languages':
      return ['fi', 'sv'];
    case 'timing':
      if (entity.name === 'EventSeries') return { start: STARTS[0], end: '2026-04-01T10:30' };
      return `${2020 + (n % 50)}-04`;
    case 'distribution':
      return [{ level: 1, count: 40 }];
    case 'quantity':
      return { min: 1, per: 'PERIOD', everyMin: 2, referenceYear: 2020 };
    case 'period':
      return first ? '2026' : '2027';
    case 'money':
      return { cents: Math.max(min ?? 1, 1), currency: 'EUR' };
    case 'one':
      if (within) return within === 'recordId' && first ? undefined : 'k1';
      return filling.refer(attribute, targetOf(attribute));
    case 'many': {
      const slug = filling.refer(attribute, targetOf(attribute));
      return slug === undefined ? [] : [slug];
    }
  }
}
