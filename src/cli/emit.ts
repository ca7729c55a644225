import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, findBreakingChanges } from 'graphql';
import { SCHEMA_FILE, bundleSchemaText, graphSchema, schemaText } from '../app';
import { HOME } from '../package';

// Writes what the code declares to schema/, where it is committed: the GraphQL schema, and that of bundles; tells what
// breaks clients.
const schema = graphSchema();
const before = existsSync(SCHEMA_FILE) ? buildSchema(readFileSync(SCHEMA_FILE, 'utf8')) : schema;
for (const { description } of findBreakingChanges(before, schema))
  process.stdout.write(`Breaks clients: ${description}\n`);
writeFileSync(SCHEMA_FILE, schemaText());
const ofBundles = join(HOME, 'schema', 'bundle.schema.json');
writeFileSync(ofBundles, bundleSchemaText());
process.stdout.write(`${SCHEMA_FILE}\n${ofBundles}\n`);
