import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Milliseconds that a client has to read an answer; and those it has once the server stops. */
const READING = 60_000;
const READING_LAST = 2_000;

/** Closes what is open of a server. */
export interface Connections {
  /**
   * Closes each connection as soon as nothing is being answered on it; new ones are for one answer. It is done when all is
   * answered that was under way.
   */
  drain(): Promise<void>;
  /** Closes each connection as soon as nothing is being answered on it; new ones at once. */
  close(): void;
}

/**
 * Watches the connections of a server. One on which an answer is not read is cut off, for the answer would be held as
 * long; when the server stops, those on which nothing is asked are closed at once, though nothing were ever asked on them.
 */
export function watchConnections(
  server: Server,
  { reading = READING, last = READING_LAST } = {},
): Connections {
  const open = new Set<Socket>();
  /** What is being answered, and since when it is being sent. */
  const answers = new Map<ServerResponse, number | null>();
  let [ending, closing] = [false, false];

  const isBusy = (socket: Socket) => [...answers.keys()].some((each) => each.req.socket === socket);
  server.on('connection', (socket) => {
    if (closing) return void socket.destroy();
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('request', ({ socket }, response: ServerResponse) => {
    answers.set(response, null);
    if (ending) response.setHeader('connection', 'close');
    response.on('close', () => {
      answers.delete(response);
      if (ending && !isBusy(socket)) socket.destroySoon();
    });
  });

  const watch = setInterval(
    () => {
      const now = performance.now();
      for (const [response, since] of answers) {
        if (since === null) {
          if (response.headersSent) answers.set(response, now);
        } else if (now - since > (ending ? last : reading)) response.req.socket.destroy();
      }
    },
    Math.min(reading, last) / 4,
  ).unref();
  server.on('close', () => clearInterval(watch));

  const end = () => {
    ending = true;
    for (const response of answers.keys())
      if (!response.headersSent) response.setHeader('connection', 'close');
    for (const socket of open) if (!isBusy(socket)) socket.destroy();
  };
  return {
    async drain() {
      end();
      const closed = (each: ServerResponse) => new Promise((resolve) => each.on('close', resolve));
      await Promise.all([...answers.keys()].map(closed));
    },
    close() {
      closing = true;
      end();
    },
  };
}
