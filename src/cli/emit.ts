import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, findBreakingChanges } from 'graphql';
import { bundleSchemaText, graphSchema, schemaText } from '../app';
import { HOME } from '../package';

// Writes what the code declares to schema/, where it is committed: the GraphQL schema, and that of bundles; tells what
// breaks clients.
const path = join(HOME, 'schema', 'schema.graphql');
const schema = graphSchema();
const before = existsSync(path) ? buildSchema(readFileSync(path, 'utf8')) : schema;
for (const { description } of findBreakingChanges(before, schema))
  process.stdout.write(`Breaks clients: ${description}\n`);
writeFileSync(path, schemaText());
const ofBundles = join(HOME, 'schema', 'bundle.schema.json');
writeFileSync(ofBundles, bundleSchemaText());
process.stdout.write(`${path}\n${ofBundles}\n`);
