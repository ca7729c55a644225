import { imported } from './support/importing';
import { type Data, type TestServer, testServer } from './support/server';

let server: TestServer;
beforeAll(async () => (server = await testServer('seeded')));
afterAll(() => server.close());

async function about(theme: string): Promise<string[]> {
  const { plans } = await server.ask(
    `{ plans(filter: { about: { slug: { eq: "${theme}" } } }, orderBy: { field: SLUG }) { totalCount nodes { slug } } }`,
  );
  expect(plans.totalCount).toBe(plans.nodes.length);
  return plans.nodes.map(({ slug }: Data) => slug);
}

test('plans of the most different structure are found by a subject of something in them', async () => {
  expect(await about('tekoaly')).toEqual(['amkit-2026', 'kuopio-2024', 'porvoo-2026']);
});

test('a subject is found wherever in a plan it is named, once, and nowhere else', async () => {
  const own = { owner: 'porvoo', state: 'PUBLISHED' };
  const plan = { ...own, kind: 'ACTION_PLAN', title: 'S', period: 2030 };
  const places: Record<string, object> = {
    area: { competenceAreas: [{ slug: 'porvoo-o', framework: 'porvoo-f', kind: 'FOCUS' }] },
    module: { modules: [{ slug: 'porvoo-m', area: 'porvoo-a' }] },
    topic: { topics: [{ slug: 'porvoo-t', module: 'porvoo-m1' }] },
    goal: { goals: [{ slug: 'porvoo-g', plan: 'porvoo-2030', kind: 'SOCIETAL' }] },
    adopted: { goals: [{ slug: 'porvoo-g2', framework: 'porvoo-gf', kind: 'SOCIETAL' }] },
    action: { actions: [{ slug: 'porvoo-ac', plan: 'porvoo-2030', form: 'OTHER' }] },
    event: { events: [{ ...own, slug: 'porvoo-ev', action: 'porvoo-ac1' }] },
    plan: { plans: [{ ...plan, slug: 'porvoo-2030', title: 'S' }] },
  };
  const base = await imported(server, {
    competenceFrameworks: [{ ...own, slug: 'porvoo-f', title: 'F' }],
    competenceAreas: [{ slug: 'porvoo-a', framework: 'porvoo-f', kind: 'FOCUS', name: 'A' }],
    modules: [{ slug: 'porvoo-m1', area: 'porvoo-a', name: 'M' }],
    goalFrameworks: [{ ...own, slug: 'porvoo-gf', title: 'G' }],
    plans: [
      {
        ...{ ...plan, slug: 'porvoo-2030', competenceFramework: 'porvoo-f' },
        goalFrameworks: ['porvoo-gf'],
      },
    ],
    actions: [{ slug: 'porvoo-ac1', plan: 'porvoo-2030', form: 'OTHER', title: 'A' }],
    themes: Object.keys(places).map((name) => ({ slug: `aihe-${name}`, label: name })),
  });
  expect(base.problems).toEqual([]);
  for (const [name, bundle] of Object.entries(places)) {
    expect(await about(`aihe-${name}`)).toEqual([]);
    const [[list, [row]]] = Object.entries(bundle) as [[string, [object]]];
    const called = ['competenceAreas', 'modules', 'topics'].includes(list) ? 'name' : 'title';
    const carrying = { [called]: name, ...row, themes: [`aihe-${name}`] };
    expect((await imported(server, { [list]: [carrying] })).problems).toEqual([]);
    expect(await about(`aihe-${name}`)).toEqual(['porvoo-2030']);
  }
});

test('a draft in a plan that is published tells nobody of its subject', async () => {
  const { problems } = await imported(server, {
    themes: [{ slug: 'aihe-salainen', label: 'Salainen' }],
    actions: [{ slug: 'porvoo-2026-sal', plan: 'porvoo-2026', form: 'OTHER', title: 'A' }],
    events: [
      {
        ...{ slug: 'porvoo-sal', owner: 'porvoo', title: 'E', action: 'porvoo-2026-sal' },
        themes: ['aihe-salainen'],
      },
    ],
  });
  expect(problems).toEqual([]);
  expect(await about('aihe-salainen')).toEqual([]);
});
