import { type Finding, type Property, type Report, readContentLines, shown } from './content-line';
import { checkCalendar, zonesOf } from './calendar';
import { type Component, readComponents } from './components';
import { checkTimes, propertyOf } from './events';
import { checkOccurrences, checkProperty } from './properties';

export type { Finding };

/** What was found in a text, in the order of its lines, how much more of it, and how many events the text has. */
export interface Inspection {
  findings: Finding[];
  more: number;
  events: number;
}

/** So many findings are kept: nobody reads more, and of what is no calendar each octet may be one. */
const MOST_FINDINGS = 1000;

const WITH_TIMES = new Set(['VEVENT', 'STANDARD', 'DAYLIGHT']);

/**
 * Judges a published calendar by RFC 5545 and RFC 7986, and by what we hold ourselves to beyond them: no times without a
 * zone, and no series without an end. A text is taken as UTF-8. It knows nothing of what wrote the calendar, and takes
 * any input.
 */
export function lint(text: string | Buffer): Finding[] {
  return inspect(text).findings;
}

/** As `lint`, and counts the events, and the findings that are too many to keep. */
export function inspect(text: string | Buffer): Inspection {
  const findings: Finding[] = [];
  let more = 0;
  const report: Report = (line, section, message) => {
    if (findings.length < MOST_FINDINGS) findings.push({ line, message, section });
    else more++;
  };
  const components = readComponents(readContentLines(octetsOf(text, report), report), report);
  const zones = new Map<Component, Set<string>>();
  for (const component of components) {
    const { name, calendar, properties } = component;
    if (component === calendar) {
      zones.set(calendar, zonesOf(calendar));
      checkCalendar(calendar, report);
    }
    checkOccurrences(component, report);
    for (const property of properties)
      checkProperty(property, component, zones.get(calendar)!, report);
    if (WITH_TIMES.has(name)) checkTimes(component, report);
  }
  findings.sort((one, other) => one.line - other.line);
  const events = components.filter(({ name }) => name === 'VEVENT').length;
  return { findings, more, events };
}

/** Judges the media type that a calendar is sent with; its findings stand before the first line, in line 0. */
export function lintMediaType(header: string | null, text: string | Buffer): Finding[] {
  const findings: Finding[] = [];
  const report = (section: string, message: string) =>
    findings.push({ line: 0, message, section: `RFC 5545, ${section}` });
  const [type = '', ...parameters] = (header ?? '').split(';').map((part) => part.trim());
  if (type.toLowerCase() !== 'text/calendar')
    report('8.1', `Wanted the media type text/calendar; got ${header ? shown(header) : 'none'}`);
  const given = (wanted: string) => {
    const found = parameters.find((each) => each.toLowerCase().startsWith(`${wanted}=`));
    return found && unquoted(found.slice(wanted.length + 1));
  };
  const charset = given('charset');
  if (charset !== undefined && charset !== 'utf-8')
    report('8.1', `Wanted charset=utf-8; got ${shown(charset)}`);
  const method = given('method') ?? 'none';
  const stated = methodOf(text);
  if (type.toLowerCase() === 'text/calendar' && method !== stated)
    report('3.7.2', `Wanted the METHOD of the calendar, ${stated}; got ${shown(method)}`);
  return findings;
}

const unquoted = (text: string) => text.replace(/^"(.*)"$/, '$1').toLowerCase();

function methodOf(text: string | Buffer): string {
  const ignore = () => undefined;
  const [calendar] = readComponents(readContentLines(octetsOf(text, ignore), ignore), ignore);
  const method: Property | undefined = calendar && propertyOf(calendar, 'METHOD');
  return method?.value?.toLowerCase() ?? 'none';
}

const MARK = Buffer.from('\ufeff');

function octetsOf(text: string | Buffer, report: Report): Buffer {
  const octets = typeof text === 'string' ? Buffer.from(text) : text;
  if (!octets.subarray(0, MARK.length).equals(MARK)) return octets;
  report(1, 'RFC 5545, 3.4', 'Wanted BEGIN:VCALENDAR first; got a byte order mark');
  return octets.subarray(MARK.length);
}
