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

/** What TypeORM would run; PostgreSQL's texts are compared bytewise, as SQLite's are. */
async function statements(target: DatabaseTarget): Promise<string[]> {
  const source = await dataSource(target, model.tables as never).initialize();
  try {
    const log = await source.driver.createSchemaBuilder().log();
    const texts = log.upQueries.map(({ query }) => query);
    return target.kind === 'postgres' ? texts.map(bytewise) : condense(texts);
  } finally {
    await source.destroy();
  }
}

const bytewise = (text: string) => text.replace(/("\w+") text\b/g, '$1 text COLLATE "C"');

/** TypeORM rebuilds a new SQLite table to give it its foreign keys; here it is made with them at once. */
function condense(texts: string[]): string[] {
  const rebuilt = new Map<string, string>();
  for (const text of texts) {
    const [, table] = /^CREATE TABLE "temporary_(\w+)"/.exec(text) ?? [];
    if (table) rebuilt.set(table, text.replace(`"temporary_${table}"`, `"${table}"`));
  }
  const made = new Set(
    texts.flatMap((text) => /^CREATE TABLE "(?!temporary_)(\w+)"/.exec(text)?.[1] ?? []),
  );
  const fresh = (table: string | undefined) => table && made.has(table) && rebuilt.has(table);
  const seen = new Set<string>();
  return texts.flatMap((text) => {
    const [, created] = /^CREATE TABLE "(\w+)"/.exec(text) ?? [];
    if (fresh(created)) return [rebuilt.get(created!)!];
    const [, copied] = /"temporary_(\w+)"/.exec(text) ?? [];
    const [, dropped] = /^DROP TABLE "(\w+)"/.exec(text) ?? [];
    if (fresh(copied) || fresh(dropped) || text.startsWith('DROP INDEX') || seen.has(text))
      return [];
    seen.add(text);
    return [text];
  });
}

const [name, path, url] = process.argv.slice(2);
void generate(name!, path!, url!);
