/** A piece of SQL with its bound values; pieces nest, so that no value is ever written into text. */
export class Sql {
  constructor(
    readonly strings: readonly string[],
    readonly values: readonly unknown[],
  ) {}
}

/** A value of a statement that is kept: each run reads it from what it is given. */
export class Late {
  constructor(readonly read: (given: readonly never[]) => unknown) {}

  /** The same value in the form that a database wants. */
  as(form: (value: unknown) => unknown): Late {
    return new Late((given) => form(this.read(given)));
  }
}

/** A statement as text with placeholders and the values that go with them. */
export interface Statement {
  text: string;
  values: unknown[];
}

/** Makes SQL of a template; what is interpolated is bound, unless it is SQL itself. */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  const texts: string[] = [strings[0] ?? ''];
  const bound: unknown[] = [];
  values.forEach((value, i) => {
    const after = strings[i + 1] ?? '';
    if (value instanceof Sql) {
      texts[texts.length - 1] += value.strings[0] ?? '';
      texts.push(...value.strings.slice(1));
      texts[texts.length - 1] += after;
      bound.push(...value.values);
    } else {
      bound.push(value);
      texts.push(after);
    }
  });
  return new Sql(texts, bound);
}

/** Text of our own that goes into a statement as it is: never anything a caller sent. */
export function raw(text: string): Sql {
  return new Sql([text], []);
}

/**
 * A whole number that stands in the text of a statement: SQLite plans a statement anew at every run when the number of
 * rows it is limited to is bound.
 */
export function literal(number: number): Sql {
  if (!Number.isSafeInteger(number)) throw new Error(`Not a whole number: ${number}.`);
  return raw(String(number));
}

/** Whether a value may stand in the text of a statement: a truth value, or a text like the key of an enum. */
export const isConstant = (value: unknown): value is string | boolean =>
  typeof value === 'boolean' || (typeof value === 'string' && /^[A-Z_]+$/.test(value));

/** A value of our own: in the text of a statement, where a database can plan by it, if it may stand there. */
export function constant(value: unknown): Sql {
  if (!isConstant(value)) return sql`${value}`;
  return raw(typeof value === 'string' ? `'${value}'` : String(value));
}

/** The pieces with a separator between them. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  const texts: string[] = [''];
  const bound: unknown[] = [];
  pieces.forEach((piece, i) => {
    texts[texts.length - 1] += (i > 0 ? separator : '') + (piece.strings[0] ?? '');
    texts.push(...piece.strings.slice(1));
    bound.push(...piece.values);
  });
  return new Sql(texts, bound);
}

/** The statement as a database takes it. */
export function render(piece: Sql, placeholder: (n: number) => string): Statement {
  let text = piece.strings[0] ?? '';
  for (let n = 1; n < piece.strings.length; n++) text += placeholder(n) + piece.strings[n];
  return { text, values: [...piece.values] };
}

/** The statement with what a run is given in the place of its late values. */
export function bind({ text, values }: Statement, given: readonly unknown[]): Statement {
  const read = (each: unknown) => (each instanceof Late ? each.read(given as never[]) : each);
  return { text, values: values.map(read) };
}

/** JSON as the databases hand it out: one as text, the other as what it says. */
export const fromJson = (data: unknown): unknown =>
  typeof data === 'string' ? JSON.parse(data) : data;
