import 'reflect-metadata';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { EntitySchema, type MigrationInterface } from 'typeorm';
import { differences, generate } from '../migrations/generate';
import { type DatabaseTarget, dataSource } from '../src/database/connect';
import { model } from '../src/features';
import { dropDatabase, onPostgres, ownDatabase } from './support/databases';

jest.setTimeout(90_000);

const url = process.env.TEST_DATABASE_URL!;
const place = new EntitySchema({
  name: 'place',
  columns: {
    id: { type: 'text', primary: true },
    name: { type: 'text', default: 'kirja' },
    within: { type: 'text', nullable: true },
  },
  indices: [{ columns: ['name'] }],
  foreignKeys: [{ target: 'place', columnNames: ['within'], referencedColumnNames: ['id'] }],
});
const more = [...model.tables, place] as never;

// it compares both databases, and makes the one of PostgreSQL on the server of the tests
(onPostgres ? describe : describe.skip)('`npm run migration`', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'luotsi-test-'));
    copyFileSync(join(__dirname, '..', 'migrations', 'index.ts'), join(folder, 'index.ts'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('writes nothing where the migrations make what the entities declare', async () => {
    expect(await generate('Nothing', url, undefined, folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['index.ts']);
  });

  test('writes what is missing on both databases, and lists it last', async () => {
    const [file, index] = await generate('Place', url, more, folder);
    const name = basename(file!, '.ts');
    expect(name).toMatch(/^Place\d{13}$/);
    const lines = readFileSync(index!, 'utf8').trimEnd().split('\n');
    expect(lines).toContain(`import { ${name} } from './${name}';`);
    expect(lines.slice(-2)).toEqual([`  ${name},`, '];']);

    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it was not there when this file was compiled
    const loaded = require(file!) as Record<string, new () => MigrationInterface>;
    const ofSqlite: DatabaseTarget = { kind: 'sqlite', path: join(folder, 'luotsi.sqlite') };
    for (const target of [await ownDatabase('empty'), ofSqlite]) {
      const source = await dataSource(target, more).initialize();
      try {
        if (target.kind === 'sqlite') await source.runMigrations();
        expect(await differences(source)).not.toEqual([]);
        const runner = source.createQueryRunner();
        await new loaded[name]!().up(runner);
        await runner.release();
        expect(await differences(source)).toEqual([]);
      } finally {
        await source.destroy();
        if (target.kind === 'postgres') await dropDatabase(target);
      }
    }
  });
});
