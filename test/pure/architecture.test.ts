import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const SRC = join(__dirname, '..', '..', 'src');

/** The folders whose folders are places of their own. */
const HOUSES = /^(kernel)\/([^/]+)/;

interface Source {
  /** The path below `src`, such as `plan/budget.ts`. */
  path: string;
  /** The folder below `src`, a room of the kernel, or the file itself where it stands at the top: `plan`, `app`. */
  place: string;
  text: string;
  tree: ts.SourceFile;
}

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path): Source => {
    const text = readFileSync(join(SRC, path), 'utf8');
    const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    return { path, place: placeOf(path), text, tree };
  });

function placeOf(path: string): string {
  return HOUSES.exec(path)?.[0] ?? path.split('/')[0]!.replace(/\.ts$/, '');
}

/** What a file names in its imports and re-exports, dynamic ones and those of types too. */
function importsOf({ tree }: Source): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const from =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined;
    if (from && ts.isStringLiteral(from)) names.push(from.text.replace(/^(\..*)\.js$/, '$1'));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

/** The places below `src` that a file imports from. */
function placesOf(source: Source): string[] {
  return importsOf(source)
    .filter((name) => name.startsWith('.'))
    .map((name) => placeOf(relative(SRC, join(SRC, dirname(source.path), name))));
}

/** The features in the order in which `features.ts` puts them together. */
function featureOrder(): string[] {
  const { text, tree } = sources.find(({ path }) => path === 'features.ts')!;
  const from = new Map<string, string>();
  tree.forEachChild((node) => {
    if (!ts.isImportDeclaration(node)) return;
    const bindings = node.importClause?.namedBindings;
    const file = (node.moduleSpecifier as ts.StringLiteral).text;
    if (bindings && ts.isNamedImports(bindings))
      for (const { name } of bindings.elements) from.set(name.text, file.slice(2));
  });
  const [, list = ''] = /const features\b[^=]*= \[([^\]]*)\]/.exec(text) ?? [];
  return list.split(',').flatMap((name) => (name.trim() ? [from.get(name.trim())!] : []));
}

const features = featureOrder();

/** The rooms of the kernel: each stands on those before it. */
const KERNEL = ['declare', 'ask', 'read', 'write', 'intake', 'schema'].map(
  (room) => `kernel/${room}`,
);

/** A place imports only from those before it; what stands together in a list may import each other. */
const ORDER: string[][] = [
  ['clients'],
  ['package'],
  ['value'],
  ['database'],
  ...KERNEL.map((each) => [each]),
  ['job'],
  ...features.map((each) => [each]),
  ['calendar'],
  ['bundle', 'change'],
  ['features'],
  ['table'],
  ['transfer'],
  ['config'],
  ['app'],
  ['http'],
  ['lint'],
  ['cli'],
];
const rank = (place: string) => ORDER.findIndex((places) => places.includes(place));

test('every folder and file of src has a place in the order', () => {
  expect(features.length).toBeGreaterThan(8);
  expect(sources.length).toBeGreaterThan(60);
  const unknown = sources.filter(({ place }) => rank(place) < 0).map(({ path }) => path);
  expect(unknown).toEqual([]);
});

test('imports go in one direction', () => {
  const upward = sources.flatMap((source) =>
    placesOf(source)
      .filter((place) => place !== '..' && rank(place) > rank(source.place))
      .map((place) => `${source.path} imports ${place}`),
  );
  expect(upward).toEqual([]);
});

test('no file is part of a circle of imports, be they of types', () => {
  const known = new Map(sources.map((each) => [each.path, each]));
  const imports = (source: Source) =>
    importsOf(source).flatMap((name) => {
      if (!name.startsWith('.')) return [];
      const at = relative(SRC, join(SRC, dirname(source.path), name));
      return known.get(`${at}.ts`) ?? known.get(`${at}/index.ts`) ?? [];
    });
  const circles: string[] = [];
  const done = new Set<Source>();
  const visit = (source: Source, way: readonly Source[]): void => {
    if (way.includes(source))
      circles.push([...way.slice(way.indexOf(source)), source].map(({ path }) => path).join(' → '));
    if (done.has(source)) return;
    done.add(source);
    for (const each of imports(source)) visit(each, [...way, source]);
  };
  for (const each of sources) visit(each, []);
  expect(circles).toEqual([]);
});

test('the judge of calendars knows nothing of the rest but the form of rules, and only its command knows of it', () => {
  const pathsOf = (source: Source) =>
    importsOf(source)
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(SRC, join(SRC, dirname(source.path), name)));
  const arrows = sources.flatMap((source) =>
    pathsOf(source)
      .filter((to) => (source.place === 'lint') !== (placeOf(to) === 'lint'))
      .map((to) => `${source.path} imports ${to}`),
  );
  expect(arrows).toEqual([
    'cli/lint.ts imports lint/lint',
    'lint/recurrence.ts imports value/rrule',
  ]);
  expect(importsOf(sources.find(({ path }) => path === 'value/rrule.ts')!)).toEqual([]);
});

test('what clients import is for browsers: it imports nothing', () => {
  const outside = sources
    .filter(({ place }) => place === 'clients')
    .flatMap((source) => importsOf(source).map((name) => `${source.path} imports ${name}`))
    .filter((each) => !/ imports \.\/(facts|fields)$/.test(each));
  expect(outside).toEqual([]);
});

test('the settings are read by the app, the routes and the commands only', () => {
  const users = sources.filter((source) => placesOf(source).includes('config'));
  const places = new Set(users.map(({ place }) => place));
  for (const each of ['app', 'http', 'cli']) places.delete(each);
  expect([...places]).toEqual([]);
});

test('outside src, only the database imports, and only the migrations', () => {
  const outward = sources.flatMap((source) =>
    importsOf(source)
      .filter((name) => relative(SRC, join(SRC, dirname(source.path), name)).startsWith('..'))
      .filter((name) => name.startsWith('.'))
      .map((name) => `${source.place} imports ${name.replace(/^[./]+/, '')}`),
  );
  expect([...new Set(outward)]).toEqual(['database imports migrations']);
});

test('only the database folder knows SQLite from PostgreSQL', () => {
  const drivers = /^(better-sqlite3|pg|sqlite3?|pg-.*|node:sqlite)$/;
  const users = sources.filter((source) => importsOf(source).some((name) => drivers.test(name)));
  expect(new Set(users.map(({ place }) => place))).toEqual(new Set(['database']));
  const asking = sources.filter(
    ({ place, text }) =>
      place !== 'database' && /dialect\.name\b|=== '(postgres|sqlite)'/.test(text),
  );
  expect(asking.map(({ path }) => path).filter((path) => path !== 'config.ts')).toEqual([]);
});

test('only the commands pass the environment on', () => {
  const users = sources.filter(({ text }) => /process\s*\.\s*env\b|process\[/.test(text));
  expect(new Set(users.map(({ place }) => place))).toEqual(new Set(['cli']));
});

test('the kernel names no feature', () => {
  const named = sources
    .filter(({ place }) => place === 'value' || place === 'database' || KERNEL.includes(place))
    .flatMap((source) => placesOf(source).map((place) => `${source.path}: ${place}`))
    .filter((each) => features.includes(each.split(': ')[1]!));
  expect(named).toEqual([]);
});

test('no file is longer than 300 lines', () => {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});

test('every exported function and class says what it promises', () => {
  const isExported = (node: ts.Node) =>
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const isFunction = (node: ts.VariableStatement) =>
    node.declarationList.declarations.some(
      ({ initializer }) =>
        initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    );
  const silent = sources.flatMap(({ path, tree }) =>
    tree.statements
      .filter(
        (node) =>
          ts.isFunctionDeclaration(node) ||
          ts.isClassDeclaration(node) ||
          (ts.isVariableStatement(node) && isFunction(node)),
      )
      .filter((node) => isExported(node) && ts.getJSDocCommentsAndTags(node).length === 0)
      .map((node) => `${path}: ${node.getText().split('\n')[0]}`),
  );
  expect(silent).toEqual([]);
});

test('tests that are run with one database only look at none', () => {
  const looking = readdirSync(__dirname).filter((name) =>
    /from '\.\.\/(support\/(server|databases|process|program|tables)|\.\.\/src\/database\/connect)'/.test(
      readFileSync(join(__dirname, name), 'utf8'),
    ),
  );
  expect(looking).toEqual([]);
});
