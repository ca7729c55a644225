import { migrate } from '../app';
import { readConfig } from '../config';

/** Brings the database up to date and says what that took. */
export async function migrateCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const done = await migrate(readConfig(env));
  const lines = done.length > 0 ? done.map((name) => `Done: ${name}`) : ['Nothing to do.'];
  process.stdout.write(`${lines.join('\n')}\n`);
}
