import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { DatabaseTarget } from '../src/database/connect';

/** What we use of PostGraphile. */
interface Modules {
  postgraphile: {
    postgraphile(preset: object): {
      createServ(grafserv: unknown): { addTo(server: unknown): Promise<void> };
    };
  };
  'postgraphile/grafserv/node': { grafserv: unknown };
  'postgraphile/presets/amber': { PostGraphileAmberPreset: unknown };
  'postgraphile/adaptors/pg': { makePgService(options: object): unknown };
}

/** PostGraphile as it comes, with what the limit asks of PostgreSQL. */
async function serve(target: DatabaseTarget): Promise<void> {
  if (target.kind !== 'postgres') throw new Error('PostGraphile reads PostgreSQL only.');
  const found = createRequire(join(process.env.PEERS_FOLDER!, 'package.json'));
  const load = <T extends keyof Modules>(name: T) => found(name) as Modules[T];
  const { makePgService } = load('postgraphile/adaptors/pg');
  const poolConfig = { max: 10, options: '-c jit=off' };
  const instance = load('postgraphile').postgraphile({
    extends: [load('postgraphile/presets/amber').PostGraphileAmberPreset],
    pgServices: [makePgService({ connectionString: target.url, schemas: ['public'], poolConfig })],
    grafserv: { graphqlPath: '/graphql', graphiql: false, websockets: false },
  });
  const server = createServer();
  await instance.createServ(load('postgraphile/grafserv/node').grafserv).addTo(server);
  server.listen(0, '127.0.0.1', () => {
    process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
}

process.once('disconnect', () => process.exit()); // with the bench, however it ends
void serve(JSON.parse(process.argv[2]!) as DatabaseTarget);
