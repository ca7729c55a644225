import {
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import type { Limits } from '../config';
import type { Cost } from '../kernel/ask/cost';
import { tooComplex } from '../kernel/declare/errors';
import type { Viewer } from '../kernel/declare/viewer';
import type { Context } from '../kernel/schema/context';

/** Depth of what is below `__schema` and `__type`; GraphiQL asks 15 levels. */
const MAX_INTROSPECTION_DEPTH = 20;

/** Levels of objects and lists in the variables; deeper ones would overflow the stack when they are read. */
const MAX_VARIABLE_DEPTH = 64;

/** The rules that refuse, before anything is executed, a query that is too deep, too wide or too long. */
export function limitRules(limits: Limits): ValidationRule[] {
  return [
    (context) => ({
      Document(document) {
        const size = measure(document);
        const check = (limit: string, max: number, got: number, what: string) => {
          if (got > max) context.reportError(tooComplex(limit, max, got, what));
        };
        check('depth', limits.maxDepth, size.depth, 'levels of fields');
        check(
          'introspectionDepth',
          MAX_INTROSPECTION_DEPTH,
          size.introspectionDepth,
          'levels of fields from __schema or __type',
        );
        check('aliases', limits.maxAliases, size.aliases, 'aliases, in fragments at each spread');
        check('aliasLength', limits.maxAliasLength, size.aliasLength, 'characters in an alias');
        check('fields', limits.maxFields, size.fields, 'fields in one selection');
        check('directives', limits.maxDirectives, size.directives, 'directives');
        check('fragments', limits.maxFragments, size.fragments, 'fragments');
        check('operations', limits.maxOperations, size.operations, 'operations');
      },
    }),
  ];
}

/** Refuses variables that are nested deeper than can be read safely. */
export function checkVariables(variables: unknown): void {
  let level = [variables].filter(isObject);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_VARIABLE_DEPTH) {
      throw tooComplex('variableDepth', MAX_VARIABLE_DEPTH, 'more', 'levels in the variables');
    }
    level = level.flatMap((value) => Object.values(value).filter(isObject));
  }
}

/** What an operation of a viewer may cost at most. */
export const costLimit = ({ role }: Viewer, { maxCost, maxCostWithKey }: Limits): number =>
  role === null ? maxCost : Math.max(maxCost, maxCostWithKey);

/** What costs more nodes is read beside the small reads from the start: most estimates are far above what there is. */
const DEAR = 100_000;

/** Lets in what costs no more than the viewer of a context may ask for, and says whether it is dear. */
export function admit(cost: Cost, { reader, span }: Context, limits: Limits): void {
  checkCost(cost, costLimit(reader.viewer, limits));
  span.dear = cost.requested > DEAR;
}

/** Refuses what costs too much, and says what makes most of it, so that a client can mend it. */
export function checkCost({ requested, dearest }: Cost, max: number): void {
  if (requested <= max) return;
  const from = dearest.length > 0 ? `, most of them from ${dearest.join('.')}` : '';
  const details = { cost: { requested, limit: max }, dearest };
  throw tooComplex('cost', max, `${requested}${from}`, 'nodes', details);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** How large a selection is: its own fields, and all that is below them. */
interface Selection {
  names: Set<string>;
  depth: number;
  introspectionDepth: number;
  aliases: number;
  fields: number;
}

/** How large a document is. A fragment is measured once, however often it is spread, and a cycle ends where it closes. */
export function measure(document: DocumentNode) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const count = { operations: 0, fragments: 0, directives: 0, aliasLength: 0 };
  visit(document, {
    OperationDefinition: () => void count.operations++,
    Directive: () => void count.directives++,
    Field({ alias }) {
      count.aliasLength = Math.max(count.aliasLength, alias?.value.length ?? 0);
    },
    FragmentDefinition(node) {
      count.fragments++;
      fragments.set(node.name.value, node);
    },
  });

  const known = new Map<string, Selection>();
  const ofFragment = (name: string): Selection => {
    let size = known.get(name);
    if (size === undefined) {
      known.set(name, emptySelection());
      size = ofSelection(fragments.get(name)?.selectionSet);
      known.set(name, size);
    }
    return size;
  };

  const ofSelection = (set: SelectionSetNode | undefined): Selection => {
    const size = emptySelection();
    for (const node of set?.selections ?? []) {
      if (node.kind === Kind.FIELD) {
        const below = ofSelection(node.selectionSet);
        const name = node.name.value;
        const introspects = name === '__schema' || name === '__type';
        below.introspectionDepth = introspects ? below.depth + 1 : below.introspectionDepth;
        below.depth = introspects ? 1 : below.depth + 1;
        below.aliases += node.alias ? 1 : 0;
        below.names = new Set([node.alias?.value ?? name]);
        merge(size, below);
      } else {
        const spread = node.kind === Kind.FRAGMENT_SPREAD;
        merge(size, spread ? ofFragment(node.name.value) : ofSelection(node.selectionSet));
      }
    }
    size.fields = Math.max(size.fields, size.names.size);
    return size;
  };

  const sizes = document.definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .map((node) => ofSelection(node.selectionSet));
  const largest = (of: (size: Selection) => number) => Math.max(0, ...sizes.map(of));
  return {
    ...count,
    depth: largest((size) => size.depth),
    introspectionDepth: largest((size) => size.introspectionDepth),
    aliases: largest((size) => size.aliases),
    fields: largest((size) => size.fields),
  };
}

function emptySelection(): Selection {
  return { names: new Set(), depth: 0, introspectionDepth: 0, aliases: 0, fields: 0 };
}

function merge(into: Selection, part: Selection): void {
  for (const name of part.names) into.names.add(name);
  into.depth = Math.max(into.depth, part.depth);
  into.introspectionDepth = Math.max(into.introspectionDepth, part.introspectionDepth);
  into.aliases += part.aliases;
  into.fields = Math.max(into.fields, part.fields);
}
