import { Late, type Sql, join, raw, sql } from '../../database/sql';
import { type LanguageOrder, isFallback, languageOrder } from '../../value/language';
import type { Asked } from '../ask/arguments';
import { Compiler, type Setting, name } from './compile';
import type { Entity } from '../declare/declare';
import type { Asking, Member, Outline, RowField, RowOutline } from './outline';
import { columnOf, shapeOf } from '../declare/table';

/** The statement that answers an operation with the JSON that is sent (GraphQL, section 7.1); without a row where that is too large. */
export function compileAnswer(outline: Outline, setting: Setting): Sql {
  const compiler = new AnswerCompiler(setting);
  const members = outline.roots.map((each): [string, Sql] => [each.key, compiler.root(each)]);
  const { dialect, maxAnswerBytes } = setting;
  return dialect.bytes(dialect.object([['data', dialect.object(members)]]), maxAnswerBytes);
}

/** Writes the answer itself: each field under its key, as GraphQL gives it out. */
class AnswerCompiler extends Compiler {
  protected place = (key: string) => key;

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
        const stored = columnOf(alias, attribute.property);
        const text = this.text(stored, this.order(language), members);
        return ifThere(!attribute.required && stored, text);
      }
      case 'stored': {
        const { attribute, members } = field;
        const stored = columnOf(alias, attribute.property);
        const inside = (member: string) => sql`${stored}->${name(member)}`;
        return ifThere(attribute.columns[0]!.nullable && stored, this.object(members, inside));
      }
      case 'columns': {
        const { of, members } = field;
        const object = this.object(members, (member) => column(of[member]!));
        return ifThere(columnOf(alias, Object.values(of)[0]!), object);
      }
      case 'one':
      case 'list':
      case 'page':
        return this.way(field, columnOf(alias, field.relation.join.from));
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

  /**
   * The languages in which a text is looked for before the first that there is: those asked for, and fi, which most texts are
   * in. Fallbacks stand in the text of the statement; the others, of which there is no end, are bound at each run.
   */
  private order(asking?: Asking<LanguageOrder>): Sql[] {
    const { given } = this.setting;
    const bound = [...(asking ? [asking.n] : []), given.length - 1].flatMap((n) =>
      given[n]!.values.map((_, i) => {
        const tag = new Late((now: readonly Asked[]) => now[n]!.values[i]);
        return sql`cast(${tag} as text)`;
      }),
    );
    const ofRequest = given.at(-1)!.of as LanguageOrder;
    const order = languageOrder(asking ? this.asked(asking) : [], ofRequest);
    const first = order.includes('fi') ? order : [...order, 'fi'];
    return first.map((each) => (isFallback(each) ? name(each) : bound.shift()!));
  }

  /** A text in the first language of an order in which there is one, or else in the first that there is. */
  private text(stored: Sql, order: readonly Sql[], members: readonly Member[]): Sql {
    const textIn = (language: Sql) => sql`${stored}->>${language}`;
    const first = this.dialect.firstKey(stored);
    const isOwn = (language: Sql) =>
      this.dialect.truth(this.dialect.has(sql`(${stored}->'ownWords')`, language));
    const language = () => {
      const cases = order.map((each) => sql`when ${textIn(each)} is not null then ${each}`);
      return sql`case ${join(cases, ' ')} else ${first} end`;
    };
    return this.object(members, (member, { below }) => {
      if (member === 'value') return sql`coalesce(${join([...order, first].map(textIn), ', ')})`;
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
    const [language, text] = [raw(`${l}.key`), raw(`${l}.value`)];
    const translation = this.object(members, (member) => {
      if (member === 'language') return language;
      return member === 'value' ? text : isOwn(language);
    });
    return sql`(select ${this.dialect.array(translation, raw(`${l}.place`))} from ${this.dialect.entries(stored)} ${raw(l)}
      where ${language} <> 'ownWords')`;
  }
}

/** An object that is null where a column is. */
const ifThere = (column: Sql | false, object: Sql): Sql =>
  column ? sql`case when ${column} is not null then ${object} end` : object;
