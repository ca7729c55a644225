import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'CREATE TABLE "merged" ("id" text PRIMARY KEY NOT NULL, "type" text NOT NULL, "slug" text, "into_id" text NOT NULL)',
  'CREATE INDEX "IDX_9fd879e03a0f7588d5c36c73a9" ON "merged" ("into_id") ',
  'CREATE UNIQUE INDEX "IDX_a70b596b51f0657e667b4dd95d" ON "merged" ("type", "slug") ',
];

const postgres = [
  'CREATE TABLE "merged" ("id" text COLLATE "C" NOT NULL, "type" text COLLATE "C" NOT NULL, "slug" text COLLATE "C", "into_id" text COLLATE "C" NOT NULL, CONSTRAINT "PK_b4e0ac7758d26291158e9d3aaf7" PRIMARY KEY ("id"))',
  'CREATE INDEX "IDX_9fd879e03a0f7588d5c36c73a9" ON "merged"  ("into_id") ',
  'CREATE UNIQUE INDEX "IDX_a70b596b51f0657e667b4dd95d" ON "merged"  ("type", "slug") ',
];

/** What records were merged into. There is no way down: restore a backup. */
export class Merged1795822193219 implements MigrationInterface {
  name = 'Merged1795822193219';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
