import { Late, type Sql, join, literal, raw, sql } from './sql';

/** A column as a statement needs to know it. */
export interface ColumnShape {
  property: string;
  name: string;
  type: 'text' | 'integer' | 'bigint' | 'double precision' | 'boolean' | 'json';
}

/** The SQL that differs between the databases; all else is written once. */
export interface Dialect {
  name: 'sqlite' | 'postgres';
  placeholder(n: number): string;
  /** `column in (values)`; many are bound as one, so that there are not as many statements as there are numbers of them. */
  isIn(column: Sql, values: readonly unknown[] | Late, type: ColumnShape['type']): Sql;
  /** `column in (rows)` where the rows are the same whatever row asks: they are read once. */
  isAmong(column: Sql, rows: Sql): Sql;
  /** Whether a JSON array of strings holds a value. */
  has(column: Sql, value: unknown): Sql;
  isEmpty(column: Sql): Sql;
  /**
   * Whether there are rows, given from their `from` on. `rowByRow`, they are looked for anew for each row that asks:
   * PostgreSQL may else read all it could ever find.
   */
  exists(rows: Sql, rowByRow?: boolean): Sql;
  /** A table `p(value, place)` of the given texts; places count from 0. */
  valueList(values: readonly string[] | Late): Sql;
  /**
   * For each value of `p` at most `limit` rows of `table` as `t`, in order, for a `from` clause; `where` may name `p.value`.
   */
  limited(each: {
    parents: readonly string[];
    table: string;
    where: Sql;
    order: Sql;
    limit: number;
  }): Sql;
  /** That a condition does not hold: it is false, or null. `seldom`, few rows are expected to be so, else many. */
  isNot(condition: Sql, seldom?: boolean): Sql;
  /** The rows of a JSON array as a table `v` with the given columns, for a `from` clause. */
  rows(columns: readonly ColumnShape[], rows: readonly Record<string, unknown>[]): Sql;
  /** A JSON object with the given members, in their order; their names need no quotes. */
  object(members: readonly (readonly [name: string, value: Sql])[]): Sql;
  /** The name of the first member of a JSON object, as it is stored; one that needs no escapes. */
  firstKey(json: Sql): Sql;
  /** The members of a JSON object, of which texts are wanted, as rows `(key, value, place)` in their order, for a `from` clause. */
  entries(json: Sql): Sql;
  /** The JSON array of an expression over the rows of a group, in an order. */
  array(item: Sql, order: Sql): Sql;
  /** A column as a member of JSON. */
  member(column: Sql, type: ColumnShape['type']): Sql;
  /** A condition as a member of JSON. */
  truth(condition: Sql): Sql;
  /** Texts, each ended by a character of ASCII, in small hexadecimal digits of their UTF-8. */
  hex(texts: readonly Sql[], end: number): Sql;
  /**
   * Stands before a condition on the row of a table under an alias, or of a query, where many rows may be read: where nothing
   * else could stop it, the statement asks whether it may go on; of a table for some of the rows.
   */
  watch(alias: string | null): Sql;
  /** JSON as it is sent, as bytes where the driver hands those out, else as text: a row where it has at most so many bytes. */
  bytes(json: Sql, most: number): Sql;
  /** The same as the driver hands out JSON best. */
  text(json: Sql, most: number): Sql;
  /** What a driver returned, as the code knows it. */
  decode(columns: readonly ColumnShape[]): ((row: Record<string, unknown>) => void) | null;
}

/** So few values of a list are bound one by one. */
export const FEW = 3;

const isOneOf = (column: Sql, values: readonly unknown[]) =>
  sql`${column} in (${join(
    values.map((each) => sql`${each}`),
    ', ',
  )})`;

const ended = (texts: readonly Sql[], end: string) =>
  sql`${join(texts, ` || ${end} || `)} || ${raw(end)}`;

/** The limit keeps the databases from making it twice: for the row, and for its length. */
const atMost = (data: Sql, most: number) =>
  sql`select data from (select ${data} as data limit 1) d where coalesce(octet_length(data), 0) <= ${literal(most)}`;

const asJson = (values: readonly unknown[] | Late) =>
  values instanceof Late ? values.as(JSON.stringify) : JSON.stringify(values);

const quoted = (name: string) => `"${name}"`;

/** Rows by whose numbers a statement asks whether it may go on: one in thirteen. */
const PRIMES = [31, 37, 41];

export const sqlite: Dialect = {
  name: 'sqlite',
  placeholder: () => '+?', // with a bare one, SQLite plans anew for each value where it has statistics
  isIn: (column, values) => {
    const isFew = !(values instanceof Late) && values.length <= FEW;
    if (isFew) return isOneOf(column, values);
    return sql`${column} in (select value from json_each(${asJson(values)}))`;
  },
  isAmong: (column, rows) => sql`${column} in (${rows})`,
  has: (column, value) => sqlite.exists(sql`from json_each(${column}) where value = ${value}`),
  isEmpty: (column) => sql`json_array_length(${column}) = 0`,
  exists: (rows) => sql`exists (select 1 ${rows} limit 1)`, // without a limit, it is joined, and tried after all else
  valueList: (values) => sql`(select value, key as place from json_each(${asJson(values)})) p`,
  limited: ({ parents, table, where, order, limit }) => {
    const t = raw(quoted(table));
    return sql`${sqlite.valueList(parents)} cross join ${t} t on t.rowid in
      (select t.rowid from ${t} t where ${where} order by ${order} limit ${literal(limit)})`;
  },
  isNot: (condition) => sql`(${condition}) is not true`,
  rows: (columns, rows) => {
    const fields = columns.map(({ name, type }, i) => {
      const value = type === 'json' ? `nullif(value->${i}, 'null')` : `value->>${i}`;
      return raw(`${value} as ${quoted(name)}`);
    });
    const values = rows.map((row) => columns.map(({ property }) => row[property]));
    return sql`(select ${join(fields, ', ')} from json_each(${JSON.stringify(values)})) v`;
  },
  object: (members) => {
    const named = members.map(([name, value]) => sql`${raw(`'${name}'`)}, ${value}`);
    return sql`json_object(${join(named, ', ')})`;
  },
  firstKey: (json) => sql`(select key from json_each(${json}) limit 1)`,
  entries: (json) => sql`(select key, value, id as place from json_each(${json}))`,
  array: (item, order) => sql`json_group_array(${item} order by ${order})`,
  member: (column, type) => {
    if (type === 'json') return sql`json(${column})`;
    if (type === 'boolean')
      return sql`json(case ${column} when 1 then 'true' when 0 then 'false' end)`;
    return column;
  },
  truth: (condition) => sql`json(iif(${condition}, 'true', 'false'))`,
  hex: (texts, end) => sql`lower(hex(${ended(texts, `char(${end})`)}))`,
  // rows that were written in turns stand in steps: whatever the step, one of the primes does not divide it, unless it is so
  // large that few rows do, and then at most that many rows go by without a question
  watch: (alias) =>
    raw(
      alias
        ? `(${PRIMES.map((each) => `${alias}.rowid % ${each}`).join(' and ')} or tick()) and `
        : 'tick() and ',
    ),
  bytes: (json, most) => atMost(sql`cast(${json} as blob)`, most),
  text: atMost,
  decode: (columns) => {
    const json = columns.filter((each) => each.type === 'json').map((each) => each.property);
    const flags = columns.filter((each) => each.type === 'boolean').map((each) => each.property);
    if (json.length + flags.length === 0) return null;
    return (row) => {
      for (const each of json) {
        if (typeof row[each] === 'string') row[each] = JSON.parse(row[each]);
      }
      for (const each of flags) if (row[each] !== null) row[each] = row[each] === 1;
    };
  },
};

export const postgres: Dialect = {
  name: 'postgres',
  placeholder: (n) => `$${n}`,
  isIn: (column, values, type) =>
    !(values instanceof Late) && values.some((each) => each instanceof Late)
      ? isOneOf(column, values)
      : sql`${column} = any(${values}::${raw(type)}[])`,
  isAmong: (column, rows) => sql`(${column} in (${rows})) is true`, // a bare one is joined, and read anew for each row
  has: (column, value) =>
    postgres.exists(sql`from json_array_elements_text(${column}) e where e = ${value}`),
  isEmpty: (column) => sql`json_array_length(${column}) = 0`,
  exists: (rows, rowByRow) => sql`exists (select 1 ${rows}${raw(rowByRow ? ' offset 0' : '')})`,
  valueList: (values) =>
    sql`(select value, (n - 1)::int as place from unnest(${values}::text[]) with ordinality u(value, n)) p`,
  limited: ({ parents, table, where, order, limit }) => {
    const t = raw(quoted(table));
    return sql`${postgres.valueList(parents)} cross join lateral
      (select t.* from ${t} t where ${where} order by ${order} limit ${literal(limit)}) t`;
  },
  // of a bare one it expects no row where the column mostly holds one value, whatever is asked for
  isNot: (condition, seldom) =>
    seldom ? sql`(${condition}) is not true` : sql`not coalesce(${condition}, false)`,
  rows: (columns, rows) => {
    const fields = columns.map(({ name, property }) => raw(`"${property}" as ${quoted(name)}`));
    const types = columns.map(({ property, type }) => raw(`"${property}" ${type}`));
    return sql`(select ${join(fields, ', ')} from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(${join(types, ', ')})) v`;
  },
  object: (members) => {
    if (members.length === 0) return raw(`'{}'::json`);
    const columns = members.map(([name, value]) => sql`${value} as ${raw(quoted(name))}`);
    // `json_build_object` would look up the type of each value at each call
    return sql`(select row_to_json(o) from (select ${join(columns, ', ')}) o)`;
  },
  firstKey: (json) => sql`split_part(${json}::text, '"', 2)`, // to ask for the keys takes a query in each place
  entries: (json) =>
    sql`(select key, value, place from json_each_text(${json}) with ordinality e(key, value, place))`,
  array: (item, order) => sql`coalesce(json_agg(${item} order by ${order}), '[]')`,
  member: (column) => column,
  truth: (condition) => condition,
  hex: (texts, end) => sql`encode(convert_to(${ended(texts, `chr(${end})`)}, 'UTF8'), 'hex')`,
  watch: () => raw(''),
  bytes: (json, most) => atMost(sql`(${json})::text`, most),
  text: (json, most) => postgres.bytes(json, most),
  decode: () => null,
};
