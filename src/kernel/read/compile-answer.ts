import { Late, type Sql, join, literal, raw, sql } from '../../database/sql';
import { TEXT_LANGUAGES, type TextLanguage, fallback } from '../../value/language';
import type { Asked, Page } from '../ask/arguments';
import { Compiler, type PageSource, type Setting } from './compile';
import type { Entity } from '../declare/declare';
import type { EdgePart, Member, Outline, PageOutline, RowField, RowOutline } from './outline';
import { SEPARATOR } from '../ask/page';
import { columnOf, shapeOf } from '../declare/table';
import { orderBy } from '../ask/render';

/** The statement that answers an operation with the JSON that is sent (GraphQL, section 7.1); without a row where that is too large. */
export function compileAnswer(outline: Outline, setting: Setting): Sql {
  const compiler = new AnswerCompiler(setting);
  const members = outline.roots.map((each): [string, Sql] => [each.key, compiler.root(each)]);
  const { dialect, maxAnswerBytes } = setting;
  return dialect.bytes(dialect.object([['data', dialect.object(members)]]), maxAnswerBytes);
}

/** Writes the answer itself: each field under its key, as GraphQL gives it out. */
class AnswerCompiler extends Compiler {
  protected row({ entity, fields }: RowOutline, alias: string): Sql {
    return this.dialect.object(fields.map((each) => [each.key, this.field(each, entity, alias)]));
  }

  private field(field: RowField, entity: Entity, alias: string): Sql {
    const column = (property: string) =>
      this.dialect.member(columnOf(alias, property), shapeOf(entity, property).type);
    switch (field.is) {
      case 'typename':
        return name(field.name);
      case 'column':
        return column(field.property);
      case 'text': {
        const { attribute, members, language } = field;
        const asked = (language && this.asked(language)) ?? this.setting.language;
        const stored = columnOf(alias, attribute.property);
        return ifThere(!attribute.required && stored, this.text(stored, asked, members));
      }
      case 'stored': {
        const { attribute, members } = field;
        const stored = columnOf(alias, attribute.property);
        const inside = (member: string) => sql`${stored}->${name(member)}`;
        return ifThere(attribute.columns[0]!.nullable && stored, this.object(members, inside));
      }
      case 'columns': {
        const { of, presentBy, members } = field;
        const object = this.object(members, (member) => column(of[member]!));
        return ifThere(presentBy !== undefined && columnOf(alias, presentBy), object);
      }
      case 'one':
        return this.one(field.relation, field.row, alias);
      case 'list':
        return this.list(field.relation, field.asking, field.row, alias);
      case 'page':
        return this.rowsOfPage(field.page, alias);
      case 'code':
        throw new Error(`${field.key} cannot be answered by a statement.`);
    }
  }

  private object(members: readonly Member[], value: (name: string, member: Member) => Sql): Sql {
    return this.dialect.object(
      members.map((each) => [
        each.key,
        each.name === '__typename' ? name(each.typename) : value(each.name, each),
      ]),
    );
  }

  /** A text in the language asked for, or in the one that stands in for it. */
  private text(stored: Sql, asked: TextLanguage, members: readonly Member[]): Sql {
    const chain = fallback(asked).map((each) => ({
      language: name(each),
      text: sql`${stored}->>${name(each)}`,
    }));
    const isOwn = (language: Sql) =>
      this.dialect.truth(this.dialect.has(sql`(${stored}->'ownWords')`, language));
    const language = () =>
      sql`case ${join(
        chain.map((each) => sql`when ${each.text} is not null then ${each.language}`),
        ' ',
      )} end`;
    return this.object(members, (member, { below }) => {
      if (member === 'value')
        return sql`coalesce(${join(
          chain.map((each) => each.text),
          ', ',
        )})`;
      if (member === 'language') return language();
      if (member === 'ownWords') return isOwn(language());
      return this.translations(stored, isOwn, below);
    });
  }

  private translations(
    stored: Sql,
    isOwn: (language: Sql) => Sql,
    members: readonly Member[],
  ): Sql {
    const l = this.at.fresh();
    const [language, place] = [raw(`${l}.column1`), raw(`${l}.column2`)];
    const all = TEXT_LANGUAGES.map((each, i) => sql`(${name(each)}, ${literal(i)})`);
    const translation = this.object(members, (member) => {
      if (member === 'language') return language;
      return member === 'value' ? sql`${stored}->>${language}` : isOwn(language);
    });
    return sql`(select ${this.dialect.array(translation, place)} from (values ${join(all, ', ')}) ${raw(l)}
      where ${stored}->>${language} is not null)`;
  }

  protected page(page: PageOutline, asked: Page, { slice, total }: PageSource): Sql {
    const { first, order } = asked;
    const telling = page.parts.filter(tellsOfRows);
    const more = telling.some((each) => each.is === 'pageInfo');
    const isShared = more || telling.length > 1;
    const [t, p] = [this.at.fresh(), this.at.fresh()];
    const inOrder = orderBy(order, t);
    const rows = isShared
      ? sql`(select * from ${raw(p)} order by ${orderBy(order, p)} limit ${literal(first)}) ${raw(t)}`
      : sql`${slice(first)} ${raw(t)}`;
    const list = (item: Sql) => sql`(select ${this.dialect.array(item, inOrder)} from ${rows})`;
    const cursor = () => this.cursor(page, asked, t);
    const last = orderBy({ ...order, descending: !order.descending }, t);
    const members = page.parts.map((part): [string, Sql] => {
      switch (part.is) {
        case 'typename':
          return [part.key, name(part.name)];
        case 'totalCount':
          return [part.key, total()];
        case 'nodes':
          return [part.key, list(this.row(part.row, t))];
        case 'edges':
          return [part.key, list(this.edge(part.parts, t, cursor))];
        case 'pageInfo': {
          const info = this.object(part.members, (member) =>
            member === 'hasNextPage'
              ? this.dialect.truth(sql`(select count(*) from ${raw(p)}) > ${literal(first)}`)
              : sql`(select ${cursor()} from ${rows} order by ${last} limit 1)`,
          );
          return [part.key, info];
        }
      }
    });
    const object = this.dialect.object(members);
    if (!isShared) return object;
    const of = slice(more ? first + 1 : first);
    return sql`(with ${raw(p)} as materialized ${of} select ${object})`;
  }

  private edge(parts: readonly EdgePart[], alias: string, cursor: () => Sql): Sql {
    return this.dialect.object(
      parts.map((part) => {
        if (part.is === 'typename') return [part.key, name(part.name)];
        return [part.key, part.is === 'cursor' ? cursor() : this.row(part.row, alias)];
      }),
    );
  }

  /** The cursor of the row under an alias: the same that `cursorOf` makes. */
  private cursor({ asking }: PageOutline, { order }: Page, alias: string): Sql {
    const mark = new Late((given: readonly Asked<Page>[]) => given[asking.n]!.of.mark());
    const keys = order.by.map((each) => sql`cast(${columnOf(alias, each)} as text)`);
    return this.dialect.hex([sql`cast(${mark} as text)`, ...keys], SEPARATOR);
  }
}

/** Whether a part of a page is made of its rows. */
function tellsOfRows(part: PageOutline['parts'][number]): boolean {
  if (part.is === 'pageInfo') return part.members.some(({ name }) => name !== '__typename');
  return part.is === 'nodes' || part.is === 'edges';
}

/** A name of the schema as a text in SQL. */
const name = (of: string): Sql => raw(`'${of}'`);

/** An object that is null where a column is. */
const ifThere = (column: Sql | false, object: Sql): Sql =>
  column ? sql`case when ${column} is not null then ${object} end` : object;
