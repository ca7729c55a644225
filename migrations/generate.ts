import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { type DatabaseTarget, connect } from '../src/database/connect';
import { model } from '../src/features';
import { HOME } from '../src/package';

type Tables = DataSourceOptions['entities'];

/**
 * Writes the migration that leads from what the migrations make to what the tables declare, for SQLite and PostgreSQL
 * alike, and lists it in `index.ts`. Makes the two databases that this takes, the one of PostgreSQL on the server of `url`,
 * and drops them again. Gives the files that it wrote: none where nothing differs.
 */
export async function generate(
  name: string,
  url: string,
  tables: Tables = model.tables as never,
  folder = join(HOME, 'migrations'),
): Promise<string[]> {
  const sqlite = await onSqlite((target) => missing(target, tables));
  const postgres = await onPostgres(url, (target) => missing(target, tables));
  if (sqlite.length + postgres.length === 0) return [];
  const className = `${name}${Date.now()}`;
  const files = [join(folder, `${className}.ts`), join(folder, 'index.ts')] as const;
  const list = readFileSync(files[1], 'utf8');
  writeFileSync(files[0], migration(className, sqlite, postgres));
  writeFileSync(files[1], withLine(list, className));
  return [...files];
}

const migration = (className: string, sqlite: string[], postgres: string[]) =>
  `import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = ${listOf(sqlite)};

const postgres = ${listOf(postgres)};

/** Generated from the entities. There is no way down: restore a backup. */
export class ${className} implements MigrationInterface {
  name = '${className}';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
`;

const literal = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const listOf = (texts: string[]) =>
  texts.length === 0 ? '[]' : `[\n${texts.map((each) => `  ${literal(each)},`).join('\n')}\n]`;

/** The list of migrations with one more at its end. */
const withLine = (list: string, className: string) =>
  list
    .replace(/\n\n/, `\nimport { ${className} } from './${className}';\n\n`)
    .replace(/\];\s*$/, `  ${className},\n];\n`);

/** What a new database lacks when all migrations have run. */
async function missing(target: DatabaseTarget, tables: Tables): Promise<string[]> {
  const { source, database } = await connect(target, tables);
  try {
    return await differences(source);
  } finally {
    await database.close();
  }
}

/** What would have to run on a database to make it as its entities declare. */
export async function differences(source: DataSource): Promise<string[]> {
  const ofPostgres = source.options.type === 'postgres';
  if (ofPostgres)
    // texts are compared bytewise, as SQLite's are: the entities cannot say so
    for (const { columns } of source.entityMetadatas)
      for (const column of columns) if (column.type === 'text') column.collation = 'C';
  const log = await source.driver.createSchemaBuilder().log();
  const texts = log.upQueries.map(({ query }) => query);
  return ofPostgres ? texts : condense(texts);
}

async function onSqlite<T>(work: (target: DatabaseTarget) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'luotsi-migration-'));
  try {
    return await work({ kind: 'sqlite', path: join(folder, 'luotsi.sqlite') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function onPostgres<T>(
  server: string,
  work: (target: DatabaseTarget) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    const name = `luotsi_migration_${process.pid}_${Date.now()}`;
    await client.query(`create database ${name}`);
    try {
      const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
      return await work({ kind: 'postgres', url });
    } finally {
      await client.query(`drop database ${name} with (force)`);
    }
  } finally {
    await client.end();
  }
}

const DEFERRED = 'DEFERRABLE INITIALLY DEFERRED';

/**
 * TypeORM rebuilds a SQLite table for every foreign key and column. A new one is made as it is to be at once, and an old
 * one rebuilt once: what its rows are to hold in new columns that are NOT NULL is for the writer of the migration to add.
 */
function condense(texts: string[]): string[] {
  const last = new Map<string, string>();
  for (const text of texts) {
    const [, table] = /^CREATE TABLE "temporary_(\w+)"/.exec(text) ?? [];
    // it forgets of a stored foreign key that it is deferred
    if (table) last.set(table, text.replace(/NO ACTION(?=[,)])/g, `NO ACTION ${DEFERRED}`));
  }
  const made = new Set(
    texts.flatMap((text) => /^CREATE TABLE "(?!temporary_)(\w+)"/.exec(text)?.[1] ?? []),
  );
  const indexed = new Set(
    texts.flatMap((text) => /^CREATE .*?INDEX ("\w+")/.exec(text)?.[1] ?? []),
  );
  const seen = new Set<string>();
  return texts.flatMap((text) => {
    const [, created] = /^CREATE TABLE "(\w+)"/.exec(text) ?? [];
    if (created && made.has(created) && last.has(created))
      return [last.get(created)!.replace(`"temporary_${created}"`, `"${created}"`)];
    const [, copied] = /"temporary_(\w+)"/.exec(text) ?? [];
    const [, dropped] = /^DROP TABLE "(\w+)"/.exec(text) ?? [];
    const [, index] = /^DROP INDEX ("\w+")/.exec(text) ?? [];
    if (made.has(copied ?? dropped ?? '') || indexed.has(index ?? '')) return [];
    const step = copied && `${text.split(' ')[0]} ${copied}`;
    if (seen.has(step ?? text)) return [];
    seen.add(step ?? text);
    return [step?.startsWith('CREATE') ? last.get(copied!)! : text];
  });
}

async function main([name = '', ...more]: string[], url = ''): Promise<void> {
  if (!/^[A-Z][A-Za-z]*$/.test(name) || more.length > 0)
    throw new Error('Wanted one name such as Webhooks: npm run migration Webhooks');
  if (url === '')
    throw new Error(
      'Set TEST_DATABASE_URL to a PostgreSQL server on which a database may be made, such as postgres://postgres@127.0.0.1/test.',
    );
  const files = await generate(name, url);
  process.stdout.write(
    files.length === 0
      ? 'Nothing differs: the migrations make what the entities declare, and nothing was written.\n'
      : `${files.join('\n')}\nSay in it what it is for, and what stored rows are to hold in new columns that are NOT NULL.\n`,
  );
}

if (require.main === module)
  main(process.argv.slice(2), process.env.TEST_DATABASE_URL).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
