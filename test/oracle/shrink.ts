import { type ASTNode, Kind, parse, print, visit } from 'graphql';

/** What can be left out of an operation. */
const REMOVABLE = new Set<string>([
  ...[Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD],
  ...[Kind.ARGUMENT, Kind.DIRECTIVE, Kind.OBJECT_FIELD],
]);
const MOST_TRIES = 600;

/** The smallest operation that still fails, leaving out one thing after the other. */
export async function shrink(
  source: string,
  fails: (source: string) => Promise<boolean>,
): Promise<string> {
  let smallest = print(parse(source));
  let tries = 0;
  for (let i = 0; tries < MOST_TRIES; tries++) {
    const less = without(smallest, i);
    if (less === null) break;
    if (less !== '' && (await fails(less).catch(() => false))) smallest = less;
    else i++;
  }
  return smallest;
}

/** The operation without its nth part; null where it has none, empty where that cannot be left out. */
function without(source: string, n: number): string | null {
  let i = -1;
  let isFound = false;
  const less = visit(parse(source), {
    enter(node: ASTNode) {
      if (!REMOVABLE.has(node.kind) || ++i !== n) return undefined;
      isFound = true;
      return null;
    },
  });
  if (!isFound) return null;
  let isEmpty = false;
  visit(less, {
    SelectionSet: ({ selections }) => void (isEmpty ||= selections.length === 0),
  });
  return isEmpty ? '' : print(withoutUnused(less));
}

/** A document without the fragments and variables that nothing names any more. */
function withoutUnused<T extends ASTNode>(document: T): T {
  for (let before = '', found = document; ;) {
    const names = new Set<string>();
    visit(found, {
      FragmentSpread: ({ name }) => void names.add(name.value),
      Argument: (node) => void variablesOf(node, names),
      Directive: (node) => void variablesOf(node, names),
    });
    found = visit<T>(found, {
      FragmentDefinition: ({ name }) => (names.has(name.value) ? undefined : null),
      VariableDefinition: ({ variable }) =>
        names.has(`$${variable.name.value}`) ? undefined : null,
    });
    const text = print(found);
    if (text === before) return found;
    before = text;
  }
}

const variablesOf = (node: ASTNode, names: Set<string>) =>
  visit(node, { Variable: ({ name }) => void names.add(`$${name.value}`) });
