import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { HOME } from '../package';
import { has } from './accept';
import { sendKept } from './encoding';
import { ICON } from './front';
import { refuse } from './refusals';

/** Where `explorer/build.mjs` puts the files of the page. */
const FILES = join(HOME, 'dist', 'explorer');

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** The names of the files tell what is in them. */
const HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  vary: 'Accept-Encoding',
};

const HTML = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  vary: 'Accept-Encoding',
  // nothing is fetched but what the page asks of this server
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

/** Adds the explorer, which is GraphiQL: a page, and beside it the files that it is made of. `?query=` fills the editor. */
export function addExplorer(server: FastifyInstance): void {
  let made: Explorer | undefined; // a start waits for nothing that nobody has asked for
  const explorer = () => (made ??= readExplorer());

  server.get('/explorer', { compress: false }, async (request, reply) => {
    const { page, etag } = explorer();
    reply.headers({ ...HTML, etag });
    if (has(request.headers['if-none-match'], etag)) return reply.status(304).send();
    return sendKept(request, reply, page);
  });
  server.get('/explorer/:file', { compress: false }, async (request, reply) => {
    const { file } = request.params as { file: string };
    const body = explorer().files.get(file);
    if (!body) return refuse(request, reply, 404, 'Nothing is here.');
    return sendKept(request, reply.headers(HEADERS).type(TYPES[extname(file)]!), body);
  });
}

interface Explorer {
  page: Buffer;
  etag: string;
  /** Files by their names. */
  files: Map<string, Buffer>;
}

function readExplorer(): Explorer {
  const names = readdirSync(FILES);
  const files = new Map(names.map((name) => [name, readFileSync(join(FILES, name))]));
  const named = (type: string) => `/explorer/${names.find((name) => extname(name) === type)}`;
  const page = Buffer.from(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Luotsi – explorer</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${named('.css')}">
<script type="module" src="${named('.js')}"></script>
</head>
<body>
<main><noscript>The explorer is a script. <a href="/">The front page</a> needs none.</noscript></main>
</body>
</html>
`);
  const hash = createHash('sha256').update(page).digest('base64url').slice(0, 20);
  return { page, etag: `W/"${hash}"`, files };
}
