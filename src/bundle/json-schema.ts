import { decoratorsOf } from '../kernel/declare/constraints';
import type { Attribute, Entity } from '../kernel/declare/declare';
import { partsOf } from '../kernel/intake/input';
import type { Model } from '../kernel/declare/model';
import { NAMED_LANGUAGES, TAG_PATTERN } from '../value/language';
import { MOST_LANGUAGES } from '../value/localised-text';
import { Per, QuantityEach, QuantityUnit, Rhythm, Season } from '../value/rhythm';

type Json = Record<string, unknown>;

const TEXT = { type: 'string', minLength: 1 };
const ref = (name: string) => ({ $ref: `#/$defs/${name}` });
const listOf = (items: Json) => ({ type: 'array', items });
const object = (properties: Json, required: string[] = []): Json => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length > 0 && { required }),
});
const nullable = (schema: Json) => ({ anyOf: [schema, { type: 'null' }] });
const INTEGER = { type: 'integer' };
const FLAG = { type: 'boolean' };

/** The JSON Schema (2020-12) of a bundle, from the declarations: what editors complete and check while one is written. */
export function bundleSchema(model: Model): Json {
  const lists = model.records.map((entity): [string, Json] => [
    entity.plural,
    { ...listOf(ref(entity.name)), description: entity.description },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Luotsi bundle',
    description:
      'Rows to import, by type. Rows refer to each other, and to what is there, by slug.',
    ...object(
      {
        $schema: TEXT,
        luotsi: { const: 1, description: 'The version of the format.' },
        system: {
          ...TEXT,
          description: 'Of external ids that name no system; and what a SYNC reaches.',
        },
        provenance: { ...ref('Provenance'), description: 'Of new rows that tell of none.' },
        ...Object.fromEntries(lists),
      },
      ['luotsi'],
    ),
    $defs: {
      ...Object.fromEntries(
        [...model.records, ...model.parts].map((each) => [each.name, rowSchema(each)]),
      ),
      ...VALUES,
    },
  };
}

/** A tag in small letters or capitals, of a language that is not named. */
const OTHER_LANGUAGE = TAG_PATTERN.replaceAll('a-z', 'a-zA-Z').replace(
  '^',
  `^(?!(?:${NAMED_LANGUAGES.join('|')})$)`,
);

const VALUES: Record<string, Json> = {
  Text: {
    anyOf: [
      { ...TEXT, description: 'In Finnish.' },
      {
        ...object({
          ...Object.fromEntries(NAMED_LANGUAGES.map((each) => [each, nullable(TEXT)])),
          translations: listOf(
            object({ language: TEXT, value: nullable(TEXT) }, ['language', 'value']),
          ),
          ownWords: listOf(TEXT),
        }),
        description: `By the tags of languages, of which there may be ${MOST_LANGUAGES}.`,
        patternProperties: { [OTHER_LANGUAGE]: nullable(TEXT) },
      },
    ],
  },
  Reference: {
    anyOf: [
      { ...TEXT, description: 'The slug.' },
      object({ slug: TEXT }, ['slug']),
      object({ code: TEXT }, ['code']),
      object({ name: TEXT, plan: { ...TEXT, description: 'The slug of its plan.' } }, ['name']),
      object({ externalId: object({ system: TEXT, value: TEXT }, ['value']) }, ['externalId']),
    ],
  },
  Timing: {
    anyOf: [
      { ...TEXT, description: 'EDTF, such as 2026-21.' },
      { ...INTEGER, description: 'A year.' },
      object({
        edtf: { anyOf: [TEXT, INTEGER, { type: 'null' }] },
        printed: nullable(TEXT),
        start: TEXT,
        end: nullable(TEXT),
        zone: TEXT,
        allDay: FLAG,
      }),
    ],
  },
  Quantity: object({
    rhythm: { enum: Object.values(Rhythm) },
    unit: { enum: Object.values(QuantityUnit) },
    each: nullable({ enum: Object.values(QuantityEach) }),
    min: nullable(INTEGER),
    max: nullable(INTEGER),
    per: nullable({ enum: Object.values(Per) }),
    everyMin: INTEGER,
    everyMax: INTEGER,
    season: { enum: Object.values(Season) },
    referenceYear: INTEGER,
    approximate: FLAG,
    printed: TEXT,
  }),
  LevelCount: object({ level: { type: 'number' }, count: INTEGER }, ['level', 'count']),
  Period: { anyOf: [INTEGER, TEXT, object({ start: TEXT, end: TEXT }, ['start', 'end'])] },
};

function rowSchema(entity: Entity): Json {
  const properties: Json = {};
  const required: string[] = [];
  for (const attribute of entity.attributes) {
    if (attribute.internal) continue;
    const { name } = attribute;
    const schema = constrained(valueSchema(attribute), entity, attribute);
    properties[name] = {
      ...(attribute.required ? schema : nullable(schema)),
      description: attribute.description,
    };
    const supplied = entity.name === 'ExternalId' && name === 'system';
    const isAsked = attribute.required && !attribute.completed && !supplied;
    if (entity.sort === 'part' && isAsked) required.push(name);
  }
  for (const part of partsOf(entity))
    properties[part.part!.field] = {
      ...listOf(ref(part.name)),
      description: part.part!.description,
    };
  return { ...object(properties, required), description: entity.description };
}

/** The schema of an attribute with what the decorators of class-validator on it ask, as far as JSON Schema has words for it. */
function constrained(schema: Json, entity: Entity, attribute: Attribute): Json {
  const { kind, property, members } = attribute;
  if (members && schema.properties) {
    const within = Object.entries(schema.properties as Record<string, Json>).map(([name, each]) => [
      name,
      constrained(each, entity, { ...attribute, members: undefined, property: members[name]! }),
    ]);
    return { ...schema, properties: Object.fromEntries(within) as Json };
  }
  const [own, ofItems, ofTexts]: Json[] = [{}, {}, {}];
  for (const { name = '', constraints, each, propertyName } of decoratorsOf(entity.type)) {
    if (propertyName !== property) continue;
    const isOfTexts = name === 'maxCharacters'; // in whatever holds them
    const words = KEYWORDS[name]?.(...(constraints as never[]));
    Object.assign(each ? ofItems! : isOfTexts ? ofTexts! : own!, words);
  }
  if (kind === 'text') return { ...schema, ...own, ...ofTexts, additionalProperties: ofTexts };
  if (!schema.items) return { ...schema, ...own, ...ofTexts };
  return { ...schema, ...own, items: { ...(schema.items as Json), ...ofItems, ...ofTexts } };
}

/** The keywords of JSON Schema for constraints, by the names that class-validator gives them. */
const KEYWORDS: Record<string, (...constraints: never[]) => Json> = {
  maxCharacters: (max: number) => ({ maxLength: max }),
  maxLength: (max: number) => ({ maxLength: max }),
  minLength: (min: number) => ({ minLength: min }),
  isLength: (min: number, max?: number) => ({ minLength: min, ...(max && { maxLength: max }) }),
  matches: ({ source, flags }: RegExp) => (/^[uv]?$/.test(flags) ? { pattern: source } : {}),
  min: (min: number) => ({ minimum: min }),
  max: (max: number) => ({ maximum: max }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  isNegative: () => ({ exclusiveMaximum: 0 }),
  isDivisibleBy: (of: number) => ({ multipleOf: of }),
  arrayMinSize: (min: number) => ({ minItems: min }),
  arrayMaxSize: (max: number) => ({ maxItems: max }),
  arrayUnique: () => ({ uniqueItems: true }),
};

function valueSchema({ kind, choices, within, name }: Attribute): Json {
  if (name === 'slug') return { ...TEXT, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 };
  switch (kind) {
    case 'text':
      return ref('Text');
    case 'timing':
      return ref('Timing');
    case 'quantity':
      return ref('Quantity');
    case 'distribution':
      return listOf(ref('LevelCount'));
    case 'period':
      return ref('Period');
    case 'one':
      return within ? TEXT : ref('Reference');
    case 'many':
      return listOf(ref('Reference'));
    case 'enum':
      return { enum: Object.values(choices!) };
    case 'enums':
      return listOf({ enum: Object.values(choices!) });
    case 'strings':
    case 'urls':
    case 'languages':
    case 'locals':
      return listOf(TEXT);
    case 'money':
      return object({ cents: INTEGER, currency: TEXT }, ['cents']);
    case 'int':
      return INTEGER;
    case 'float':
      return { type: 'number' };
    case 'boolean':
      return FLAG;
    default:
      return TEXT;
  }
}
