import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = ['CREATE TABLE "secret" ("name" text PRIMARY KEY NOT NULL, "value" text NOT NULL)'];

const postgres = [
  'CREATE TABLE "secret" ("name" text COLLATE "C" NOT NULL, "value" text COLLATE "C" NOT NULL, CONSTRAINT "PK_f05861f3e072021bda08543eb4c" PRIMARY KEY ("name"))',
];

/**
 * The secret with which cursors of changes are enciphered. Generated from the entities, its one row by hand: migrations run
 * in one process at a time, so that all agree on it. There is no way down: restore a backup.
 */
export class Secrets1795795175489 implements MigrationInterface {
  name = 'Secrets1795795175489';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of statements) await runner.query(each);
    const value = randomBytes(32).toString('hex');
    await runner.query(`INSERT INTO "secret" ("name", "value") VALUES ('changes', '${value}')`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
