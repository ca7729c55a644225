import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connections, watchConnections } from '../src/http/connections';

const LARGE = 'x'.repeat(30_000_000);
let server: Server;
let connections: Connections;
let answer: () => void;

beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === '/large') return void response.end(LARGE);
    if (request.url === '/slow') answer = () => void response.end('done');
    else response.end('here');
  });
  connections = watchConnections(server, { reading: 400, last: 200 });
  server.listen(0);
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function open(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function ask(path: string): Promise<Socket> {
  const socket = await open();
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
  return socket;
}

/** Milliseconds until all connections are closed after the server was told to stop. */
async function stop(): Promise<number> {
  const began = performance.now();
  const closed = new Promise((resolve) => server.close(resolve));
  connections.close();
  await closed;
  return performance.now() - began;
}

test('those on which nothing is asked are closed at once', async () => {
  const answered = await ask('/');
  await once(answered, 'data');
  await open(); // nothing was ever asked
  (await open()).write('GET / HT');
  await sleep(50);
  expect(await stop()).toBeLessThan(150);
});

test('what is under way is answered, and told to be the last', async () => {
  const socket = await ask('/slow');
  await once(server, 'request');
  const [stopped, received] = [stop(), once(socket, 'data')];
  await sleep(100);
  answer();
  expect(String((await received)[0])).toMatch(/^HTTP\/1.1 200 OK.*connection: close.*done/is);
  await stopped;
});

test('one on which an answer is not read is cut off when the server stops', async () => {
  const socket = await ask('/large');
  await once(socket, 'readable'); // and it reads nothing
  expect(await stop()).toBeLessThan(2_000);
});

test('one on which an answer is not read is cut off in the end, and others are not', async () => {
  const [deaf, idle] = [await ask('/large'), await ask('/')];
  await once(idle, 'data');
  await once(deaf, 'readable');
  const count = async () =>
    new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n)));
  expect(await count()).toBe(2);
  await sleep(1_000);
  expect(await count()).toBe(1);
  idle.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(idle, 'data');
});
