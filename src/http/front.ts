import { createHash } from 'node:crypto';
import type { CalendarEvent } from '../calendar/calendar-event';
import type { Maker } from '../calendar/maker';
import { whereOf, wordsOf } from '../calendar/words';
import { examples } from './examples';
import { SERVICE } from '../service';
import { labelOf } from '../value/timing-label';

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { line-height: 1.2; margin: 0; }
h2 { margin-top: 2.5rem; }
h3 { margin: 1.5rem 0 0; font-size: 1.1rem; }
p { margin: .25rem 0 .5rem; }
a { color: LinkText; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
form { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .75rem 1.25rem; margin: 1rem 0; align-items: end; }
label { display: block; font-weight: 600; }
label small { display: block; font-weight: normal; opacity: .8; line-height: 1.3; }
input, select, button { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; margin-top: .2rem; }
input, select { font-weight: normal; }
input[type=checkbox] { width: auto; margin: 0 .4rem 0 0; }
.check { display: flex; align-items: flex-start; align-self: center; }
form p, output { grid-column: 1 / -1; }
button { width: auto; padding: .5rem 1.5rem; }
output { display: block; }
output p, .address { overflow-wrap: anywhere; }
.problem { border-left: .3rem solid #c62828; padding-left: .75rem; }
time, .state { font-variant-numeric: tabular-nums; }
code, pre { font: .9rem/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid GrayText; border-radius: .25rem; }
summary { cursor: pointer; }
footer { margin-top: 3rem; border-top: 1px solid GrayText; padding-top: 1rem; }
`;

/** What is said of the front page beside it: it asks nobody for anything, and runs no script. */
export const HTML = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
};

/** A compass needle, drawn here so that no file need be asked for. */
export const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8" fill="#14506e"/><path d="M8 2l3 6H5z" fill="#fff"/><path d="M8 14l3-6H5z" fill="#8cc"/></svg>',
)}`;

/** What the front page shows. */
interface Front {
  version: string;
  /** Null where the events cannot be had. */
  maker: Maker | null;
  /** Where the service is reached. */
  base: string;
}

/** The front page: what this is, the maker of calendar addresses, and examples. */
export function frontPage({ version, maker, base }: Front): string {
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
<li><a href="#calendar">Calendar</a>: an address to subscribe to, with the events that you want</li>
<li>Health: <a href="/health/live">live</a>, <a href="/health/ready">ready</a></li>
</ul>
${maker ? calendar(maker, base) : '<h2 id="calendar">Calendar</h2>\n<p>The events cannot be had at the moment.</p>'}
<h2>Examples</h2>
<p>Each opens in the explorer, ready to run.</p>
${examples.map(exampleItem).join('\n')}
</main>
<footer>
<p>Data: <a rel="license" href="${SERVICE.licence.url}">${SERVICE.licence.name}</a>.
Luotsi ${escape(version)}.</p>
</footer>
</body>
</html>
`;
}

/** The form that makes addresses of feeds, with what comes of it; it needs no script. */
function calendar({ fields, problem, search, next, query }: Maker, base: string): string {
  const address = (form: string) => escape(`${base}/${form}${search ? `?${search}` : ''}`);
  const result = problem
    ? `<p class="problem" role="alert"><strong>${escape(problem.parameter)}</strong>: ${escape(problem.wanted)}</p>`
    : `<p>The address to paste into a calendar:<br>
<a class="address" id="address" href="${address('calendar.ics')}"><code>${address('calendar.ics')}</code></a></p>
<p><a href="${address('calendar.ics').replace(/^https?:/, 'webcal:')}">Subscribe</a> in the calendar of this device. The same events as <a href="${address('events.atom')}">Atom</a>, <a href="${address('events.csv')}">CSV</a>,
<a href="${address('events.jsonld')}">JSON-LD</a>, and <a href="/explorer?query=${encodeURIComponent(query)}">in the explorer</a>.</p>
<h3>Next</h3>
${next.length > 0 ? `<ul id="next">\n${next.map(eventItem).join('\n')}\n</ul>` : '<p id="next">Nothing yet.</p>'}
<details><summary>The query for the same events</summary><pre tabindex="0"><code>${escape(query)}</code></pre></details>`;
  return `<section id="calendar">
<h2>Calendar</h2>
<p>Choose what you want; all that is left open is not asked for. Calendars such as Outlook, Google Calendar and Thunderbird
subscribe to the address and follow what changes.</p>
<form method="get" action="/#calendar">
${fields.map(formField).join('\n')}
<p><button>Make the address</button> <a href="/#calendar">Start again</a></p>
</form>
${result}
</section>`;
}

function formField({
  name,
  label,
  meaning,
  value,
  type,
  options,
}: Maker['fields'][number]): string {
  if (type === 'checkbox')
    return `<label class="check"><input type="checkbox" name="${name}" value="${escape(options[0]!.value)}"${value ? ' checked' : ''}> ${escape(label)}</label>`;
  const control =
    type === 'select'
      ? `<select name="${name}"><option value="">${name === 'lang' ? 'Finnish' : 'Any'}</option>${options
          .filter((each) => name !== 'lang' || each.value !== 'fi')
          .map(
            (each) =>
              `<option value="${escape(each.value)}"${each.value === value ? ' selected' : ''}>${escape(each.label)}</option>`,
          )
          .join('')}</select>`
      : `<input type="${type}" name="${name}" value="${escape(value)}">`;
  const hint = type === 'date' ? `<small>${escape(meaning)}</small>` : '';
  return `<label>${escape(label)}${hint}${control}</label>`;
}

function eventItem(event: CalendarEvent): string {
  const words = wordsOf('en');
  const when = labelOf(event.timing, ['en']) ?? words.unknown;
  const where = whereOf(event, words);
  const state = { CANCELLED: words.cancelled, RESCHEDULED: words.moved } as Record<string, string>;
  const told = state[event.status];
  return `<li>${told ? `<strong class="state">${told}:</strong> ` : ''}<span class="when">${escape(when)}</span>, <span lang="${escape(event.titleLanguage)}">${escape(event.title)}</span>${where ? ` (${escape(where)})` : ''}</li>`;
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
