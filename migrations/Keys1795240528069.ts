import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'CREATE TABLE "api_key" ("id" text PRIMARY KEY NOT NULL, "prefix" text NOT NULL, "hash" text NOT NULL, "name" text NOT NULL, "role" text NOT NULL, "organisation_ids" json NOT NULL, "created_at" text NOT NULL, "expires_at" text, "revoked_at" text, "last_used_at" text)',
  'CREATE UNIQUE INDEX "IDX_c4f6ccad30c0862eb54af9fb0a" ON "api_key" ("prefix") ',
  'CREATE TABLE "import_run" ("id" text PRIMARY KEY NOT NULL, "actor" text NOT NULL, "idempotency_key" text, "hash" text NOT NULL, "at" text NOT NULL, "report" json NOT NULL)',
  'CREATE UNIQUE INDEX "IDX_c943c09ddeaf5af503564b2aa6" ON "import_run" ("actor", "idempotency_key") ',
  'ALTER TABLE "competence_framework" ADD "publish_at" text',
  'ALTER TABLE "plan" ADD "publish_at" text',
  'ALTER TABLE "goal_framework" ADD "publish_at" text',
  'ALTER TABLE "network" ADD "publish_at" text',
  'ALTER TABLE "event" ADD "publish_at" text',
  'ALTER TABLE "change" ADD "slug" text',
  'ALTER TABLE "change" ADD "values" json',
];

const postgres = [
  'CREATE TABLE "api_key" ("id" text COLLATE "C" NOT NULL, "prefix" text COLLATE "C" NOT NULL, "hash" text COLLATE "C" NOT NULL, "name" text COLLATE "C" NOT NULL, "role" text COLLATE "C" NOT NULL, "organisation_ids" json NOT NULL, "created_at" text COLLATE "C" NOT NULL, "expires_at" text COLLATE "C", "revoked_at" text COLLATE "C", "last_used_at" text COLLATE "C", CONSTRAINT "PK_b1bd840641b8acbaad89c3d8d11" PRIMARY KEY ("id"))',
  'CREATE UNIQUE INDEX "IDX_c4f6ccad30c0862eb54af9fb0a" ON "api_key"  ("prefix") ',
  'CREATE TABLE "import_run" ("id" text COLLATE "C" NOT NULL, "actor" text COLLATE "C" NOT NULL, "idempotency_key" text COLLATE "C", "hash" text COLLATE "C" NOT NULL, "at" text COLLATE "C" NOT NULL, "report" json NOT NULL, CONSTRAINT "PK_efe3e6d8cb9f51ca4e9cd1cf5d3" PRIMARY KEY ("id"))',
  'CREATE UNIQUE INDEX "IDX_c943c09ddeaf5af503564b2aa6" ON "import_run"  ("actor", "idempotency_key") ',
  'ALTER TABLE "competence_framework" ADD "publish_at" text COLLATE "C"',
  'ALTER TABLE "plan" ADD "publish_at" text COLLATE "C"',
  'ALTER TABLE "goal_framework" ADD "publish_at" text COLLATE "C"',
  'ALTER TABLE "network" ADD "publish_at" text COLLATE "C"',
  'ALTER TABLE "event" ADD "publish_at" text COLLATE "C"',
  'ALTER TABLE "change" ADD "slug" text COLLATE "C"',
  'ALTER TABLE "change" ADD "values" json',
];

/** Keys, imports, appointments, and what the history keeps. Generated from the entities, the new columns of SQLite by hand. There is no way down: restore a backup. */
export class Keys1795240528069 implements MigrationInterface {
  name = 'Keys1795240528069';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
