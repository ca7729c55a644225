import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { examples } from '../explorer/examples';
import type { App } from '../http';
import { has } from './accept';
import { RETRY_AFTER } from './errors';

/** Adds what is read beside the API: the front page, the schema, and how the service is. */
export function addPages(server: FastifyInstance, app: App, closing: () => boolean): void {
  const front = frontPage(app.version);
  server.get('/', (_, reply) => reply.headers(HTML).send(front));
  server.get('/favicon.ico', (_, reply) => reply.status(204).send());

  const etag = `W/"${createHash('sha256').update(app.sdl).digest('base64url').slice(0, 20)}"`;
  server.get('/schema.graphql', (request, reply) => {
    reply.headers({ etag, 'cache-control': 'no-cache' }).type('text/plain; charset=utf-8');
    if (has(request.headers['if-none-match'], etag)) return reply.status(304).send();
    return reply.send(app.sdl);
  });

  server.get('/health/live', (_, reply) => reply.headers(FRESH).send({ status: 'live' }));
  server.get('/health/ready', async (_, reply) => {
    reply.headers(FRESH);
    if (!closing() && (await app.ready().catch(() => false))) return { status: 'ready' };
    return reply.status(503).header('retry-after', RETRY_AFTER).send({ status: 'not ready' });
  });
}

const FRESH = { 'cache-control': 'no-store' };

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { line-height: 1.2; margin: 0; }
h2 { margin-top: 2.5rem; }
h3 { margin: 1.5rem 0 0; font-size: 1.1rem; }
p { margin: .25rem 0 .5rem; }
a { color: LinkText; }
a:focus-visible, summary:focus-visible { outline: 3px solid; outline-offset: 2px; }
code, pre { font: .9rem/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid GrayText; border-radius: .25rem; }
summary { cursor: pointer; }
footer { margin-top: 3rem; border-top: 1px solid GrayText; padding-top: 1rem; }
`;

const HTML = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

/** A compass needle, drawn here so that no file need be asked for. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8" fill="#14506e"/><path d="M8 2l3 6H5z" fill="#fff"/><path d="M8 14l3-6H5z" fill="#8cc"/></svg>',
)}`;

function frontPage(version: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Luotsi – library development plans as one graph</title>
<link rel="icon" href="${ICON}">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Luotsi</h1>
<p>The development plans of Finnish libraries as one typed graph: who serves which region, what is
aimed at and how it is measured, which competences are built, which networks meet, what is arranged
and when. Reading needs no key.</p>
<ul>
<li><a href="/explorer">Explorer</a>: write queries with completion, and read the manual of every field</li>
<li><code>/graphql</code>: the API, GraphQL over HTTP, for POST and for GET</li>
<li><a href="/schema.graphql">Schema</a>, for code generators</li>
<li>Health: <a href="/health/live">live</a>, <a href="/health/ready">ready</a></li>
</ul>
<h2>Examples</h2>
<p>Each opens in the explorer, ready to run.</p>
${examples.map(exampleItem).join('\n')}
</main>
<footer>
<p>Data: <a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>.
Luotsi ${escape(version)}.</p>
</footer>
</body>
</html>
`;
}

function exampleItem({ title, description, query }: (typeof examples)[number]): string {
  return `<section>
<h3><a href="/explorer?query=${encodeURIComponent(query)}">${escape(title)}</a></h3>
<p>${escape(description)}</p>
<details><summary>The query: ${escape(title)}</summary><pre tabindex="0"><code>${escape(query)}</code></pre></details>
</section>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
