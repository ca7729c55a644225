// Does an empty instance that takes in the workbook of a plan answer what is asked of that plan as before?
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ASTNode,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type ObjectFieldNode,
  type SelectionSetNode,
  TypeInfo,
  execute,
  getNamedType,
  isObjectType,
  parse,
  print,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import ts from 'typescript';
import { Span } from '../../src/database/span';
import { model } from '../../src/features';
import { admin } from '../../src/kernel/declare/viewer';
import { ADMIN_KEY, type Data, type TestServer, testConfig, testServer } from '../support/server';

const WIDE = { limits: { ...testConfig().limits, maxPageSize: 1000 } };

let server: TestServer;
let questions: DocumentNode[];
const answered = new Set<DocumentNode>();
beforeAll(async () => {
  server = await testServer('seeded', WIDE, { doors: false });
  questions = queriesOf(server.app.schema);
});
afterAll(() => server.close());

/** The queries of the tests beside this one, out of their sources; what changed, and when, belongs to an instance. */
function queriesOf(schema: GraphQLSchema): DocumentNode[] {
  const files = readdirSync(__dirname).filter((name) => /^q(?!18)\d/.test(name));
  const texts = files.flatMap((name) => {
    const text = readFileSync(join(__dirname, name), 'utf8');
    return literals(ts.createSourceFile(name, text, ts.ScriptTarget.Latest));
  });
  return texts.flatMap((text) => {
    try {
      const query = parse(text, { noLocation: true });
      const isQuery = print(query).match(/^(query|\{)/m) !== null;
      return isQuery && validate(schema, query).length === 0 ? [query] : [];
    } catch {
      return [];
    }
  });
}

function literals(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => void found.push(...literals(child)));
  return found;
}

/** What belongs to an instance rather than to what it tells, and what a whole list tells by itself. */
const LEFT_OUT = ['id', 'uid', 'version', 'createdAt', 'updatedAt', 'totalCount', 'pageInfo'];

/**
 * What a query asks of a bundle: of whole lists of records, each of which says which it is. What is no list of records
 * belongs to an instance, and what names records that are not there is not about the bundle.
 */
function ofBundle(bundle: Data, query: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  const enter = (field: FieldNode) => {
    const type = types.getType()!;
    if (LEFT_OUT.includes(field.name.value)) return null;
    const isRoot = types.getParentType() === schema.getQueryType();
    if (isRoot && !(isOfRecords(type) && isAbout(bundle, field))) return null;
    return isPage(type) ? { ...field, arguments: ofWhole(field, isRoot) } : undefined;
  };
  const leave = (set: SelectionSetNode) => {
    const type = types.getParentType()!;
    const more = isPage(type) ? OF_PAGES : isRecord(type) ? OF_RECORDS : OF_PARTS;
    return { ...set, selections: [...set.selections, ...more] };
  };
  const visitor = visitWithTypeInfo(types, { Field: { enter }, SelectionSet: { leave } });
  return visit<ASTNode>(query, visitor) as DocumentNode;
}

const selected = (text: string) => {
  const [operation] = parse(text).definitions;
  return 'selectionSet' in operation! ? operation.selectionSet.selections : [];
};
const OF_PARTS = selected('{ __typename }');
const OF_RECORDS = selected('{ __typename slug }');
const OF_PAGES = selected('{ __typename nodes { __typename slug } }');

/** The arguments of a whole list, in which equals do not stand by their ids. */
function ofWhole({ arguments: given = [] }: FieldNode, isRoot: boolean): readonly ArgumentNode[] {
  const order = given.find(({ name }) => name.value === 'orderBy');
  const orders = order ? print(order.value).replace(/^\[|\]$/g, '') : '';
  const bySlug = order || isRoot ? `orderBy: [${orders} { field: SLUG }]` : '';
  const [list] = selected(`{ a(first: 1000 ${bySlug}) }`) as FieldNode[];
  const filter = given.filter(({ name }) => name.value === 'filter');
  return [...filter, ...list!.arguments!];
}

/** Whether a field names no record, or one of a bundle. */
function isAbout(bundle: Data, field: FieldNode): boolean {
  const named: string[] = [];
  const note = ({ name, value }: ObjectFieldNode | ArgumentNode) => {
    const StringValue = (each: { value: string }) => void named.push(each.value);
    if (name.value === 'slug') visit(value, { StringValue });
  };
  visit(field, { ObjectField: note, Argument: note });
  const there = model.records.flatMap(({ plural }) => slugsOf(bundle, plural));
  return named.length === 0 || named.some((slug) => there.includes(slug));
}

const isRecord = (type: GraphQLOutputType) => {
  const named = getNamedType(type);
  return isObjectType(named) && named.getInterfaces().some(({ name }) => name === 'Node');
};
const isPage = (type: GraphQLOutputType) => getNamedType(type).name.endsWith('Connection');
const isOfRecords = (type: GraphQLOutputType) => {
  const named = getNamedType(type);
  const rows = isObjectType(named) ? named.getFields().nodes : undefined;
  return isRecord(rows?.type ?? type);
};

async function answer(at: TestServer, document: DocumentNode, plan: string): Promise<unknown> {
  const { data, errors } = await execute({
    schema: at.app.schema,
    document,
    variableValues: { plan },
    contextValue: at.app.context(admin('test'), undefined, new Span(60_000)),
  });
  if (errors) throw errors[0]!;
  return JSON.parse(JSON.stringify(data));
}

/** The records of a bundle, as an answer names them: those outside go out of lists, and elsewhere null stands for them. */
function within(bundle: Data, value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((each) => within(bundle, each)).filter((each) => each !== null);
  if (typeof value !== 'object' || value === null) return value;
  const { __typename, slug } = value as Data;
  const list = model.records.find(({ name }) => name === __typename)?.plural;
  if (list && !slugsOf(bundle, list).includes(slug)) return null;
  const fields = Object.entries(value).map(([name, each]) => [name, within(bundle, each)]);
  return Object.fromEntries(fields);
}

const slugsOf = (bundle: Data, list: string): string[] =>
  (bundle[list] ?? []).map(({ slug }: Data) => slug);

const exported = async (at: TestServer, plan: string): Promise<Data> => {
  const query = `{ exportBundle(plan: { slug: "${plan}" }) }`;
  return (await at.ask(query, { key: ADMIN_KEY })).exportBundle;
};

async function sendWorkbook(plan: string, other: TestServer): Promise<Data> {
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  const workbook = await fetch(`${server.url}/plans/${plan}.xlsx`, { headers });
  const sent = await fetch(`${other.url}/import`, {
    method: 'POST',
    headers: { ...headers, 'content-type': workbook.headers.get('content-type')! },
    body: await workbook.arrayBuffer(),
  });
  return (await sent.json()) as Data;
}

test.each(['amkit-2021-2025', 'amkit-2026', 'kuopio-2024', 'turku-2021', 'porvoo-2026'])(
  'the plan %s, put as a workbook into an empty instance, is exported there as here, and answers the questions as here',
  async (plan) => {
    const other = await testServer('empty', WIDE, { doors: false });
    try {
      expect((await sendWorkbook(plan, other)).files[0].problems).toEqual([]);
      const bundle = await exported(server, plan);
      expect(await exported(other, plan)).toEqual(bundle);
      for (const question of questions) {
        const query = ofBundle(bundle, question, server.app.schema);
        const here = within(bundle, await answer(server, query, plan));
        expect(await answer(other, query, plan)).toEqual(here);
        if (JSON.stringify(here).includes('"slug"')) answered.add(question);
      }
    } finally {
      await other.close();
    }
  },
);

test('each question but that for all there is is about some plan', () => {
  const others = questions.filter((each) => !answered.has(each));
  expect(others.map(print)).toEqual(['{\n  exportBundle\n}']);
  expect(questions.length).toBeGreaterThan(40);
});
