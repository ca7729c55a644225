import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type GraphQLNamedType,
  buildSchema,
  findBreakingChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  validateSchema,
} from 'graphql';
import Ajv from 'ajv/dist/2020';
import { parse } from 'yaml';
import { differences } from '../migrations/generate';
import { bundleSchemaText, clientModules, graphSchema, schemaText } from '../src/app';
import { dataSource } from '../src/database/connect';
import { model } from '../src/features';
import { ownSeeds } from '../src/package';
import { onPostgres, ownDatabase, dropDatabase } from './support/databases';

const committed = readFileSync(join(__dirname, '..', 'schema', 'schema.graphql'), 'utf8');
const schema = graphSchema();

describe('the graph', () => {
  it('is valid', () => expect(validateSchema(schema)).toEqual([]));

  it('breaks no client of the committed schema', () => {
    const breaking = findBreakingChanges(buildSchema(committed), schema);
    // deprecate before removing; where clients are to break, say so in CHANGELOG.md and run `npm run emit`
    expect(breaking.map(({ description }) => description)).toEqual([]);
  });

  it('is committed as `npm run emit` writes it', () => {
    // run `npm run emit` and commit schema/schema.graphql
    expect(schemaText().split('\n')).toEqual(committed.split('\n'));
  });

  it('is told to clients as `npm run emit` writes it', () => {
    for (const [name, text] of Object.entries(clientModules()))
      expect(readFileSync(join(__dirname, `../src/clients/${name}.ts`), 'utf8')).toBe(text);
  });

  it('says of every scalar where it is specified', () => {
    const own = Object.values(schema.getTypeMap()).filter(isScalarType);
    const silent = own.filter((each) => !each.specifiedByURL && !isSpecifiedScalarType(each));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('tells of every type, field, argument and value what it is', () => {
    const own = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
    expect(own.length).toBeGreaterThan(100);
    expect(own.flatMap(undescribed)).toEqual([]);
  });
});

/** What stands in a type, itself included, without a description. */
function undescribed(type: GraphQLNamedType): string[] {
  const found: [string, string | null | undefined][] = [[type.name, type.description]];
  if (isEnumType(type))
    for (const value of type.getValues())
      found.push([`${type.name}.${value.name}`, value.description]);
  if (isObjectType(type) || isInterfaceType(type))
    for (const field of Object.values(type.getFields())) {
      found.push([`${type.name}.${field.name}`, field.description]);
      for (const argument of field.args)
        found.push([`${type.name}.${field.name}(${argument.name}:)`, argument.description]);
    }
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields()))
      found.push([`${type.name}.${field.name}`, field.description]);
  return found.filter(([, description]) => !description?.trim()).map(([place]) => place);
}

describe('the tables', () => {
  const onSource = async <T>(work: (source: ReturnType<typeof dataSource>) => Promise<T>) => {
    const target = await ownDatabase('empty');
    const source = await dataSource(target, model.tables as never).initialize();
    try {
      return await work(source);
    } finally {
      await source.destroy();
      await dropDatabase(target);
    }
  };

  it('are made by the migrations as the entities declare them', async () => {
    // an entity was changed: run `npm run migration NAME`
    expect(await onSource(differences)).toEqual([]);
  });

  it('compare texts bytewise', async () => {
    const otherwise = await onSource((source) =>
      source.query<object[]>(
        onPostgres
          ? `select table_name, column_name, collation_name from information_schema.columns
              where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`
          : "select name, sql from sqlite_master where sql like '%collate%'",
      ),
    );
    expect(otherwise).toEqual([]);
  });
});

describe('the JSON Schema of a bundle', () => {
  const text = readFileSync(join(__dirname, '..', 'schema', 'bundle.schema.json'), 'utf8');
  const check = new Ajv({ allErrors: true, strict: true, strictTypes: false }).compile(
    JSON.parse(text) as object,
  );

  it('is committed as `npm run emit` writes it', () => {
    expect(bundleSchemaText()).toBe(text);
  });

  it.each(ownSeeds().map((path) => [path.split('/').pop()!, path]))('fits %s', (_, path) => {
    const seed = readFileSync(path, 'utf8');
    check(parse(seed));
    expect(check.errors ?? []).toEqual([]);
    expect(seed.split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../schema/bundle.schema.json',
    );
  });

  it.each([
    [{ nb: 'x', 'en-GB': 'y', 'zh-Hant': null, 'x-own': 'z', ownWords: ['nb'] }],
    [{ fi: 'x', translations: [{ language: 'nb', value: 'y' }] }],
  ])('takes a text such as %j', (label) => {
    check({ luotsi: 1, themes: [{ label }] });
    expect(check.errors ?? []).toEqual([]);
  });

  it.each([
    [{}, ''],
    [{ luotsi: 1, plans: [{ slug: 'A B' }] }, '/plans/0/slug'],
    [{ luotsi: 1, plans: [{ olematon: 1 }] }, '/plans/0'],
    [{ luotsi: 1, plans: [{ kind: 'NIX' }] }, '/plans/0/kind'],
    [{ luotsi: 1, actions: [{ placements: [{}] }] }, '/actions/0/placements/0'],
    [{ luotsi: 1, themes: [{ label: { fi: '' } }] }, '/themes/0/label/fi'],
    [{ luotsi: 1, themes: [{ label: { nb: 7 } }] }, '/themes/0/label/nb'],
    [{ luotsi: 1, themes: [{ label: { title: 'x' } }] }, '/themes/0/label'],
  ])('refuses %j', (bundle, place) => {
    expect(check(bundle)).toBe(false);
    expect(check.errors!.map(({ instancePath }) => instancePath)).toContain(place);
  });
});
