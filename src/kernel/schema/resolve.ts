import type { GraphQLFieldResolver } from 'graphql';
import { inTurn } from '../../database/turn';
import { type LocalisedText, pickText } from '../../value/localised-text';
import type { Quantity } from '../../value/quantity';
import { textOrder } from '../ask/arguments';
import type { Attribute, Relation } from '../declare/declare';
import { valueIn } from '../declare/stored';
import { branch } from '../read/branch';
import type { Context } from './context';
import type { AnyRow } from '../declare/row';

type Resolve<Args = object> = GraphQLFieldResolver<AnyRow, Context, Args>;
type Loose = GraphQLFieldResolver<never, never>;

/** A text in the language asked for. */
export function text({ property }: Attribute): Loose {
  const resolve: Resolve<{ language?: string | null }> = (row, { language }, context) =>
    pickText(row[property] as LocalisedText | null, textOrder(language, context.languages));
  return resolve as Loose;
}

/** A plain value; null where the property of its name already is what is asked for. */
export function attribute(of: Attribute): Loose | null {
  const { kind, property, members } = of;
  if (members) return ((row: AnyRow) => valueIn(of, row)) as Loose;
  if (kind === 'quantity') {
    const resolve: Resolve = (row) => row[property] && { ...(row[property] as Quantity), row };
    return resolve as Loose;
  }
  return null;
}

/** What a relation leads to: read with the row, or now, for all rows of the level at once. */
export function related({ join: { from } }: Relation): Loose {
  const resolve: Resolve = (row, _args, context, info) => {
    const read = branch(row, context, info);
    if (read !== undefined) return read;
    const key = row[from] as string | null;
    const { span, trees } = context;
    return key && trees.below(info, context, key).then((found) => inTurn(found, span));
  };
  return resolve as Loose;
}

/** What a root field asks for, by its declaration. */
export const root: Resolve = (_root, _args, context, info) => context.trees.root(info, context);
