import '../src/cli/production';
import 'reflect-metadata';
import { createApp } from '../src/app';
import { readConfig } from '../src/config';
import type { DatabaseTarget } from '../src/database/connect';
import type { Sql } from '../src/database/sql';
import { createServer } from '../src/http/server';

/**
 * The whole server with its default settings, except that it logs no requests; tells how many statements it has run, and
 * how much memory it has held.
 */
async function serve(database: DatabaseTarget): Promise<void> {
  const env: NodeJS.ProcessEnv = {
    PORT: '0',
    LOG_LEVEL: 'warn',
    LUOTSI_SEED: 'none',
    CACHE_BYTES: process.env.CACHE_BYTES,
    LUOTSI_ADMIN_KEY: process.env.LUOTSI_ADMIN_KEY,
  };
  const config = { ...readConfig(env), database };
  const app = await createApp(config);
  const { read, write } = app.database;
  let statements = 0;
  app.database.read = (...given) => {
    statements++;
    return read(...given);
  };
  app.database.write = (work) =>
    write((session) => {
      const counted = (statement: Sql) => {
        statements++;
        return session.run(statement);
      };
      return work({ ...session, run: counted, read: counted });
    });
  const { url } = await createServer(app, config);
  process.on('message', () => {
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    process.send!({ statements, peak });
  });
  process.send!({ url });
}

process.once('disconnect', () => process.exit()); // with the bench, however it ends
void serve(JSON.parse(process.argv[2]!) as DatabaseTarget);
