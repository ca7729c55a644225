import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DatabaseTarget, dataSource } from '../src/database/connect';
import { model } from '../src/features';

/**
 * Writes the migration that leads from the databases named to what the entities declare, for SQLite and PostgreSQL alike.
 * Both must hold the schema of the last migration. Usage: generate NAME SQLITE_PATH POSTGRES_URL
 */
async function generate(name: string, path: string, url: string): Promise<void> {
  const className = `${name}${Date.now()}`;
  const lists = {
    sqlite: await statements({ kind: 'sqlite', path }),
    postgres: await statements({ kind: 'postgres', url }),
  };
  const list = (texts: string[]) =>
    `[\n${texts.map((text) => `  ${JSON.stringify(text)},`).join('\n')}\n]`;
  const file = join(process.cwd(), 'migrations', `${className}.ts`);
  writeFileSync(
    file,
    `import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = ${list(lists.sqlite)};

const postgres = ${list(lists.postgres)};

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
`,
  );
  process.stdout.write(`${file}\n`);
}

const DEFERRED = 'DEFERRABLE INITIALLY DEFERRED';

/** What TypeORM would run; PostgreSQL's texts are compared bytewise, as SQLite's are. */
async function statements(target: DatabaseTarget): Promise<string[]> {
  const source = await dataSource(target, model.tables as never).initialize();
  try {
    if (target.kind === 'postgres')
      for (const { columns } of source.entityMetadatas)
        for (const column of columns) if (column.type === 'text') column.collation = 'C';
    const log = await source.driver.createSchemaBuilder().log();
    const texts = log.upQueries.map(({ query }) => query);
    return target.kind === 'postgres' ? texts : condense(texts);
  } finally {
    await source.destroy();
  }
}

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
  const seen = new Set<string>();
  return texts.flatMap((text) => {
    const [, created] = /^CREATE TABLE "(\w+)"/.exec(text) ?? [];
    if (created && made.has(created) && last.has(created))
      return [last.get(created)!.replace(`"temporary_${created}"`, `"${created}"`)];
    const [, copied] = /"temporary_(\w+)"/.exec(text) ?? [];
    const [, dropped] = /^DROP TABLE "(\w+)"/.exec(text) ?? [];
    if (made.has(copied ?? dropped ?? '') || text.startsWith('DROP INDEX')) return [];
    const step = copied && `${text.split(' ')[0]} ${copied}`;
    if (seen.has(step ?? text)) return [];
    seen.add(step ?? text);
    return [step?.startsWith('CREATE') ? last.get(copied!)! : text];
  });
}

const [name, path, url] = process.argv.slice(2);
void generate(name!, path!, url!);
