import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_KEY, type TestServer } from './server';

const ROOT = join(__dirname, '..', '..');

/** The built program: it is run as a process of its own, as those who use it do. */
export const PROGRAM = join(ROOT, 'dist', 'src', 'cli', 'luotsi.js');

beforeAll(() => {
  const built = existsSync(PROGRAM) ? statSync(PROGRAM).mtimeMs : 0;
  const sources = ['src', 'migrations'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const newer = sources.find((file) => statSync(join(ROOT, file)).mtimeMs > built);
  if (newer) throw new Error(`${newer} is newer than dist/: run \`npm run build\` first.`);
});

/** A folder of the test file's own, in which its commands run. */
export const folder = mkdtempSync(join(tmpdir(), 'luotsi-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file into the folder, and gives its name. */
export function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs a command until it ends. */
export async function luotsi(
  args: string[],
  { env = {}, input = '' }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, ...env },
    cwd: folder,
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...said };
}

/** The options that lead a command to a server. */
export const at = (server: TestServer, key = ADMIN_KEY): string[] => [
  '--server',
  server.url,
  '--key',
  key,
];
