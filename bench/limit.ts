import 'reflect-metadata';
import { readFileSync, readdirSync } from 'node:fs';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Pool } from 'pg';
import type { DatabaseTarget } from '../src/database/connect';
import { HOME } from '../src/package';
import { writesOn } from './limit-writes';

type Parameters = Record<string, unknown>;
type Answer = (parameters: Parameters) => string | Promise<string>;

/** The least a server can do: one prepared statement that makes the whole answer, and nothing around it. */
async function serve(target: DatabaseTarget): Promise<void> {
  const reads = target.kind === 'sqlite' ? onSqlite(target.path) : onPostgres(target.url);
  const answers = new Map<string, Answer>([...reads, ...(await writesOn(target))]);
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const [, size] = /^\/bytes\/(\d+)$/.exec(request.url!) ?? [];
      if (size) return send(response, bytesOf(Number(size)));
      const answer = answers.get(request.url!.slice(1))!;
      const parameters = JSON.parse(Buffer.concat(pieces).toString()) as Parameters;
      void Promise.resolve(answer(parameters)).then((text) => {
        send(response, Buffer.from(`{"data":${text}}`));
      });
    });
  });
  server.listen(0, '127.0.0.1', () => {
    process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
}

function send(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

const made = new Map<number, Buffer>();

/** So many bytes, made once: what sending alone costs. */
function bytesOf(size: number): Buffer {
  let found = made.get(size);
  if (!found) made.set(size, (found = Buffer.from(JSON.stringify('x'.repeat(size - 2)))));
  return found;
}

function statements(dialect: string): [name: string, text: string][] {
  const folder = join(HOME, 'bench', 'limit');
  const ending = `.${dialect}.sql`;
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => [file.slice(0, -ending.length), readFileSync(join(folder, file), 'utf8')]);
}

function onSqlite(path: string): Map<string, Answer> {
  const handle = new Sqlite(path, { readonly: true });
  return new Map(
    statements('sqlite').map(([name, text]): [string, Answer] => {
      const statement = handle.prepare(text).pluck();
      return [name, (parameters) => statement.get(parameters) as string];
    }),
  );
}

function onPostgres(url: string): Map<string, Answer> {
  // without bitmap scans, a page is read in the order of an index, and not all of its list sorted
  const options = '-c jit=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan';
  const pool = new Pool({ connectionString: url, max: 10, options });
  return new Map(
    statements('postgres').map(([name, named]): [string, Answer] => {
      const names: string[] = [];
      const text = named.replace(/(?<!:):(\w+)/g, (_, each: string) => {
        if (!names.includes(each)) names.push(each);
        return `$${names.indexOf(each) + 1}`;
      });
      return [
        name,
        async (parameters) => {
          const values = names.map((each) => parameters[each]);
          const { rows } = await pool.query<[string]>({ name, text, values, rowMode: 'array' });
          return rows[0]![0];
        },
      ];
    }),
  );
}

process.once('disconnect', () => process.exit()); // with the bench, however it ends
void serve(JSON.parse(process.argv[2]!) as DatabaseTarget);
