import { type Sql, raw, sql } from '../../database/sql';
import type { Page } from '../ask/arguments';
import { Compiler, type PageSource, type Setting } from './compile';
import { type PageOutline, type Root, type RowOutline, rowsIn } from './outline';
import { columnOf, shapeOf } from '../declare/table';
import { orderBy } from '../ask/render';

/** Rows hold texts in all languages, of which an answer gives one: they may have so many times as many bytes. */
const STORED = 4;

/**
 * The statement that reads for a root field the tree of rows that its resolvers need: of each row the properties under
 * their names, and what relations lead to under `$` and the key in the answer.
 */
export function compileTree(root: Root, setting: Setting): Sql {
  const { dialect, maxAnswerBytes } = setting;
  return dialect.text(new TreeCompiler(setting).root(root), STORED * maxAnswerBytes);
}

/** What a resolver of a page needs: its rows, with one more that tells of the next page, and how many there are in all. */
export interface TreePage<T> {
  rows?: T[];
  count?: number;
}

/** Writes the rows as they are stored, for resolvers. */
class TreeCompiler extends Compiler {
  protected row({ entity, properties, fields }: RowOutline, alias: string): Sql {
    const stored = [...properties].map((each): [string, Sql] => [
      each,
      this.dialect.member(columnOf(alias, each), shapeOf(entity, each).type),
    ]);
    const branches = fields.flatMap((each): [string, Sql][] => {
      const key = `$${each.key}`;
      if (each.is === 'one') return [[key, this.one(each.relation, each.row, alias)]];
      if (each.is === 'list')
        return [[key, this.list(each.relation, each.asking, each.row, alias)]];
      return each.is === 'page' ? [[key, this.rowsOfPage(each.page, alias)]] : [];
    });
    return this.dialect.object([...stored, ...branches]);
  }

  protected page(page: PageOutline, asked: Page, { slice, total }: PageSource): Sql {
    const { parts, target } = page;
    const { first, order } = asked;
    const nodes = rowsIn(page);
    const more = parts.some((each) => each.is === 'pageInfo');
    const properties = new Set([...nodes.flatMap((each) => [...each.properties]), ...order.by]);
    // what is asked of several selections at once may differ under one key: it goes by the loaders
    const row = { entity: target, properties, fields: nodes.length === 1 ? nodes[0]!.fields : [] };
    const t = this.at.fresh();
    const rows = () =>
      sql`(select ${this.dialect.array(this.row(row, t), orderBy(order, t))} from ${slice(more ? first + 1 : first)} ${raw(t)})`;
    const members: [string, Sql][] = [];
    if (parts.some(({ is }) => is === 'nodes' || is === 'edges') || more)
      members.push(['rows', rows()]);
    if (parts.some((each) => each.is === 'totalCount')) members.push(['count', total()]);
    return this.dialect.object(members);
  }
}
