import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, RequestFailed } from '../transfer/failed';

/** A server to ask, and as whom. */
export interface Server {
  /** The address of its API. */
  url: string;
  key?: string;
  /** Tells whoever waits why. */
  note?: (line: string) => void;
  /** Stops what is under way. */
  signal?: AbortSignal;
}

/** What the options and the environment say of the server. */
export interface ServerOptions {
  server: string;
  key?: string;
}

export { EXIT, RequestFailed };

const TRIES = 5;
const LONGEST_WAIT = 60;
const PATIENCE = 120_000;
/** Statuses after which it is worth while to ask again; 502 and 504 are said by what stands before a server. */
const BUSY = new Set([429, 502, 503, 504]);
/** Why a connection was never made; after anything else the request may have come through. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const REFUSED_KEY = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** The server that the options name: the address of its API, with or without `/graphql` behind it. */
export function serverOf({ server, key }: ServerOptions): Server {
  const url = URL.canParse(server) ? new URL(server) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`Wanted the address of a server, such as http://127.0.0.1:4000; got ${server}`);
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw new RequestFailed('UNAUTHENTICATED', 'This cannot be a key.', EXIT.UNREACHABLE);
  return { url: `${url.href.replace(/(\/graphql)?(?<!\/)\/*$/, '')}/graphql`, key };
}

/**
 * Asks the server, again where it is busy or away; so it is for queries, and for mutations that may come twice. Throws
 * `RequestFailed`.
 */
export async function ask<T>(server: Server, query: string, variables: object = {}): Promise<T> {
  const body = JSON.stringify({ query, variables });
  let lost = false; // whether an earlier try may have come through
  for (let tries = 1; ; tries++) {
    const answer = await send(server, body);
    if (!(answer instanceof Response)) {
      lost ||= answer.unsure;
      const { code, message, exit } = answer;
      if (tries >= TRIES - 1) throw new RequestFailed(code, message, exit, lost);
      await wait(2 ** (tries - 2), message, server);
    } else if (BUSY.has(answer.status)) {
      lost = true;
      if (tries >= TRIES) throw tooBusy(server, answer);
      const after = retryAfter(answer.headers.get('retry-after')) ?? 2 ** (tries - 1);
      await wait(after, `The server is busy (HTTP ${answer.status})`, server);
    } else return readAnswer<T>(answer, server);
  }
}

async function send(server: Server, body: string): Promise<Response | RequestFailed> {
  const { url, key, signal } = server;
  const patience = AbortSignal.timeout(PATIENCE);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      },
      body,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    // read here, since the connection may break in the middle of it too
    return new Response(await response.text(), response);
  } catch (error) {
    if (signal?.aborted) throw interrupted();
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    const why = `${url} cannot be reached: ${message || code}`;
    return new RequestFailed('UNREACHABLE', why, EXIT.UNREACHABLE, !NEVER_SENT.has(code ?? ''));
  }
}

async function readAnswer<T>(answer: Response, { url }: Server): Promise<T> {
  interface Body {
    data?: T | null;
    errors?: { message: string; extensions?: { code?: string } }[];
  }
  const body = (await answer.json().catch(() => null)) as Body | null;
  const error = body?.errors?.[0];
  if (error) {
    const code = error.extensions?.code ?? 'INTERNAL_SERVER_ERROR';
    const exit = REFUSED_KEY.has(code) ? EXIT.UNREACHABLE : EXIT.REFUSED;
    throw new RequestFailed(code, error.message, exit);
  }
  if (body?.data) return body.data;
  const to = answer.headers.get('location');
  const what = `HTTP ${answer.status}${to ? ` to ${to}` : ''}`;
  const message = `${url} does not answer as Luotsi does: ${what}.`;
  throw new RequestFailed('UNREACHABLE', message, EXIT.UNREACHABLE, answer.status >= 500);
}

function tooBusy({ url }: Server, { status }: Response): RequestFailed {
  const message = `${url} was busy ${TRIES} times (HTTP ${status}).`;
  return new RequestFailed('SERVICE_UNAVAILABLE', message, EXIT.UNREACHABLE, true);
}

const interrupted = () =>
  new RequestFailed('INTERRUPTED', 'It was interrupted.', EXIT.INTERRUPTED, true);

async function wait(seconds: number, why: string, { note, signal }: Server): Promise<void> {
  const time = Math.min(seconds, LONGEST_WAIT);
  note?.(`${why.replace(/\.$/, '')}; trying again in ${time} s.`);
  await sleep(time * 1000, undefined, { signal }).catch(() => {
    throw interrupted();
  });
}

/** The seconds that `Retry-After` asks for, whether it says so or names a time. */
function retryAfter(header: string | null): number | null {
  if (!header) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const seconds = Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}
