import 'reflect-metadata';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const SRC = join(__dirname, '..', '..', 'src');

/** So many times a pump is repeated: a linear expression takes some 20,000 steps, one of the second degree 200 million. */
const LENGTH = 20_000;

/** Milliseconds that an expression has for that, a hundred times what a linear one needs. */
const CEILING = 40;

interface Found {
  place: string;
  expression: RegExp;
}

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
  });

/** The nodes of a file that are of some kind. */
function nodesOf<T extends ts.Node>(tree: ts.SourceFile, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The expressions that stand in the files. */
const written: Found[] = sources.flatMap(({ path, tree }) =>
  nodesOf(tree, ts.isRegularExpressionLiteral).map((node) => {
    const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(node.getText())!;
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    return { place: `${path}:${line}`, expression: new RegExp(source!, flags) };
  }),
);

/** The expressions that the files make of parts when they are loaded. */
const made: Found[] = [];
const makers = sources.filter(({ tree }) =>
  nodesOf(tree, ts.isNewExpression).some((node) => node.expression.getText() === 'RegExp'),
);
const original = globalThis.RegExp;
globalThis.RegExp = new Proxy(original, {
  construct(target, args: [string, string?]) {
    const expression = new target(...args);
    const caller = new Error().stack!.split('\n')[2]!;
    const maker = makers.find(({ path }) => caller.includes(`/src/${path}`));
    if (maker) made.push({ place: maker.path, expression });
    return expression;
  },
});
for (const { path } of makers) jest.requireActual(join(SRC, path));
globalThis.RegExp = original;

/** What may keep an expression busy: the characters that it names and some others, alone and in pairs. */
function pumpsOf({ source }: RegExp): string[] {
  const plain = source
    .replace(/\\u\{?([0-9a-f]{2,6})\}?/gi, (_, hex: string) =>
      String.fromCodePoint(parseInt(hex, 16)),
    )
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const named = [...plain].filter((each) => !/[(){}|^$*]/.test(each));
  const alone = [...new Set([...named, '\\', '"', 'a', '0', ' ', '\n'])];
  const words = [...source.matchAll(/[A-Za-z_]{2,}/g)].map(([word]) => word);
  return [...alone, ...words, ...alone.flatMap((a) => alone.map((b) => a + b))];
}

/** How long an expression takes for a text, in milliseconds: the best of some tries, so that nothing else counts. */
function timeOf(expression: RegExp, text: string): number {
  let best = Infinity;
  for (let tries = 0; tries < 2 && best > CEILING; tries++) {
    const start = performance.now();
    text.replace(expression, '');
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

test('every file is looked into', () => {
  expect(written.length).toBeGreaterThan(100);
  expect(new Set(made.map(({ place }) => place))).toEqual(new Set(makers.map(({ path }) => path)));
});

/** What keeps an expression busy for longer than the text is long. */
const pumpOf = (expression: RegExp): string | undefined =>
  pumpsOf(expression).find((each) => timeOf(expression, `${each.repeat(LENGTH)}\u0001`) > CEILING);

test.each([/!+$/, /"((?:[^"\\]|\\.){40})(?:[^"\\]|\\.)+"/s])('%s would be found', (expression) =>
  expect(pumpOf(expression)).toBeDefined(),
);

test('no regular expression takes longer than the text is long', () => {
  const slow = [...written, ...made].flatMap(({ place, expression }) => {
    const pump = pumpOf(expression);
    return pump === undefined ? [] : [`${place} ${String(expression)} on ${JSON.stringify(pump)}`];
  });
  expect(slow).toEqual([]);
});
