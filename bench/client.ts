import { type ChildProcess, fork } from 'node:child_process';
import { type Socket, connect } from 'node:net';
import { join } from 'node:path';
import type { DatabaseTarget } from '../src/database/connect';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** A connection that is kept; it sends one request at a time, and costs little itself. */
class Connection {
  private received: Buffer = Buffer.alloc(0);
  private waiting?: { resolve(body: Buffer): void; reject(error: Error): void };

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (piece) => this.take(piece));
    socket.on('error', (error) => this.waiting?.reject(error));
    socket.on('close', () => this.waiting?.reject(new Error('The server closed the connection.')));
  }

  static open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  send(request: Buffer): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(piece: Buffer): void {
    this.received = this.received.length === 0 ? piece : Buffer.concat([this.received, piece]);
    const end = this.received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    const body = this.received.subarray(end + 4);
    if (body.length < length) return;
    this.received = Buffer.alloc(0);
    if (head.startsWith('HTTP/1.1 200')) this.waiting?.resolve(body);
    else this.waiting?.reject(new Error(`${head.split('\r\n')[0]}: ${body.toString()}`));
  }
}

/** A server in a process of its own. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(
    script: 'ours' | 'limit' | 'peer',
    target: DatabaseTarget,
    env: NodeJS.ProcessEnv = {},
    execPath = process.execPath,
  ): Promise<Server> {
    const child = fork(join(__dirname, `${script}.js`), [JSON.stringify(target)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production', ...env },
      execPath,
      execArgv: process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [],
    });
    const { url } = (await message(child)) as { url: string };
    return new Server(child, url);
  }

  /** A request for `ask` as bytes. */
  request(path: string, body: object, key?: string): Buffer {
    const content = JSON.stringify(body);
    const head = [
      `POST ${path} HTTP/1.1`,
      `host: ${new URL(this.url).host}`,
      'content-type: application/json',
      'accept: application/json',
      ...(key ? [`authorization: Bearer ${key}`] : []),
      `content-length: ${Buffer.byteLength(content)}`,
    ];
    return Buffer.from(`${head.join('\r\n')}\r\n\r\n${content}`);
  }

  /** Sends one request and reads its answer. */
  async ask(request: Buffer): Promise<{ data?: unknown; errors?: unknown }> {
    const connection = await Connection.open(this.url);
    try {
      return JSON.parse((await connection.send(request)).toString()) as object;
    } finally {
      connection.close();
    }
  }

  /** Sends requests one after the other; gives their answers, and how long that took. */
  async send(requests: Buffer[]): Promise<{ answers: string[]; ms: number }> {
    const connection = await Connection.open(this.url);
    try {
      const answers: Buffer[] = [];
      const began = performance.now();
      for (const each of requests) answers.push(await connection.send(each));
      const ms = performance.now() - began;
      return { answers: answers.map(String), ms };
    } finally {
      connection.close();
    }
  }

  /** Sends requests in turn over several connections for some time; gives how many were answered in a second. */
  async load(requests: Buffer[], connections: number, ms: number): Promise<number> {
    const open = await Promise.all(
      Array.from({ length: connections }, () => Connection.open(this.url)),
    );
    let sent = 0;
    const began = performance.now();
    const until = began + ms;
    await Promise.all(
      open.map(async (connection) => {
        while (performance.now() < until)
          await connection.send(requests[sent++ % requests.length]!);
        connection.close();
      }),
    );
    return (sent * 1000) / (performance.now() - began);
  }

  /** How many statements our server has run so far, and the most memory that it has held, in megabytes. */
  async told(): Promise<{ statements: number; peak: number }> {
    const answer = message(this.child);
    this.child.send('tell');
    return (await answer) as { statements: number; peak: number };
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.disconnect();
    });
  }
}

/** The cursors of the first rows of a list, as any client gets them; the query asks for a page behind `$after`. */
export async function walk(
  server: Server,
  query: string,
  list: string,
  count: number,
): Promise<string[]> {
  const cursors: string[] = [];
  while (cursors.length < count) {
    const variables = { after: cursors.at(-1) };
    const { data } = await server.ask(server.request('/graphql', { query, variables }));
    const { edges } = (data as Record<string, { edges: { cursor: string }[] }>)[list]!;
    if (edges.length === 0) break;
    cursors.push(...edges.map((each) => each.cursor));
  }
  return cursors;
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`A server ended with code ${code}.`));
    child.once('exit', fail);
    child.once('message', (given) => {
      child.off('exit', fail);
      resolve(given);
    });
  });
}
