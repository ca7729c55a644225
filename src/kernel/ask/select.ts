import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  getDirectiveValues,
  isAbstractType,
} from 'graphql';
import type { Attribute, Computed, Entity, Relation } from '../declare/declare';
import { storedIn } from '../declare/stored';

/** What a field of an entity was declared as. */
export type Declaration =
  | { sort: 'attribute'; attribute: Attribute }
  | { sort: 'relation'; relation: Relation }
  | { sort: 'computed'; computed: Computed };

const declarations = new WeakMap<Entity, Map<string, Declaration>>();

/** The declarations of an entity's GraphQL fields by their names. */
export function fieldsOf(entity: Entity): Map<string, Declaration> {
  let fields = declarations.get(entity);
  if (!fields) {
    fields = new Map();
    for (const attribute of entity.attributes)
      if (!attribute.hidden && attribute.kind !== 'one' && attribute.kind !== 'many')
        fields.set(attribute.name, { sort: 'attribute', attribute });
    const hidden = new Set(
      entity.attributes.filter((each) => each.hidden).map((each) => each.name),
    );
    for (const relation of entity.relations)
      if (!hidden.has(relation.name)) fields.set(relation.name, { sort: 'relation', relation });
    for (const computed of entity.computed)
      fields.set(computed.name, { sort: 'computed', computed });
    declarations.set(entity, fields);
  }
  return fields;
}

/** What a selection is read with. */
export interface Document {
  schema: GraphQLSchema;
  fragments: Record<string, FragmentDefinitionNode | undefined>;
  variables: Record<string, unknown>;
}

/** The fields of an object under their keys in the answer, in its order; what has one key is asked once. */
export type Fields = Map<string, FieldNode[]>;

/** Collects the fields of an object below some nodes (GraphQL, section 6.3.2). */
export function fieldsBelow(
  type: GraphQLObjectType,
  nodes: readonly { selectionSet?: SelectionSetNode }[],
  document: Document,
): Fields {
  const fields: Fields = new Map();
  const spread = new Set<string>();
  const add = (set: SelectionSetNode | undefined) => {
    for (const node of set?.selections ?? []) {
      if (!isIncluded(node, document)) continue;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const found = fields.get(key);
        if (found) found.push(node);
        else fields.set(key, [node]);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (appliesTo(type, node.typeCondition?.name.value, document)) add(node.selectionSet);
      } else if (!spread.has(node.name.value)) {
        spread.add(node.name.value);
        const fragment = document.fragments[node.name.value];
        if (fragment && appliesTo(type, fragment.typeCondition.name.value, document))
          add(fragment.selectionSet);
      }
    }
  };
  for (const each of nodes) add(each.selectionSet);
  return fields;
}

function isIncluded(node: SelectionNode, { variables }: Document): boolean {
  if (!node.directives || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}

function appliesTo(type: GraphQLObjectType, condition: string | undefined, { schema }: Document) {
  if (condition === undefined || condition === type.name) return true;
  const wider = schema.getType(condition);
  return isAbstractType(wider) && schema.isSubType(wider, type);
}

/** The properties of a row that the given fields need; its id where there are none. */
export function propertiesFor(entity: Entity, fields: readonly FieldNode[]): Set<string> {
  const properties = new Set<string>();
  const declared = fieldsOf(entity);
  for (const { name } of fields) {
    const declaration = declared.get(name.value);
    if (name.value === 'id') properties.add('id');
    else if (declaration) for (const each of needsOf(declaration)) properties.add(each);
  }
  if (properties.size === 0) properties.add('id');
  return properties;
}

function needsOf(declaration: Declaration): string[] {
  if (declaration.sort === 'relation') return [declaration.relation.join.from];
  if (declaration.sort === 'computed') return declaration.computed.needs;
  return [...storedIn(declaration.attribute), ...(declaration.attribute.needs ?? [])];
}
