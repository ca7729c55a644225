import 'reflect-metadata';
import type { Pool } from 'pg';
import { validateSync } from 'class-validator';
import type { DataSource } from 'typeorm';
import { dataSource } from '../src/database/connect';
import { model } from '../src/features';
import type { Entity } from '../src/kernel/declare/declare';
import { TRUE } from '../src/kernel/declare/condition';
import { shapesOf } from '../src/kernel/declare/table';
import { admin } from '../src/kernel/declare/viewer';
import { Reader } from '../src/kernel/read/reader';
import { Plan } from '../src/plan/plan.entity';
import { onPostgres } from './support/databases';
import { type TestServer, testServer } from './support/server';

let server: TestServer;
let source: DataSource;

beforeAll(async () => {
  server = await testServer('seeded', {}, { doors: false });
  source = await dataSource(server.target, model.tables as never).initialize();
});
afterAll(async () => {
  await source.destroy();
  await server.close();
});

/** The ways to one other row that TypeORM knows of an entity. */
const references = ({ type }: Entity) =>
  source.getMetadata(type).relations.map(({ propertyName }) => propertyName);

const all = [...model.records, ...model.parts].map((each) => [each.name, each] as const);

test.each(all)('TypeORM reads rows of %s with their references as the API does', async (_, of) => {
  const relations = references(of);
  const rows = (await source
    .getRepository(of.type)
    .find({ relations: Object.fromEntries(relations.map((each) => [each, true])) })) as never[];
  const properties = [...shapesOf(of).keys()];
  const reader = new Reader(server.app.database, admin('test'));
  const wanted = await reader.rows({ entity: of, properties, where: TRUE });
  const byId = new Map(rows.map((row: Record<string, unknown>) => [row.id, row]));
  expect(byId.size).toBe(wanted.length);
  for (const each of wanted) {
    const row = byId.get(each.id)!;
    expect(Object.fromEntries(properties.map((name) => [name, row[name]]))).toEqual(each);
    for (const name of relations)
      expect((row[name] as { id: string } | null)?.id ?? null).toBe(each[`${name}Id`]);
  }
});

test.each(all)('class-validator finds nothing wrong with stored rows of %s', async (_, of) => {
  const rows = (await source.getRepository(of.type).find({ take: 50 })) as object[];
  for (const row of rows)
    expect([row, validateSync(row, { forbidUnknownValues: false })]).toEqual([row, []]);
});

test('a report by the entities alone tells what the API tells', async () => {
  const plan = await source
    .getRepository(Plan)
    .findOneOrFail({ where: { slug: 'porvoo-2026' }, relations: { owner: true } as never });
  const owner = (plan as Plan & { owner: { slug: string } }).owner;
  const { plan: told } = await server.ask(
    '{ plan(slug: "porvoo-2026") { title { value } owner { slug } } }',
  );
  expect({ title: { value: plan.title.fi }, owner: { slug: owner.slug } }).toEqual(told);
});

test('TypeORM’s drivers hold what the database is served from: a handle that runs statements, or a pool that hands out clients', async () => {
  const driver = source.driver as unknown as Record<string, unknown>;
  if (onPostgres) {
    const pool = driver.master as Pool;
    const client = await pool.connect();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    client.release();
  } else {
    const handle = driver.databaseConnection as { prepare(text: string): { all(): unknown[] } };
    expect(handle.prepare('select 1 as one').all()).toEqual([{ one: 1 }]);
  }
});
