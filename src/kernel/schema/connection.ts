import { Int } from 'type-graphql';
import { enumType } from '../../value/enum';
import type { Entity } from '../declare/declare';
import { filterType, orderType } from './filter-schema';
import { type TypeClass, objectType } from '../declare/types';

/** An argument of a field. */
export interface Argument {
  type: () => unknown;
  nullable?: boolean;
  description: string;
}

/** Which end of an order comes first. */
export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

enumType(OrderDirection, 'OrderDirection', 'Which end of an order comes first.', {
  ASC: 'The least or earliest first.',
  DESC: 'The greatest or latest first.',
});

/** Where a page of a list begins and ends (GraphQL Cursor Connections Specification, section 5). */
export const PageInfo = objectType('PageInfo', 'Where a page of a list begins and ends.', () => ({
  hasNextPage: {
    type: () => Boolean,
    required: true,
    description: 'There are more rows behind this page.',
  },
  hasPreviousPage: {
    type: () => Boolean,
    required: true,
    description: 'There are rows before this page: at the cursor that was given, or before it.',
  },
  startCursor: { type: () => String, description: 'The cursor of the first row.' },
  endCursor: {
    type: () => String,
    description: 'The cursor of the last row: give it as `after` for the next page.',
  },
}));

/** The arguments of a connection. */
export function pageArguments(target: Entity): Record<string, Argument> {
  return {
    first: {
      type: () => Int,
      description: 'How many rows: 20 unless said, at most 100; 0 only counts.',
    },
    after: { type: () => String, description: 'The cursor behind which the page begins.' },
    filter: { type: () => filterType(target), description: 'Which ones; all unless said.' },
    orderBy: {
      type: () => [orderType(target, OrderDirection)],
      description:
        'In which order: by the first of these, between equals by the next, and at last by the id.',
    },
  };
}

/** The type of a page of rows. */
export function connectionType(target: Entity): TypeClass {
  const { name } = target;
  const edge = objectType(`${name}Edge`, `A row of a list of ${name}, with its cursor.`, () => ({
    cursor: {
      type: () => String,
      required: true,
      description: 'Marks this row; give it as `after`.',
    },
    node: { type: () => target.type, required: true, description: 'The row.' },
  }));
  return objectType(`${name}Connection`, `A page of a list of ${name}.`, () => ({
    nodes: { type: () => [target.type], required: true, description: 'The rows of the page.' },
    edges: {
      type: () => [edge],
      required: true,
      description: 'The rows of the page with their cursors.',
    },
    pageInfo: { type: () => PageInfo, required: true, description: 'Where the page ends.' },
    totalCount: {
      type: () => Int,
      required: true,
      description: 'How many rows the whole list has.',
    },
  }));
}
