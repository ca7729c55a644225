import type { MigrationInterface, QueryRunner } from 'typeorm';

const previousOwner = `(SELECT p."owner_id" FROM "change" p WHERE p."record_id" = "change"."record_id"
  AND p."seq" < "change"."seq" ORDER BY p."seq" DESC LIMIT 1)`;
const BEFORE = `(NOT "public_before" AND "operation" <> 'CREATE' AND "owner_before" IS NOT NULL)`;
const AFTER = `(NOT "public_after" AND "operation" <> 'DELETE' AND "owner_id" IS NOT NULL)`;
const sight = `'{' || CASE WHEN ${BEFORE} THEN '"before":[["' || "owner_before" || '"]]' ELSE '' END
  || CASE WHEN ${BEFORE} AND ${AFTER} THEN ',' ELSE '' END
  || CASE WHEN ${AFTER} THEN '"after":[["' || "owner_id" || '"]]' ELSE '' END || '}'`;

/** What is known of stored changes: who owned the record before, and that the keys of its owner see what is not public. */
export const filled = (isPostgres: boolean): string[] => [
  `UPDATE "change" SET "owner_before" = CASE WHEN "operation" = 'DELETE' THEN "owner_id" ELSE coalesce(${previousOwner}, "owner_id") END
    WHERE "operation" <> 'CREATE'`,
  `UPDATE "change" SET "sight" = ${isPostgres ? `(${sight})::json` : sight} WHERE ${BEFORE} OR ${AFTER}`,
];

/** Who sees and owned what changes, beside the public. There is no way down: restore a backup. */
export class Sight1795787106000 implements MigrationInterface {
  name = 'Sight1795787106000';

  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.connection.options.type === 'postgres';
    const collate = isPostgres ? ' COLLATE "C"' : '';
    await runner.query(`ALTER TABLE "change" ADD COLUMN "owner_before" text${collate}`);
    await runner.query('ALTER TABLE "change" ADD COLUMN "sight" json');
    for (const each of filled(isPostgres)) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
