import {
  type ArgumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { type Cost, type CostLimits, Estimate } from './cost';

/** An operation that was found valid, with its variables coerced. */
interface Operation {
  operation: OperationDefinitionNode;
  fragments: Record<string, FragmentDefinitionNode | undefined>;
  variableValues: Record<string, unknown>;
}

/** What an operation was found to cost, by what its variables make of it. */
interface Known {
  /** The variables whose values count: those of directives, and the sizes of pages. */
  exact: string[];
  /** Those of which only the shape counts: filters, and how many ids. */
  shaped: string[];
  found: Map<string, Cost>;
}

/** So many costs of one operation are kept, under keys of so many characters. */
const MOST_KEPT = 200;
const LONGEST_KEY = 1_000;

/** Tells what operations cost; of one that comes again, it is looked up. */
export class Costs {
  private readonly known = new WeakMap<OperationDefinitionNode, Known>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: CostLimits,
  ) {}

  /** What an operation costs. Throws a GraphQLError where it cannot be taken at all. */
  of(asked: Operation): Cost {
    if (asked.operation.operation !== OperationTypeNode.QUERY) return this.estimate(asked);
    const { exact, shaped, found } = this.knownOf(asked);
    const { variableValues: values } = asked;
    let key = '';
    for (const each of exact) key += `${String(values[each])} `;
    for (const each of shaped) key += `${shapeOf(values[each])} `;
    let cost = found.get(key);
    if (!cost) {
      cost = this.estimate(asked);
      if (found.size >= MOST_KEPT) found.clear();
      if (key.length <= LONGEST_KEY) found.set(key, cost);
    }
    return cost;
  }

  private estimate({ operation, fragments, variableValues: variables }: Operation): Cost {
    return new Estimate({ schema: this.schema, fragments, variables }, this.limits).of(operation);
  }

  private knownOf({ operation, fragments }: Operation): Known {
    let known = this.known.get(operation);
    if (!known) {
      const [exact, shaped] = [new Set<string>(), new Set<string>()];
      const add = (to: Set<string>, each: ArgumentNode) =>
        visit(each, { Variable: ({ name }) => void to.add(name.value) });
      for (const each of [operation, ...Object.values(fragments)])
        if (each)
          visit(each, {
            Directive: ({ arguments: args = [] }) => args.forEach((arg) => add(exact, arg)),
            Field: ({ arguments: args = [] }) =>
              args.forEach((arg) => add(arg.name.value === 'first' ? exact : shaped, arg)),
          });
      known = { exact: [...exact], shaped: [...shaped], found: new Map() };
      this.known.set(operation, known);
    }
    return known;
  }
}

/** What of a value a cost depends on: which fields its objects have, and how many items its lists. */
function shapeOf(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value !== 'object') return '.';
  if (Array.isArray(value))
    return value.some((each) => typeof each === 'object')
      ? `[${value.map(shapeOf).join()}]`
      : `[${value.length}]`;
  return `{${Object.entries(value)
    .map(([name, each]) => name + shapeOf(each))
    .join()}}`;
}
