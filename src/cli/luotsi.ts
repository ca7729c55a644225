#!/usr/bin/env node

import './production';
import 'reflect-metadata';
import { Command, InvalidArgumentError, Option } from 'commander';
import { MOST_ROWS } from '../bundle/bundle';
import { VERSION } from '../package';
import { RequestFailed } from '../transfer/failed';
import type { ExplainOptions } from './explain';
import type { ExportOptions } from './export';
import type { ImportOptions } from './import';
import type { KeyOptions } from './keys';
import type { ServeOptions } from './serve';
import type { TemplateOptions } from './template';

// each command is loaded when it is called, with what it needs: a server needs much, a client little

const { env } = process;
const program = new Command('luotsi')
  .description('Library development plans as one GraphQL API.')
  .version(VERSION);

// what is no option names a command: a slip is not to be taken for something about serving
const [first = '-'] = process.argv.slice(2);
program
  .command('serve', { isDefault: first.startsWith('-') })
  .description('brings the database up to date and serves the API until it is told to stop')
  .option('--demo', 'with a made-up library beside the plans, by default in data/demo.sqlite')
  .action(async (options: ServeOptions) => (await import('./serve.js')).serveCommand(env, options));

program
  .command('migrate')
  .description('brings the database up to date')
  .action(async () => (await import('./migrate.js')).migrateCommand(env));

const serverOption = () =>
  new Option('--server <url>', 'the server').env('LUOTSI_SERVER').default('http://127.0.0.1:4000');
const keyOption = () => new Option('--key <key>', 'the key to send').env('LUOTSI_KEY');

const languageOption = () =>
  new Option('--language <language>', 'of the headings of a workbook')
    .choices(['fi', 'sv', 'en', 'names'])
    .default('fi');

program
  .command('import')
  .description('sends files to a server: workbooks (.xlsx), tables in CSV, bundles in YAML or JSON')
  .argument('<file...>', 'files to import, one after the other; - is the standard input')
  .addOption(serverOption())
  .addOption(keyOption())
  .option('--json', 'one JSON document on standard output that tells of every row')
  .option('--dry-run', 'only tells what would come of it')
  .addOption(
    new Option('--mode <mode>', 'what to do with rows; sync deletes what its system has no more')
      .choices(['upsert', 'insert', 'sync'])
      .default('upsert'),
  )
  .option('--not-atomic', 'leaves out rows with problems, where else the chunk would be refused')
  .option('--force', 'for sync: deletes even more than a fifth of what it reaches')
  .option('--plan <slug>', 'for sync: the plan within which it deletes')
  .option('--type <type>', 'what a table holds, such as events; else its name or its headings tell')
  .option('--chunk <rows>', 'rows to send at once (default: 2000)', chunkSize)
  .addHelpText(
    'after',
    `
Files with more rows are cut into chunks, each of which is taken whole or not at all; a sync is never cut. In tables
with more than 10000 rows, what others refer to must stand above them.
Running an import again is safe: what is written already is found unchanged.

Ends with
  0  where all is taken
  1  where rows or chunks were refused, or a file cannot be read
  2  where the server cannot be reached, or refuses the key
  130  where it was interrupted`,
  )
  .action(async (files: string[], given: ImportOptions & { notAtomic?: boolean }) => {
    const { importCommand } = await import('./import.js');
    process.exitCode = await importCommand(files, { ...given, atomic: !given.notAtomic });
  });

program
  .command('export')
  .description('writes what a server has to standard output, as a bundle that import takes')
  .addOption(new Option('--plan <slug>', 'only this plan').conflicts('organisation'))
  .option('--organisation <slug>', 'only what this organisation owns')
  .addOption(serverOption())
  .addOption(keyOption())
  .option('--json', 'in JSON instead of YAML')
  .option('--xlsx', 'as a workbook')
  .option('--output <file>', 'the file to write; the standard output unless said')
  .addOption(languageOption())
  .addHelpText('after', '\nEnds with 0, 1 or 2 as import does.')
  .action(async (options: ExportOptions) => (await import('./export.js')).exportCommand(options));

const keys = program
  .command('keys')
  .description('makes, lists and revokes keys, in the database of the settings');

keys
  .command('create')
  .description('makes a key and writes it to standard output, this once')
  .requiredOption('--name <name>', 'what it is for')
  .addOption(
    new Option('--role <role>', 'what it allows')
      .choices(['READER', 'EDITOR', 'ADMIN'])
      .makeOptionMandatory(),
  )
  .option('--organisation <slug...>', 'the organisations that it covers', [])
  .option('--expires <instant>', 'when it expires, such as 2027-01-01T00:00:00Z')
  .action(async (options: KeyOptions) =>
    (await import('./keys.js')).createKeyCommand(options, env),
  );

keys
  .command('list')
  .description('lists the keys, the newest first, without their secrets')
  .action(async () => (await import('./keys.js')).listKeysCommand(env));

keys
  .command('revoke')
  .description('revokes a key, from the next request on')
  .argument('<key>', 'its id, or what it begins with')
  .action(async (named: string) => (await import('./keys.js')).revokeKeyCommand(named, env));

program
  .command('explain')
  .description('tells how a query is answered: its outline, its SQL, and how the database plans it')
  .argument('<query>', 'a query in GraphQL')
  .option('--variables <json>', 'its variables')
  .option('--language <language>', 'the language of texts, such as sv', 'fi')
  .option('--admin', 'as an ADMIN, who sees everything, rather than without a key')
  .action(async (query: string, options: ExplainOptions) =>
    (await import('./explain.js')).explainCommand(query, options, env),
  );

program
  .command('template')
  .description(
    'prints a CSV file of a type to fill in, or writes a workbook: all.xlsx, events.xlsx',
  )
  .argument('<what>', 'a type, such as events, or the name of a workbook')
  .addOption(languageOption())
  .addOption(serverOption())
  .addOption(keyOption())
  .action(async (what: string, options: TemplateOptions) =>
    (await import('./template.js')).templateCommand(what, options),
  );

program
  .command('lint')
  .description('judges an iCalendar feed by RFC 5545 and RFC 7986')
  .argument('<source>', 'an address, or a file; - is the standard input')
  .addHelpText(
    'after',
    `
Ends with
  0  where nothing is wrong with it
  1  where there are problems, which are told by their lines
  2  where it cannot be read or reached`,
  )
  .action(async (source: string) => {
    process.exitCode = await (await import('./lint.js')).lintCommand(source);
  });

function chunkSize(text: string): number {
  const rows = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (rows >= 1 && rows <= MOST_ROWS) return rows;
  throw new InvalidArgumentError(`Wanted a number from 1 to ${MOST_ROWS}.`);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(); // who reads has had enough
});

program.parseAsync().catch((error: unknown) => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const debugging = /^(debug|trace)$/.test(env.LOG_LEVEL ?? '');
  process.stderr.write(`${debugging ? stack : message}\n`);
  process.exit(error instanceof RequestFailed ? error.exit : 1);
});
