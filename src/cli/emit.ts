import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, findBreakingChanges } from 'graphql';
import { graphSchema } from '../app';
import { HOME } from '../package';

// Writes the schema that the code declares to schema/schema.graphql, where it is committed, and tells what breaks clients.
const path = join(HOME, 'schema', 'schema.graphql');
const { schema, sdl } = graphSchema();
const before = existsSync(path) ? buildSchema(readFileSync(path, 'utf8')) : schema;
for (const { description } of findBreakingChanges(before, schema))
  process.stdout.write(`Breaks clients: ${description}\n`);
writeFileSync(path, sdl);
process.stdout.write(`${path}\n`);
