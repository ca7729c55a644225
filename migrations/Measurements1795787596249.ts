import type { MigrationInterface, QueryRunner } from 'typeorm';

const sqlite = [
  'CREATE TABLE "temporary_target" ("id" text PRIMARY KEY NOT NULL, "record_id" text NOT NULL, "position" integer NOT NULL, "organisation_id" text, "kind" text NOT NULL, "period_start" text NOT NULL, "period_end" text NOT NULL, "number" double precision, "numerator" double precision, "denominator" double precision, "yes" boolean, "level" double precision, "money_cents" bigint, "text" json, "text_folded" text, "currency" text, CONSTRAINT "FK_8cd826681a0c2b215441ac48c2a" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_target"("id", "record_id", "position", "organisation_id", "kind", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "currency") SELECT "id", "record_id", "position", "organisation_id", "kind", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", CASE WHEN "money_cents" IS NOT NULL THEN \'EUR\' END FROM "target"',
  'DROP TABLE "target"',
  'ALTER TABLE "temporary_target" RENAME TO "target"',
  'CREATE INDEX "IDX_49d9c20957ca0c8f967ba85bae" ON "target" ("record_id", "position")',
  'CREATE INDEX "IDX_8cd826681a0c2b215441ac48c2" ON "target" ("organisation_id")',
  'CREATE TABLE "temporary_measurement" ("id" text PRIMARY KEY NOT NULL, "slug" text NOT NULL, "version" integer NOT NULL, "created_at" text NOT NULL, "updated_at" text NOT NULL, "metric_id" text NOT NULL, "organisation_id" text, "period_start" text NOT NULL, "period_end" text NOT NULL, "number" double precision, "numerator" double precision, "denominator" double precision, "yes" boolean, "level" double precision, "money_cents" bigint, "text" json, "text_folded" text, "missing" text, "approximate" boolean NOT NULL, "note" json, "note_folded" text, "supersedes_id" text, "network_id" text, "currency" text, "stands" boolean NOT NULL, CONSTRAINT "FK_b997a530f39b2fb93a3f2d9613a" FOREIGN KEY ("network_id") REFERENCES "network" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_04e59e4081525f677498c18a5ad" FOREIGN KEY ("supersedes_id") REFERENCES "measurement" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_e8863985b4998b0cd66ee4188f7" FOREIGN KEY ("organisation_id") REFERENCES "organisation" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "FK_43fa51a6c38c84785d4bafc0dd5" FOREIGN KEY ("metric_id") REFERENCES "metric" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO "temporary_measurement"("id", "slug", "version", "created_at", "updated_at", "metric_id", "organisation_id", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "missing", "approximate", "note", "note_folded", "supersedes_id", "network_id", "currency", "stands") SELECT "id", "slug", "version", "created_at", "updated_at", "metric_id", "organisation_id", "period_start", "period_end", "number", "numerator", "denominator", "yes", "level", "money_cents", "text", "text_folded", "missing", "approximate", "note", "note_folded", "supersedes_id", "network_id", CASE WHEN "money_cents" IS NOT NULL THEN \'EUR\' END, false FROM "measurement"',
  'DROP TABLE "measurement"',
  'ALTER TABLE "temporary_measurement" RENAME TO "measurement"',
  'CREATE INDEX "IDX_b997a530f39b2fb93a3f2d9613" ON "measurement" ("network_id")',
  'CREATE INDEX "IDX_6366827496e203e2a3279269c5" ON "measurement" ("metric_id", "period_start", "period_end", "id")',
  'CREATE INDEX "IDX_04e59e4081525f677498c18a5a" ON "measurement" ("supersedes_id")',
  'CREATE INDEX "IDX_e8863985b4998b0cd66ee4188f" ON "measurement" ("organisation_id")',
  'CREATE INDEX "IDX_43fa51a6c38c84785d4bafc0dd" ON "measurement" ("metric_id")',
  'CREATE UNIQUE INDEX "IDX_0d9736b16179f3c2fef511cb79" ON "measurement" ("slug")',
  'CREATE INDEX "IDX_cf881264a8341ae542b929b2de" ON "import_run" ("at")',
];

const postgres = [
  'ALTER TABLE "target" ADD "currency" text COLLATE "C"',
  'UPDATE "target" SET "currency" = \'EUR\' WHERE "money_cents" IS NOT NULL',
  'ALTER TABLE "measurement" ADD "currency" text COLLATE "C"',
  'UPDATE "measurement" SET "currency" = \'EUR\' WHERE "money_cents" IS NOT NULL',
  'ALTER TABLE "measurement" ADD "stands" boolean NOT NULL DEFAULT false',
  'ALTER TABLE "measurement" ALTER "stands" DROP DEFAULT',
  'CREATE INDEX "IDX_cf881264a8341ae542b929b2de" ON "import_run" ("at")',
];

/** When the rows are mended. */
const indexes = [
  'CREATE UNIQUE INDEX "IDX_a826fd64a6e80a18d6fcb4ee82" ON "measurement" ("metric_id", "organisation_id", "period_start", "period_end") WHERE "stands"',
  'CREATE UNIQUE INDEX "IDX_93314f857237e1de593af21b78" ON "measurement" ("metric_id", "network_id", "period_start", "period_end") WHERE "stands"',
];

interface Row {
  id: string;
  metric_id: string;
  holder: string;
  period_start: string;
  period_end: string;
  updated_at: string;
  supersedes_id: string | null;
  missing: string | null;
  kind: string;
  scale_min: number | null;
  scale_max: number | null;
  number: number | null;
  level: number | null;
  money_cents: number | null;
  numerator: number | null;
  denominator: number | null;
  yes: unknown;
  text: unknown;
}

const VALUES = [
  'number',
  'numerator',
  'denominator',
  'yes',
  'level',
  'money_cents',
  'text',
] as const;

/** Fields that change, by their columns. */
type Changes = Map<string, { field: string; before: unknown; after: unknown }>;

/** What a row says that cannot be, or says doubly, is taken away; the history keeps it. */
function mended(row: Row): Changes {
  const { number, level, kind, scale_min: low, scale_max: high, money_cents: cents } = row;
  const changes: Changes = new Map();
  const impossible = (column: 'number' | 'level' | 'money_cents', field: string = column) =>
    changes.set(column, { field, before: row[column], after: null });
  if (number !== null && Math.abs(number) > 1e12) impossible('number');
  if (number !== null && kind === 'COUNT' && !(Number.isInteger(number) && number >= 0))
    impossible('number');
  if (level !== null && ((low !== null && level < low) || (high !== null && level > high)))
    impossible('level');
  if (cents !== null && Math.abs(Number(cents)) > 1e12) impossible('money_cents', 'moneyCents');
  const isFilled = VALUES.some((each) => row[each] !== null && !changes.has(each));
  if (isFilled !== (row.missing !== null)) return changes;
  const after = isFilled ? null : 'NOT_COLLECTED';
  return changes.set('missing', { field: 'missing', before: row.missing, after });
}

/** Of several of one metric, holder and period the newest stands: each takes the place of the one before it. */
function linked(rows: readonly Row[]): Map<string, string> {
  const above = new Map(rows.map((row) => [row.id, row.supersedes_id]));
  const superseded = new Set(above.values());
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    if (superseded.has(row.id)) continue;
    const key = [row.metric_id, row.holder, row.period_start, row.period_end].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const links = new Map<string, string>();
  for (const group of groups.values()) {
    group.sort((a, b) => (`${b.updated_at} ${b.id}` < `${a.updated_at} ${a.id}` ? -1 : 1));
    group.slice(1).forEach((older, i) => {
      let last = group[i]!.id; // what it has taken the place of already stays so
      for (let next = above.get(last); next; next = above.get(last)) last = next;
      links.set(last, older.id);
      above.set(last, older.id);
    });
  }
  return links;
}

/**
 * One measurement stands for a metric, a holder and a period; it has a value or a reason why not, and amounts a currency.
 * Structure generated from the entities, what stored rows hold then by hand. There is no way down: restore a backup.
 */
export class Measurements1795787596249 implements MigrationInterface {
  name = 'Measurements1795787596249';

  async up(runner: QueryRunner): Promise<void> {
    const isPostgres = runner.connection.options.type === 'postgres';
    for (const each of isPostgres ? postgres : sqlite) await runner.query(each);
    const rows =
      (await runner.query(`select m.*, coalesce(m.organisation_id, m.network_id) as holder,
      k.kind, k.scale_min, k.scale_max from measurement m join metric k on k.id = m.metric_id`)) as Row[];
    const links = linked(rows);
    for (const row of rows) {
      const changes = mended(row);
      const after = links.get(row.id);
      if (after) changes.set('supersedes_id', { field: 'supersedes', before: null, after });
      if (changes.size > 0) await change(runner, row.id, changes, isPostgres);
    }
    await runner.query(`update measurement set stands = true where not exists
      (select 1 from measurement s where s.supersedes_id = measurement.id)`);
    if (isPostgres) await runner.query('set constraints all immediate'); // no index is made before
    for (const each of indexes) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}

/** Changes a row, and puts that down in the change log as it stood there last. */
async function change(runner: QueryRunner, id: string, changes: Changes, isPostgres: boolean) {
  const now = new Date().toISOString();
  const run = (text: string, values: unknown[]) => {
    let n = 0;
    return runner.query(isPostgres ? text.replace(/\?/g, () => `$${++n}`) : text, values);
  };
  const sets = [...changes.keys()].map((column) => `"${column}" = ?, `).join('');
  const values = [...changes.values()];
  await run(
    `update measurement set ${sets}currency = case when money_cents is not null then currency end,
      version = version + 1, updated_at = ? where id = ?`,
    [...values.map(({ after }) => after), now, id],
  );
  const told = values.map(({ field, before, after }) => [field, { before, after }]);
  const [last] = (await run(
    'select owner_id, public_after from change where record_id = ? order by seq desc limit 1',
    [id],
  )) as { owner_id: string | null; public_after: unknown }[];
  const owner = last?.owner_id ?? null;
  const isPublic = Boolean(last?.public_after);
  const sight = isPublic || owner === null ? null : { before: [[owner]], after: [[owner]] };
  const seen = isPublic ? 'true' : 'false';
  await run(
    `insert into change (seq, type, record_id, slug, operation, version, actor, at, fields, "values",
        owner_before, owner_id, public_before, public_after, sight)
      select (select coalesce(max(seq), 0) + 1 from change), 'Measurement', id, slug, 'UPDATE', version, 'migration', ?, ?, ?,
        ?, ?, ${seen}, ${seen}, ? from measurement where id = ?`,
    [
      now,
      JSON.stringify(values.map(({ field }) => field)),
      JSON.stringify(Object.fromEntries(told)),
      owner,
      owner,
      sight && JSON.stringify(sight),
      id,
    ],
  );
}
