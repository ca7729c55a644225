import 'reflect-metadata';
import { createApp } from '../../src/app';
import { bareDatabase, keepTemplate } from './databases';
import { testConfig } from './server';

/** Makes the two databases that test files copy: an empty one and one with the seeds. */
export default async function setup(): Promise<void> {
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
