import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, findBreakingChanges } from 'graphql';
import { SCHEMA_FILE, bundleSchemaText, clientModules, graphSchema, schemaText } from '../app';
import { HOME } from '../package';

// Writes what the code declares to where it is committed: the GraphQL schema, that of bundles, and what clients must know;
// tells what breaks clients.
const schema = graphSchema();
const before = existsSync(SCHEMA_FILE) ? buildSchema(readFileSync(SCHEMA_FILE, 'utf8')) : schema;
for (const { description } of findBreakingChanges(before, schema))
  process.stdout.write(`Breaks clients: ${description}\n`);
const files = {
  [SCHEMA_FILE]: schemaText(),
  [join(HOME, 'schema', 'bundle.schema.json')]: bundleSchemaText(),
};
for (const [name, text] of Object.entries(clientModules()))
  files[join(HOME, 'src', 'clients', `${name}.ts`)] = text;
for (const [file, text] of Object.entries(files)) {
  writeFileSync(file, text);
  process.stdout.write(`${file}\n`);
}
