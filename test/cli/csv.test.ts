import { ask, json, send } from '../support/cli';
import { file, luotsi } from '../support/program';

const EVENTS = [
  '# a comment, "not closed',
  'slug,externalId,owner,state,title,title_sv,start,end,languages,capacity,registrationNeeded',
  'kirjala-e1,kirjala.csv:1,kirjala,PUBLISHED,"Kirja, ""vinkkaus""',
  'toinen rivi",Bok,2026-04-23T09:30,2026-04-23T11:00,fi | sv,40,TRUE',
  '',
  'kirjala-e2,kirjala.csv:2,kirjala,PUBLISHED,Toinen,,2026-05-01,,,,',
  ',,,,,,,,,,',
  '',
].join('\n');
const events =
  '{ events(orderBy: { field: SLUG }) { nodes { slug title { translations { value } } timing { start end } languages capacity registrationNeeded externalIds { system value } } } }';

test('takes events, and cells that say null clear', async () => {
  const told = await json([file('events.csv', EVENTS.replace('\ntoinen rivi', ' toinen rivi'))]);
  expect(told).toMatchObject({ exit: 0, counts: { created: 2 } });
  expect((await ask(events)).events.nodes).toEqual([
    {
      slug: 'kirjala-e1',
      title: { translations: [{ value: 'Kirja, "vinkkaus" toinen rivi' }, { value: 'Bok' }] },
      timing: { start: '2026-04-23T09:30', end: '2026-04-23T11:00' },
      languages: ['fi', 'sv'],
      capacity: 40,
      registrationNeeded: true,
      externalIds: [{ system: 'kirjala.csv', value: '1' }],
    },
    expect.objectContaining({ slug: 'kirjala-e2', capacity: null, registrationNeeded: null }),
  ]);
  const clearing = 'slug;title_sv;languages;capacity\r\nkirjala-e1;null;null;null\r\n';
  await json(['-'], [], clearing);
  expect((await ask(events)).events.nodes[0]).toMatchObject({
    title: { translations: [{ value: 'Kirja, "vinkkaus" toinen rivi' }] },
    languages: [],
    capacity: null,
    registrationNeeded: true,
  });
});

test('deletes by SYNC what the system of its external ids has no more', async () => {
  const rows = (numbers: number[]) =>
    ['externalId,owner,title', ...numbers.map((n) => `kirjala.sync:${n},kirjala,T${n}`)].join('\n');
  await json([file('sync.csv', rows([1, 2, 3, 4, 5]))]);
  const { counts } = await json([file('sync.csv', rows([1, 2, 3, 4]))], ['--mode', 'sync']);
  expect(counts).toMatchObject({ deleted: 1, unchanged: 4 });
});

test('tells problems by line and column', async () => {
  const bad = EVENTS.replace('2026-05-01', '2026-02-30').replace('fi | sv', 'fi|#');
  const { code, out } = await send([file('bad.csv', bad.replaceAll('kirjala-e', 'kirjala-f'))]);
  expect(code).toBe(1);
  expect(out).toMatch(/^ {2}line 3, column title INVALID/m);
  expect(out).toMatch(/^ {2}line 3, column languages /m);
  expect(out).toMatch(/^ {2}line 6, column start INVALID_DATE: /m);
});

test('takes measurements, which are recognised by what they measure when they come again', async () => {
  const text =
    'metric;organisation;network;period;number;numerator;denominator;missing;note\n' +
    'kirjala-2026-osallistujat;kirjala;;2025;12;;;;Huom\n' +
    'kirjala-2026-osuus;kirjala;;2026-01/2026-06;;0,5;2;;\n' +
    'kirjala-2026-osuus;kirjala;;2027;;;;NOT_DUE;\n';
  const name = file('measurements.csv', text);
  expect(await json([name])).toMatchObject({ exit: 0, counts: { created: 3 } });
  expect(await json([name])).toMatchObject({ exit: 0, counts: { unchanged: 3 } });
  const query =
    '{ measurements(orderBy: { field: SLUG }) { nodes { slug number ratio missing note { value } } } }';
  expect((await ask(query)).measurements.nodes).toEqual([
    {
      slug: 'kirjala-2026-osallistujat-2025',
      number: 12,
      ratio: null,
      missing: null,
      note: { value: 'Huom' },
    },
    expect.objectContaining({ number: null, ratio: 0.25, missing: null }),
    expect.objectContaining({ number: null, ratio: null, missing: 'NOT_DUE' }),
  ]);
});

test.each(['events', 'measurements'])('takes the template of %s as it is', async (type) => {
  const template = await luotsi(['template', type]);
  expect(template.code).toBe(0);
  const name = file(`${type}-template.csv`, template.out);
  const told = await json([name, 'base.yaml']);
  expect(told).toMatchObject({ exit: 0, counts: { created: 1, unchanged: 5 } });
  expect(told.files[0].warnings).toEqual([]);
  const again = await json(['-'], [], template.out);
  expect(again).toMatchObject({ exit: 0, counts: { unchanged: 1 } });
});
