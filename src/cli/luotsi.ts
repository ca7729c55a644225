#!/usr/bin/env node

import './production';
import { Command } from 'commander';
import { migrateCommand } from './migrate';
import { serveCommand } from './serve';

const program = new Command('luotsi').description('Library development plans as one GraphQL API.');

program
  .command('serve', { isDefault: true })
  .description('brings the database up to date and serves the API until it is told to stop')
  .action(() => serveCommand(process.env));

program
  .command('migrate')
  .description('brings the database up to date')
  .action(() => migrateCommand(process.env));

program.parseAsync().catch((error: unknown) => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const debugging = /^(debug|trace)$/.test(process.env.LOG_LEVEL ?? '');
  process.stderr.write(`${debugging ? stack : message}\n`);
  process.exit(1);
});
