import { type Sql, type Statement, bind, render, sql } from '../../database/sql';
import { type Asked, shaped } from '../ask/arguments';
import { type Condition, TRUE } from '../declare/condition';
import type { Relation } from '../declare/declare';
import { columnOf, shapeOf } from '../declare/table';
import { branchOf } from './branch';
import { Compiler, type Setting } from './compile';
import type { Root, RowOutline } from './outline';

/** Rows hold texts in all languages, of which an answer gives one: they may have so many times as many bytes. */
const STORED = 4;

/**
 * The statement that reads for a field the rows that its resolvers need: of each row the properties under their names, and
 * what relations lead to as `branch` finds it.
 */
export function compileRows(root: Root, setting: Setting): Sql {
  const { dialect, maxAnswerBytes } = setting;
  return dialect.text(new RowsCompiler(setting).root(root), STORED * maxAnswerBytes);
}

/** The statement that reads a plain list of each of some parents: properties of its rows, in its order. */
export function compileLists(
  relation: Relation,
  properties: Iterable<string>,
  parents: readonly string[],
  { viewer, dialect }: Pick<Setting, 'viewer' | 'dialect'>,
): Statement {
  const given: Asked[] = [
    shaped(TRUE, TRUE),
    { of: parents, shape: '', values: [parents as never] },
  ];
  const asking = <T>(n: number) => ({ n, ask: () => given[n] as Asked<T> });
  const row = { entity: relation.target(), properties: new Set(properties), fields: [] };
  const way = {
    key: relation.name,
    is: 'list' as const,
    relation,
    asking: asking<Condition>(0),
    row,
  };
  const ways = { key: way.key, is: 'ways' as const, asking: asking<readonly string[]>(1), way };
  const setting = { given, viewer, dialect, maxAnswerBytes: Infinity };
  const made = sql`select ${new RowsCompiler(setting).root(ways)} as data`;
  return bind(render(made, dialect.placeholder), given);
}

/** Writes the rows as they are stored, for resolvers. */
class RowsCompiler extends Compiler {
  protected place = branchOf;

  protected row({ entity, properties, fields }: RowOutline, alias: string): Sql {
    const stored = [...properties].map((each): [string, Sql] => [
      each,
      this.dialect.member(columnOf(alias, each), shapeOf(entity, each).type),
    ]);
    const branches = fields.flatMap((each): [string, Sql][] => {
      if (each.is !== 'one' && each.is !== 'list' && each.is !== 'page') return [];
      const from = columnOf(alias, each.relation.join.from);
      return [[this.place(each.key), this.way(each, from)]];
    });
    return this.dialect.object([...stored, ...branches]);
  }
}
