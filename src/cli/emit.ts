import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphSchema } from '../app';
import { HOME } from '../package';

/** Writes the schema that the code declares to `schema/schema.graphql`, where it is committed. */
const path = join(HOME, 'schema', 'schema.graphql');
writeFileSync(path, graphSchema().sdl);
process.stdout.write(`${path}\n`);
