import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'CREATE TABLE "temporary_document" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "publisher" text, "kind" text NOT NULL, "year" integer, "language" text, "url" text, "owner_id" text, CONSTRAINT "FK_81b7502f2f9bd98bf7c846fb006" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_document"("id", "slug", "version", "created_at", "updated_at", "title", "title_folded", "title_sort_fi", "title_sort_sv", "publisher", "kind", "year", "language", "url") SELECT "id", "slug", "version", "created_at", "updated_at", "title", "title_folded", "title_sort_fi", "title_sort_sv", "publisher", "kind", "year", "language", "url" FROM "document"',
  'DROP TABLE "document"',
  'ALTER TABLE "temporary_document" RENAME TO "document"',
  'CREATE UNIQUE INDEX "IDX_2a9d4577664a0c6117804c5256" ON "document" ("slug") ',
  'CREATE TABLE "temporary_legal_reference" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "kind" text NOT NULL, "number" text, "title" json NOT NULL, "title_folded" text NOT NULL, "title_sort_fi" text NOT NULL, "title_sort_sv" text NOT NULL, "aliases" json NOT NULL, "aliases_folded" text NOT NULL, "publisher" text, "year" integer, "url" text, "parent_id" text, "position" integer NOT NULL, "owner_id" text, CONSTRAINT "FK_299313185faf6a681928463c2a8" FOREIGN KEY ("parent_id") REFERENCES "legal_reference" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_7ad269dec8121cb487b0eef3447" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_legal_reference"("id", "slug", "version", "created_at", "updated_at", "kind", "number", "title", "title_folded", "title_sort_fi", "title_sort_sv", "aliases", "aliases_folded", "publisher", "year", "url", "parent_id", "position") SELECT "id", "slug", "version", "created_at", "updated_at", "kind", "number", "title", "title_folded", "title_sort_fi", "title_sort_sv", "aliases", "aliases_folded", "publisher", "year", "url", "parent_id", "position" FROM "legal_reference"',
  'DROP TABLE "legal_reference"',
  'ALTER TABLE "temporary_legal_reference" RENAME TO "legal_reference"',
  'CREATE INDEX "IDX_299313185faf6a681928463c2a" ON "legal_reference" ("parent_id") ',
  'CREATE UNIQUE INDEX "IDX_e3015c326c9b3fa7e3f46b869a" ON "legal_reference" ("slug") ',
  'CREATE TABLE "temporary_theme" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "label" json NOT NULL, "label_folded" text NOT NULL, "label_sort_fi" text NOT NULL, "label_sort_sv" text NOT NULL, "aliases" json NOT NULL, "aliases_folded" text NOT NULL, "yso" text, "owner_id" text, CONSTRAINT "FK_1eb6f95dacd49e186e35552020e" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_theme"("id", "slug", "version", "created_at", "updated_at", "label", "label_folded", "label_sort_fi", "label_sort_sv", "aliases", "aliases_folded", "yso") SELECT "id", "slug", "version", "created_at", "updated_at", "label", "label_folded", "label_sort_fi", "label_sort_sv", "aliases", "aliases_folded", "yso" FROM "theme"',
  'DROP TABLE "theme"',
  'ALTER TABLE "temporary_theme" RENAME TO "theme"',
  'CREATE UNIQUE INDEX "IDX_36551e08e2fc4b5b68b48b4ef9" ON "theme" ("slug") ',
  'CREATE TABLE "temporary_organisation" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "name" json NOT NULL, "name_folded" text NOT NULL, "name_sort_fi" text NOT NULL, "name_sort_sv" text NOT NULL, "short_name" json, "short_name_folded" text, "aliases" json NOT NULL, "aliases_folded" text NOT NULL, "kind" text NOT NULL, "municipality_id" text, "isil" text, "websites" json NOT NULL, "valid_from" text, "valid_to" text, "succeeded_by_id" text, "owner_id" text, CONSTRAINT "FK_8c00c44491e7632882e51dedd15" FOREIGN KEY ("succeeded_by_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_30a7f174c769ad29dbb31d50358" FOREIGN KEY ("municipality_id") REFERENCES "municipality" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_747d212a215337629aa6770ed0c" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_organisation"("id", "slug", "version", "created_at", "updated_at", "name", "name_folded", "name_sort_fi", "name_sort_sv", "short_name", "short_name_folded", "aliases", "aliases_folded", "kind", "municipality_id", "isil", "websites", "valid_from", "valid_to", "succeeded_by_id") SELECT "id", "slug", "version", "created_at", "updated_at", "name", "name_folded", "name_sort_fi", "name_sort_sv", "short_name", "short_name_folded", "aliases", "aliases_folded", "kind", "municipality_id", "isil", "websites", "valid_from", "valid_to", "succeeded_by_id" FROM "organisation"',
  'DROP TABLE "organisation"',
  'ALTER TABLE "temporary_organisation" RENAME TO "organisation"',
  'CREATE INDEX "IDX_8c00c44491e7632882e51dedd1" ON "organisation" ("succeeded_by_id") ',
  'CREATE INDEX "IDX_30a7f174c769ad29dbb31d5035" ON "organisation" ("municipality_id") ',
  'CREATE UNIQUE INDEX "IDX_b800a0efd2f9f19719d0c4d793" ON "organisation" ("slug") ',
  'CREATE TABLE "temporary_channel" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "name" json NOT NULL, "name_folded" text NOT NULL, "name_sort_fi" text NOT NULL, "name_sort_sv" text NOT NULL, "aliases" json NOT NULL, "aliases_folded" text NOT NULL, "kind" text NOT NULL, "url" text, "languages" json NOT NULL, "summary" json, "summary_folded" text, "maintainer_id" text, "timing" json NOT NULL, "timing_earliest" text, "timing_latest" text, "timing_precision" text NOT NULL, "timing_certain" boolean NOT NULL, "timing_sort" text NOT NULL, "replaces_id" text, "owner_id" text, CONSTRAINT "FK_d50a132a84e6b877d5b44552fb1" FOREIGN KEY ("replaces_id") REFERENCES "channel" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_ed0d48916bda2337e8ca0eadb06" FOREIGN KEY ("maintainer_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_033c6c164664caf44ca6199d63b" FOREIGN KEY ("owner_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_channel"("id", "slug", "version", "created_at", "updated_at", "name", "name_folded", "name_sort_fi", "name_sort_sv", "aliases", "aliases_folded", "kind", "url", "languages", "summary", "summary_folded", "maintainer_id", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "replaces_id") SELECT "id", "slug", "version", "created_at", "updated_at", "name", "name_folded", "name_sort_fi", "name_sort_sv", "aliases", "aliases_folded", "kind", "url", "languages", "summary", "summary_folded", "maintainer_id", "timing", "timing_earliest", "timing_latest", "timing_precision", "timing_certain", "timing_sort", "replaces_id" FROM "channel"',
  'DROP TABLE "channel"',
  'ALTER TABLE "temporary_channel" RENAME TO "channel"',
  'CREATE INDEX "IDX_d50a132a84e6b877d5b44552fb" ON "channel" ("replaces_id") ',
  'CREATE INDEX "IDX_ed0d48916bda2337e8ca0eadb0" ON "channel" ("maintainer_id") ',
  'CREATE UNIQUE INDEX "IDX_8479b8802f0cd5d60c61a5ad20" ON "channel" ("slug") ',
  'CREATE INDEX "IDX_81b7502f2f9bd98bf7c846fb00" ON "document" ("owner_id") ',
  'CREATE INDEX "IDX_7ad269dec8121cb487b0eef344" ON "legal_reference" ("owner_id") ',
  'CREATE INDEX "IDX_1eb6f95dacd49e186e35552020" ON "theme" ("owner_id") ',
  'CREATE INDEX "IDX_747d212a215337629aa6770ed0" ON "organisation" ("owner_id") ',
  'CREATE INDEX "IDX_033c6c164664caf44ca6199d63" ON "channel" ("owner_id") ',
];

const postgres = [
  'ALTER TABLE "document" ADD "owner_id" text COLLATE "C"',
  'ALTER TABLE "legal_reference" ADD "owner_id" text COLLATE "C"',
  'ALTER TABLE "theme" ADD "owner_id" text COLLATE "C"',
  'ALTER TABLE "organisation" ADD "owner_id" text COLLATE "C"',
  'ALTER TABLE "channel" ADD "owner_id" text COLLATE "C"',
  'CREATE INDEX "IDX_81b7502f2f9bd98bf7c846fb00" ON "document"  ("owner_id") ',
  'CREATE INDEX "IDX_7ad269dec8121cb487b0eef344" ON "legal_reference"  ("owner_id") ',
  'CREATE INDEX "IDX_1eb6f95dacd49e186e35552020" ON "theme"  ("owner_id") ',
  'CREATE INDEX "IDX_747d212a215337629aa6770ed0" ON "organisation"  ("owner_id") ',
  'CREATE INDEX "IDX_033c6c164664caf44ca6199d63" ON "channel"  ("owner_id") ',
  'ALTER TABLE "document" ADD CONSTRAINT "FK_81b7502f2f9bd98bf7c846fb006" FOREIGN KEY ("owner_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "legal_reference" ADD CONSTRAINT "FK_7ad269dec8121cb487b0eef3447" FOREIGN KEY ("owner_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "theme" ADD CONSTRAINT "FK_1eb6f95dacd49e186e35552020e" FOREIGN KEY ("owner_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "organisation" ADD CONSTRAINT "FK_747d212a215337629aa6770ed0c" FOREIGN KEY ("owner_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
  'ALTER TABLE "channel" ADD CONSTRAINT "FK_033c6c164664caf44ca6199d63b" FOREIGN KEY ("owner_id") REFERENCES "organisation"("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED',
];

/** Channels were owned by those who keep them up. */
const OWNERS = 'UPDATE "channel" SET "owner_id" = "maintainer_id"';

/** What everybody may name can have an owner. There is no way down: restore a backup. */
export class Owners1795821277887 implements MigrationInterface {
  name = 'Owners1795821277887';

  async up(runner: QueryRunner): Promise<void> {
    const statements = runner.connection.options.type === 'postgres' ? postgres : sqlite;
    for (const each of [...statements, OWNERS]) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
