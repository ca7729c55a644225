import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { type Config, readConfig } from '../config';
import { HOME, ownSeeds } from '../package';

/** A year of a library that does not exist. */
export const DEMO = join(HOME, 'seeds', 'demo', 'kaarnala.yaml');

export interface ServeOptions {
  demo?: boolean;
}

/** Serves the API until a signal asks it to stop; then finishes what is under way. */
export async function serveCommand(
  env: NodeJS.ProcessEnv,
  { demo = false }: ServeOptions = {},
): Promise<void> {
  const config = demo ? demoConfig(env) : readConfig(env);
  await tryAddress(config).catch((error: unknown) => {
    throw listenError(error, config);
  });
  // what takes long to load comes when there is no more to refuse
  const { createApp } = await import('../app.js');
  const { createServer } = await import('../http/server.js');
  const app = await createApp(config);
  const server = await createServer(app, config).catch(async (error: unknown) => {
    await app.close();
    throw listenError(error, config);
  });
  process.on('unhandledRejection', (error) =>
    server.fastify.log.error({ err: error }, 'unhandled'),
  );
  process.stdout.write(`Luotsi is at ${server.url}\n`);

  app.jobs.start(server.fastify.log);
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  server.fastify.log.info({ signal }, 'stopping');
  await server.close();
  process.exit(0);
}

/** The settings with other defaults: a database of its own, and the demonstration beside the own seeds. */
export function demoConfig(env: NodeJS.ProcessEnv): Config {
  const database = env.DATABASE_URL?.trim() || 'sqlite:data/demo.sqlite';
  const config = readConfig({ ...env, DATABASE_URL: database });
  return config.seed === 'own' ? { ...config, seed: [...ownSeeds(), DEMO] } : config;
}

/** Listens and ceases again: an address that is taken is to be told before the database is touched. */
function tryAddress({ host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const trial = createTcpServer().once('error', reject);
    trial.listen({ host, port }, () => trial.close(() => resolve()));
  });
}

/** Why the server could not listen, in words that name the setting to change. */
function listenError(error: unknown, { host, port }: Config): unknown {
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new Error(`${place} is in use by another program; choose another PORT.`);
    case 'EACCES':
      return new Error(`${place} may not be listened on by this user; choose another PORT.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Error(`${place} is not an address of this machine; choose another HOST.`);
    default:
      return error;
  }
}
