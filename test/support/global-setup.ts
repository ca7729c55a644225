import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../src/app';
import { bareDatabase, keepTemplate } from './databases';
import { testConfig } from './server';

const ROOT = join(__dirname, '..', '..');

/** Makes the two databases that test files copy, an empty one and one with the seeds, and the explorer if it is not there. */
export default async function setup(): Promise<void> {
  if (!existsSync(join(ROOT, 'dist', 'explorer')))
    execFileSync(process.execPath, [join(ROOT, 'explorer', 'build.mjs')]);
  for (const [template, seed] of [
    ['empty', 'none'],
    ['seeded', 'own'],
  ] as const) {
    const database = await bareDatabase();
    const app = await createApp(testConfig({ database, seed }));
    await app.close();
    keepTemplate(template, database);
  }
}
