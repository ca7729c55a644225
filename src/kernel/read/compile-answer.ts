import { type Sql, join, literal, raw, sql } from '../../database/sql';
import { type LanguageOrder, TEXT_LANGUAGES, languageOrder } from '../../value/language';
import { Compiler, type Setting, name } from './compile';
import type { Entity } from '../declare/declare';
import type { Member, Outline, RowField, RowOutline } from './outline';
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
        const asked = language && this.asked(language);
        const { languages } = this.setting;
        const order = asked ? languageOrder([asked], languages) : languages;
        const stored = columnOf(alias, attribute.property);
        return ifThere(!attribute.required && stored, this.text(stored, order, members));
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

  /** A text in the first language of an order in which there is one. */
  private text(stored: Sql, order: LanguageOrder, members: readonly Member[]): Sql {
    const chain = order.map((each) => ({
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
}

/** An object that is null where a column is. */
const ifThere = (column: Sql | false, object: Sql): Sql =>
  column ? sql`case when ${column} is not null then ${object} end` : object;
