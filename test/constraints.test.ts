/**
 * Its decorators are for itself.
 * @jest-environment node
 */
import 'reflect-metadata';
import { ArrayMaxSize, Matches, Max, ValidateIf, validateSync } from 'class-validator';
import { bundleSchema } from '../src/bundle/json-schema';
import { readCsv } from '../src/cli/csv';
import { Event } from '../src/event/event.entity';
import { model } from '../src/features';
import { Contact, Organisation } from '../src/organisation/organisation.entity';
import { imported } from './support/importing';
import { ADMIN_KEY, type TestServer, testServer } from './support/server';

/** What somebody who adds a field writes beside it. */
Matches(/^FI-/, { message: 'Wanted a code of Finland.' })(Organisation.prototype, 'isil');
ArrayMaxSize(2)(Organisation.prototype, 'aliases');
Matches(/^[^!]*$/, { each: true })(Organisation.prototype, 'aliases');
ValidateIf(({ isil }: Organisation) => isil === 'FI-1')(Organisation.prototype, 'validFrom');
Matches(/^2/)(Organisation.prototype, 'validFrom');
const context = { code: 'OUT_OF_RANGE' };
Max(9, { message: 'Wanted at most 9.', context })(Event.prototype, 'edition');

let server: TestServer;
beforeAll(async () => {
  server = await testServer('seeded', {}, { doors: false });
});
afterAll(() => server.close());

const kirjala = { slug: 'kirjala', name: 'Kirjala', kind: 'OTHER' };
const odd = { ...kirjala, isil: 'SE-X', aliases: ['K.', 'k', 'Kirj!'] };
const WRONG = [
  ['aliases', 'INVALID', 'aliases must contain no more than 2 elements'],
  ['isil', 'INVALID', 'Wanted a code of Finland.'],
];

test('a decorator of class-validator on a property holds in mutations', async () => {
  const name = { fi: 'Kirjala' };
  const { putOrganisation } = await server.ask(
    `mutation ($input: PutOrganisationInput!) { putOrganisation(input: $input) { userErrors { field code message } } }`,
    { variables: { input: { ...odd, name } }, key: ADMIN_KEY },
  );
  const told = putOrganisation.userErrors.map((each: Record<string, string>) =>
    Object.values(each).map(String),
  );
  expect(told.sort()).toEqual(WRONG);
});

const problemsOf = async (bundle: object) =>
  (await imported(server, bundle)).problems
    .map(({ pointer, code, message }: Record<string, string>) => [pointer, code, message])
    .sort();

test('it holds in bundles, parts included', async () => {
  const contacts = [{ role: 'Neuvonta', email: 'neuvonta at example.org' }];
  expect(await problemsOf({ organisations: [{ ...odd, contacts }] })).toEqual([
    ['/organisations/0/aliases', ...WRONG[0]!.slice(1)],
    ['/organisations/0/contacts/0/email', 'INVALID', 'Wanted an e-mail address.'],
    ['/organisations/0/isil', ...WRONG[1]!.slice(1)],
  ]);
});

test('it holds in CSV files', async () => {
  const { bundle } = readCsv(
    'events.csv',
    'slug,title,owner,start,edition\nporvoo-e1,Kahvit,porvoo,2026-04-01,10\nporvoo-e2,Kahvit,porvoo,2026-04-02,9\n',
  );
  expect(await problemsOf(bundle)).toEqual([
    ['/events/0/edition', 'OUT_OF_RANGE', 'Wanted at most 9.'],
  ]);
});

test('a decorator under a condition holds where that does', async () => {
  const from = (isil: string) => ({
    organisations: [{ ...kirjala, isil, validFrom: '1999-01-01' }],
  });
  expect(await problemsOf(from('FI-2'))).toEqual([]);
  expect(await problemsOf(from('FI-1'))).toMatchObject([
    ['/organisations/0/validFrom', 'INVALID', expect.any(String)],
  ]);
});

test('it is told in the JSON Schema of bundles', () => {
  const { $defs } = bundleSchema(model) as { $defs: Record<string, { properties: object }> };
  expect($defs.Organisation!.properties).toMatchObject({
    isil: { anyOf: [{ type: 'string', maxLength: 16, pattern: '^FI-' }, { type: 'null' }] },
    aliases: {
      anyOf: [
        { type: 'array', maxItems: 2, items: { maxLength: 200, pattern: '^[^!]*$' } },
        { type: 'null' },
      ],
    },
  });
  expect($defs.Event!.properties).toMatchObject({
    edition: { anyOf: [{ type: 'integer', minimum: 1, maximum: 9 }, { type: 'null' }] },
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
    ['currency', 'SEK', 'euro'],
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
