import { connect } from 'node:net';
import type { PoolClient } from 'pg';

/** What a client of `pg` knows of its connection. */
interface Running {
  host: string;
  port: number;
  processID: number;
  secretKey: number;
}

const CANCEL = 80_877_102;

/**
 * Asks PostgreSQL to stop what a connection runs (Frontend/Backend Protocol, "Canceling Requests in Progress"): by the key
 * of the connection, which a pooler between knows too. Where it is not heard, `statement_timeout` ends the statement.
 */
export function cancel(client: PoolClient): void {
  const { host, port, processID, secretKey } = client as unknown as Running;
  const request = Buffer.alloc(16);
  [request.length, CANCEL, processID, secretKey].forEach((each, i) =>
    request.writeInt32BE(each, 4 * i),
  );
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.on('error', () => undefined).setTimeout(5_000, () => socket.destroy());
  socket.end(request);
}
