import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { inspect, lintMediaType } from '../lint/lint';
import { EXIT } from './client';

const PATIENCE = 60_000;

interface Feed {
  octets: Buffer;
  /** The media type that it was sent with; undefined where it was not sent. */
  type?: string | null;
}

/**
 * Judges the calendar at an address or in a file (`-` is the standard input), a line for each finding, those about its
 * media type as of line 0. Tells how to end: with 1 where there are findings, with 2 where it cannot be read.
 */
export async function lintCommand(source: string): Promise<number> {
  let feed: Feed;
  try {
    feed = await read(source);
  } catch (error) {
    const { cause } = error as Error;
    const { message, code } = (cause ?? error) as NodeJS.ErrnoException;
    process.stderr.write(`${source} cannot be read: ${message || code}\n`);
    return EXIT.UNREACHABLE;
  }
  const { octets, type } = feed;
  const { findings, more, events } = inspect(octets);
  if (type !== undefined) findings.unshift(...lintMediaType(type, octets));
  const lines = findings.map(({ line, message, section }) => `${line}: ${message} (${section})\n`);
  const all = `${counted(findings.length + more, 'problem')} in ${counted(events, 'event')}`;
  lines.push(more > 0 ? `${all}, of which ${findings.length} are shown.\n` : `${all}.\n`);
  process.stdout.write(lines.join(''));
  return findings.length > 0 ? EXIT.REFUSED : EXIT.DONE;
}

async function read(source: string): Promise<Feed> {
  if (source === '-') return { octets: await buffer(process.stdin) };
  const address = source.replace(/^webcal(s?):/i, 'http$1:'); // how calendars to subscribe to are written
  if (!/^https?:\/\//i.test(address)) return { octets: await readFile(source) };
  const answer = await fetch(address, {
    headers: { accept: 'text/calendar' },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status} ${answer.statusText}`.trim());
  const octets = Buffer.from(await answer.arrayBuffer());
  return { octets, type: answer.headers.get('content-type') };
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
