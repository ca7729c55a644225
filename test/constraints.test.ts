import 'reflect-metadata';
import { ArrayMaxSize, Matches, Max, ValidateIf, validateSync } from 'class-validator';
import { bundleSchema } from '../src/bundle/json-schema';
import { Event } from '../src/event/event.entity';
import { column } from '../src/kernel/declare/column';
import type { Model } from '../src/kernel/declare/model';
import { RecordRow } from '../src/kernel/declare/record';
import { entityOf } from '../src/kernel/declare/registry';
import { RowReader } from '../src/kernel/intake/input';
import { Contact } from '../src/organisation/organisation.entity';
import { imported } from './support/importing';
import { ADMIN_KEY, type TestServer, testServer } from './support/server';
import { bundleOf } from './support/tables';

let server: TestServer;
beforeAll(async () => {
  server = await testServer('seeded', {}, { doors: false });
});
afterAll(() => server.close());

const EMAIL = 'Wanted an e-mail address.';
const CURRENCY = 'Wanted a currency of ISO 4217, such as EUR; got "ABC".';
const contacts = [{ role: 'Neuvonta', email: 'neuvonta at example.org' }];
const kirjala = { slug: 'kirjala', name: 'Kirjala', kind: 'OTHER', contacts };
const event = {
  slug: 'porvoo-kahvit',
  owner: 'porvoo',
  title: 'Kahvit',
  price: { cents: 1, currency: 'ABC' },
};

const problemsOf = async (bundle: object): Promise<string[][]> =>
  (await imported(server, bundle)).problems.map((each: Record<string, string>) => [
    each.pointer,
    each.code,
    each.message,
  ]);

test('a decorator of class-validator beside a column holds in mutations, parts included', async () => {
  const told = async (type: string, input: object) => {
    const { put } = await server.ask(
      `mutation ($input: Put${type}Input!) { put: put${type}(input: $input) { userErrors { field code message } } }`,
      { variables: { input }, key: ADMIN_KEY },
    );
    return put.userErrors;
  };
  const inParts = {
    ...kirjala,
    name: { fi: 'K' },
    contacts: [{ ...contacts[0], role: { fi: 'N' } }],
  };
  expect(await told('Organisation', inParts)).toEqual([
    { field: ['contacts', '0', 'email'], code: 'INVALID', message: EMAIL },
  ]);
  const input = { ...event, title: { fi: 'Kahvit' }, owner: { slug: 'porvoo' } };
  expect(await told('Event', input)).toEqual([
    { field: ['price', 'currency'], code: 'INVALID', message: CURRENCY },
  ]);
});

test('it holds in bundles', async () => {
  expect(await problemsOf({ organisations: [kirjala], events: [event] })).toEqual([
    ['/organisations/0/contacts/0/email', 'INVALID', EMAIL],
    ['/events/0/price/currency', 'INVALID', CURRENCY],
  ]);
});

test('it holds in CSV files', async () => {
  const text = 'slug,title,owner,start,price\nporvoo-e1,Kahvit,porvoo,2026-04-01,1.00 ABC\n';
  const bundle = await bundleOf(text);
  expect(await problemsOf(bundle)).toEqual([['/events/0/price/currency', 'INVALID', CURRENCY]]);
});

describe('whatever class-validator has', () => {
  class Thing extends RecordRow {
    @Matches(/^FI-/, { message: 'Wanted a code of Finland.' })
    @column.string('Its code.', { max: 16 })
    code!: string | null;

    @ArrayMaxSize(2)
    @Matches(/^[^!]*$/, { each: true })
    @column.strings('Its names.')
    names!: string[];

    @Max(9, { message: 'Wanted at most 9.', context: { code: 'OUT_OF_RANGE' } })
    @column.int('How many.', { min: 1 })
    count!: number | null;

    @ValidateIf(({ code }: Thing) => code === 'FI-1')
    @Matches(/^2/)
    @column.date('Since when.')
    since!: string | null;
  }

  const read = (row: object) => {
    const reader = new RowReader();
    reader.row(entityOf(Thing), row, '/things/0');
    return reader.problems.map(({ pointer, code, message }) => [pointer, code, message]);
  };

  test.each<[row: object, problems: string[][]]>([
    [{ code: 'FI-2', names: ['a', 'b'], count: 9, since: '1999-01-01' }, []],
    [{ code: null, names: null, count: null, since: null }, []],
    [{ code: 'SE-X' }, [['/things/0/code', 'INVALID', 'Wanted a code of Finland.']]],
    [{ code: `FI-${'x'.repeat(14)}` }, [['/things/0/code', 'TOO_LONG', expect.any(String)]]],
    [{ names: ['a', 'b!'] }, [['/things/0/names', 'INVALID', expect.any(String)]]],
    [{ names: ['a', 'b', 'c'] }, [['/things/0/names', 'INVALID', expect.any(String)]]],
    [{ names: ['a', 'x'.repeat(201)] }, [['/things/0/names/1', 'TOO_LONG', expect.any(String)]]],
    [{ count: 10 }, [['/things/0/count', 'OUT_OF_RANGE', 'Wanted at most 9.']]],
    [{ count: 0 }, [['/things/0/count', 'OUT_OF_RANGE', expect.any(String)]]],
    [
      { code: 'FI-1', since: '1999-01-01' },
      [['/things/0/since', 'INVALID', expect.stringContaining('since')]],
    ],
  ])('is asked by the intake: %j', (row, problems) => expect(read(row)).toEqual(problems));

  test('is told in the JSON Schema of bundles', () => {
    const model = { records: [entityOf(Thing)], parts: [] } as unknown as Model;
    const { $defs } = bundleSchema(model) as { $defs: Record<string, { properties: object }> };
    const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
    expect($defs.Thing!.properties).toMatchObject({
      code: orNull({ type: 'string', maxLength: 16, pattern: '^FI-' }),
      names: orNull({ type: 'array', maxItems: 2, items: { maxLength: 200, pattern: '^[^!]*$' } }),
      count: orNull({ type: 'integer', minimum: 1, maximum: 9 }),
    });
  });
});

describe('class-validator finds what is wrong with an entity that no caller sent', () => {
  const wrongIn = (type: { prototype: object }, values: object) => {
    const row = Object.assign(Object.create(type.prototype) as object, values);
    return validateSync(row, { forbidUnknownValues: false }).map(({ property }) => property);
  };

  test.each<[property: string, right: unknown, wrong: unknown]>([
    ['title', { fi: 'x' }, { fi: 'x'.repeat(301) }],
    ['state', 'DRAFT', 'HIDDEN'],
    ['timing', { edtf: '2026-12' }, { edtf: '2026-13' }],
    ['priceCurrency', 'SEK', 'ABC'],
    ['languages', ['sv'], ['?']],
    ['url', 'https://example.org', 'javascript:alert(1)'],
    ['capacity', 1, 1.5],
    ['registrationOpens', '2026-02-28T00:00:00Z', '2026-02-30T00:00:00Z'],
  ])('its %s', (property, right, wrong) => {
    expect(wrongIn(Event, { [property]: right })).not.toContain(property);
    expect(wrongIn(Event, { [property]: wrong })).toContain(property);
  });

  test('the e-mail address of a contact', () => {
    expect(wrongIn(Contact, { email: 'neuvonta@example.org' })).not.toContain('email');
    expect(wrongIn(Contact, { email: '@' })).toContain('email');
  });
});
