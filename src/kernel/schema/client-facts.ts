import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

/** What scalars are in JSON where they are no strings. */
const IN_JSON: Record<string, string> = { JSON: 'unknown', SafeInt: 'number' };

/** What caches and generators of clients must know of a schema: the sources of modules, by their names. */
export function clientFacts(schema: GraphQLSchema): Record<string, string> {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const objects = types.filter(isObjectType);
  const own = types.filter(isScalarType).filter((each) => !isSpecifiedScalarType(each));
  const fact = (name: string, meaning: string, value: object) =>
    `\n/** ${meaning} */\nexport const ${name} = ${inLines(value)} as const;\n`;
  const facts = [
    fact(
      'possibleTypes',
      'The types that abstract ones may be.',
      byName(types.filter(isAbstractType), (type) => schema.getPossibleTypes(type).map(nameOf)),
    ),
    fact(
      'values',
      'The types that are parts of what they stand in: no id of theirs finds them again.',
      objects.filter((type) => !isRecord(type) && !roots.includes(type)).map(nameOf),
    ),
    fact(
      'pages',
      'The fields that give a list in pages, with the arguments that tell one list from another.',
      byName(objects, (type) => byName(fieldsOf(type).filter(isPaged), keysOf)),
    ),
    fact(
      'lists',
      'The fields that give a list as a whole.',
      byName(objects, (type) => fieldsOf(type).filter(isWhole).map(nameOf)),
    ),
    fact(
      'scalars',
      'What scalars are in JSON.',
      byName(own, ({ name }) => IN_JSON[name] ?? 'string'),
    ),
  ];
  const fields = byName([...objects, ...types.filter(isInterfaceType)], (type) =>
    byName(fieldsOf(type), (field) => String(field.type)),
  );
  const written = '// Written by `npm run emit`.\n';
  return {
    facts: [written, ...facts].join(''),
    fields: written + fact('fields', 'What fields give, by the types that have them.', fields),
  };
}

const nameOf = ({ name }: { name: string }) => name;

const fieldsOf = (type: GraphQLObjectType | GraphQLInterfaceType) =>
  Object.values(type.getFields());

const isRecord = (type: GraphQLObjectType) => type.getInterfaces().map(nameOf).includes('Node');

/** Whether a field gives a connection, of which `first` and `after` choose the page. */
function isPaged({ type }: { type: GraphQLType }): boolean {
  const of = getNullableType(type);
  return isObjectType(of) && 'pageInfo' in of.getFields();
}

const isWhole = ({ type }: { type: GraphQLType }) =>
  isListType(getNullableType(type)) && isCompositeType(getNamedType(type));

const keysOf = ({ args }: GraphQLField<unknown, unknown>) =>
  args.map(nameOf).filter((name) => name !== 'first' && name !== 'after');

/** What each gives by its name, without those that give nothing. */
function byName<T extends { name: string }>(each: readonly T[], give: (one: T) => object | string) {
  const pairs = each.map((one) => [one.name, give(one)] as const);
  return Object.fromEntries(pairs.filter(([, given]) => Object.keys(given).length > 0));
}

/** As source, an entry a line. */
function inLines(value: object): string {
  if (Array.isArray(value)) return JSON.stringify(value);
  const lines = Object.entries(value).map(
    ([name, each]) => `  ${name}: ${JSON.stringify(each)},\n`,
  );
  return `{\n${lines.join('')}}`;
}
