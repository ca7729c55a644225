import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { parseEdtf } from '../src/value/edtf';
import { Invalid } from '../src/value/invalid';
import { parseLanguageTag } from '../src/value/language';
import { visible } from '../src/value/text';

type Row = Record<string, unknown> & { id: string };

/** What has languages, and what times. */
const LANGUAGES = [
  'action',
  'channel',
  'delivery',
  'event',
  'event_series',
  'municipality',
  'plan',
];
const TIMES = {
  timing: ['action', 'channel', 'delivery', 'event', 'event_series', 'network', 'seat'],
  previous_timing: ['event'],
};
/** Parts that have a key, and the columns that name them. */
const KEYED = {
  external_id: { key: 'system', named: [] },
  section: { key: 'key', named: ['section.parent_id', 'citation.section_id', 'action.section_id'] },
  budget_line: { key: 'key', named: ['budget_line.parent_id'] },
};

/**
 * Brings stored values into the form in which they are read now: languages by their tags, keys without what is invisible,
 * ranges from the earlier time to the later. Each record that changes is told of in the change log. There is no way down:
 * restore a backup.
 */
export class Spellings1795787000000 implements MigrationInterface {
  name = 'Spellings1795787000000';

  async up(runner: QueryRunner): Promise<void> {
    const store = new Stored(runner);
    for (const table of LANGUAGES) await languages(store, table);
    for (const row of await store.rows('document', ['language']))
      await store.put('document', row, { language: tagOf(row.language) });
    for (const [column, tables] of Object.entries(TIMES))
      for (const table of tables) await times(store, table, column);
    for (const [table, { key, named }] of Object.entries(KEYED))
      await keys(store, table, key, named);
    await externalIds(store);
    await store.tell();
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}

async function languages(store: Stored, table: string): Promise<void> {
  for (const row of await store.rows(table, ['languages'])) {
    const tags = parsed(row.languages) as unknown[];
    const languages = JSON.stringify([...new Set(tags.map(tagOf))]);
    if (languages !== JSON.stringify(tags)) await store.put(table, row, { languages });
  }
}

async function times(store: Stored, table: string, column: string): Promise<void> {
  const more = table === 'seat' ? ['record_id'] : [];
  for (const row of await store.rows(table, [column, ...more])) {
    const timing = parsed(row[column]) as { edtf: string | null };
    const [first, last] = (timing.edtf ?? '').split('/');
    if (!last || !isRefused(timing.edtf!)) continue;
    const edtf = `${last}/${first}`;
    if (isRefused(edtf)) continue;
    const { earliest, latest } = parseEdtf(edtf);
    await store.put(table, row, {
      [column]: JSON.stringify({ ...timing, edtf, earliest, latest }),
      [`${column}_earliest`]: earliest,
      [`${column}_latest`]: latest,
      [`${column}_sort`]: `${earliest ?? '9999-12-31'}~`,
    });
  }
}

/** The id of a part is made of its key: what names the part follows. Where a key is taken, the odd one stays. */
async function keys(store: Stored, table: string, key: string, named: string[]): Promise<void> {
  const rows = await store.rows(table, [key, 'record_id']);
  const ids = new Set(rows.map(({ id }) => id));
  for (const row of rows) {
    const plain = shown(row[key]);
    const hash = createHash('sha256').update(JSON.stringify([row.record_id, table, plain]));
    const id = `${table}_${hash.digest('hex').slice(0, 32)}`;
    if (plain === row[key] || ids.has(id)) continue;
    await store.put(table, row, { [key]: plain, id });
    for (const each of named) {
      const [holder, column] = each.split('.');
      await store.run(`update "${holder}" set "${column}" = ? where "${column}" = ?`, [id, row.id]);
    }
  }
}

/** Where another record of the type has it already, the odd one stays. */
async function externalIds(store: Stored): Promise<void> {
  const rows = await store.rows('external_id', ['external_id', 'system', 'record_id']);
  const nameOf = ({ record_id, system }: Row, id: unknown) => {
    const record = record_id as string;
    return JSON.stringify([record.slice(0, record.lastIndexOf('_')), system, id]);
  };
  const taken = new Set(rows.map((row) => nameOf(row, row.external_id)));
  for (const row of rows) {
    const plain = shown(row.external_id);
    if (taken.has(nameOf(row, plain))) continue;
    taken.add(nameOf(row, plain));
    await store.put('external_id', row, { external_id: plain });
  }
}

/** The tables, and the records that were changed in them. */
class Stored {
  private readonly changed = new Map<string, Set<string>>();

  constructor(private readonly runner: QueryRunner) {}

  run(text: string, values: unknown[] = []): Promise<Row[]> {
    let n = 0;
    const isPostgres = this.runner.connection.options.type === 'postgres';
    const numbered = isPostgres ? text.replace(/\?/g, () => `$${++n}`) : text;
    return this.runner.query(numbered, values) as Promise<Row[]>;
  }

  rows(table: string, columns: string[]): Promise<Row[]> {
    const names = columns.map((each) => `"${each}"`).join(', ');
    return this.run(`select id, ${names} from "${table}" where "${columns[0]}" is not null`);
  }

  /** Changes a row where it differs. */
  async put(table: string, row: Row, values: Record<string, unknown>): Promise<void> {
    const given = Object.entries(values);
    if (given.every(([name, value]) => row[name] === value)) return;
    const set = given.map(([name]) => `"${name}" = ?`).join(', ');
    await this.run(`update "${table}" set ${set} where id = ?`, [
      ...given.map(([, value]) => value),
      row.id,
    ]);
    const field = FIELDS[`${table}.${given[0]![0]}`] ?? camel(given[0]![0]);
    const record = (row.record_id as string | undefined) ?? row.id;
    this.changed.set(record, (this.changed.get(record) ?? new Set()).add(field));
  }

  /** Adds to the change log what copies have to follow. */
  async tell(): Promise<void> {
    const at = new Date().toISOString();
    for (const [id, fields] of this.changed) {
      const table = id.slice(0, id.lastIndexOf('_'));
      await this.run(`update "${table}" set version = version + 1, updated_at = ? where id = ?`, [
        at,
        id,
      ]);
      await this.run(
        `insert into change (seq, type, record_id, slug, operation, version, actor, at, fields, owner_id, public_before, public_after)
          select (select max(seq) from change) + 1, c.type, t.id, t.slug, 'UPDATE', t.version, 'migration', ?, ?, c.owner_id, c.public_after, c.public_after
          from "${table}" t join change c on c.record_id = t.id
          where t.id = ? and c.seq = (select max(seq) from change where record_id = ?)`,
        [at, JSON.stringify([...fields]), id, id],
      );
    }
  }
}

/** The fields of records that columns of their parts belong to. */
const FIELDS: Record<string, string> = {
  'external_id.external_id': 'externalIds',
  'external_id.system': 'externalIds',
  'section.key': 'sections',
  'budget_line.key': 'budgetLines',
  'seat.timing': 'seats',
};

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const parsed = (value: unknown): unknown =>
  typeof value === 'string' ? (JSON.parse(value) as unknown) : value;

const shown = (text: unknown) => visible(text as string);

/** The tag for what was written; as it is where it is none. */
function tagOf(language: unknown): unknown {
  return readable(() => parseLanguageTag(language)) ?? language;
}

const isRefused = (edtf: string) => readable(() => parseEdtf(edtf)) === null;

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return null;
  }
}
