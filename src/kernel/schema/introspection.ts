import {
  type GraphQLFieldResolver,
  getNullableType,
  introspectionTypes,
  isListType,
  isObjectType,
} from 'graphql';
import type { Span } from '../../database/span';
import { inTurn } from '../../database/turn';

type Resolve = GraphQLFieldResolver<unknown, { span: Span } | undefined>;

/** Gives out a list in its turn, as those of rows are; where nothing is known of a request, at once. */
const turning =
  (resolve: Resolve): Resolve =>
  (source, args: object, context, info) => {
    const found = resolve(source, args, context, info);
    return context ? inTurn(found, context.span) : found;
  };

// graphql-js has the types of introspection for all schemas: an answer of theirs is as long as a large one of rows
for (const type of introspectionTypes.filter(isObjectType))
  for (const field of Object.values(type.getFields()))
    if (field.resolve && isListType(getNullableType(field.type)))
      field.resolve = turning(field.resolve);
