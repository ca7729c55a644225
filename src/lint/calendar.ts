import { type Property, type Report, beyond, parameterOf, shown } from './content-line';
import type { Component } from './components';
import { alike, formOf, isSound, outsideOf, propertyOf, rulesOf, textOf } from './events';
import { type Stamp, stampsOf } from './properties';
import { unescapeText } from './values';

const UID = 'RFC 5545, 3.8.4.7';
const RECURRENCE_ID = 'RFC 5545, 3.8.4.4';
const LONGEST_UID = 255;

/** What a calendar as a whole is to hold to, with all its time zones and events. */
export function checkCalendar(calendar: Component, report: Report): void {
  const events = calendar.components.filter(({ name }) => name === 'VEVENT');
  checkMethod(calendar, events, report);
  checkLanguages(calendar, report);
  checkZones(calendar, report);
  checkUids(events, report);
}

/** The names of the time zones that a calendar defines. */
export function zonesOf(calendar: Component): Set<string> {
  const zones = calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  return new Set(
    zones.flatMap((zone) => {
      const { value } = propertyOf(zone, 'TZID') ?? {};
      return value ? [unescapeText(value)] : [];
    }),
  );
}

function checkMethod(calendar: Component, events: Component[], report: Report): void {
  const method = propertyOf(calendar, 'METHOD');
  if (!method) return;
  const section = 'RFC 5546, 3.2.1';
  if (method.value!.toUpperCase() !== 'PUBLISH') {
    report(method.line, section, `Wanted METHOD:PUBLISH or none; got ${shown(method.value!)}`);
    return;
  }
  for (const event of events) {
    for (const name of ['ORGANIZER', 'SUMMARY'])
      if (!event.properties.some((each) => each.name === name))
        report(event.line, section, `Wanted ${name} in VEVENT where METHOD is PUBLISH`);
    const attendee = event.properties.find(({ name }) => name === 'ATTENDEE');
    if (attendee) report(attendee.line, section, 'Wanted no ATTENDEE where METHOD is PUBLISH');
  }
}

/** The name and the description of a calendar stand there once in each language. */
function checkLanguages({ properties }: Component, report: Report): void {
  for (const [name, section] of [
    ['NAME', 'RFC 7986, 5.1'],
    ['DESCRIPTION', 'RFC 7986, 5.2'],
  ] as const) {
    const seen = new Set<string>();
    for (const property of properties.filter((each) => each.name === name)) {
      const language = parameterOf(property, 'LANGUAGE')?.toLowerCase() ?? '';
      if (seen.has(language)) {
        const of = language ? ` in the language ${shown(language)}` : ' without a language';
        report(property.line, section, `Wanted one ${name}${of}`);
      }
      seen.add(language);
    }
  }
}

function checkZones({ components }: Component, report: Report): void {
  const seen = new Set<string>();
  for (const zone of components.filter(({ name }) => name === 'VTIMEZONE')) {
    if (!zone.components.some(({ name }) => name === 'STANDARD' || name === 'DAYLIGHT'))
      report(zone.line, 'RFC 5545, 3.6.5', 'Wanted STANDARD or DAYLIGHT in VTIMEZONE');
    const id = propertyOf(zone, 'TZID');
    if (!id) continue;
    if (seen.has(id.value!))
      report(id.line, 'RFC 5545, 3.6.5', `Wanted one VTIMEZONE for ${shown(id.value!)}`);
    seen.add(id.value!);
  }
}

function checkUids(events: Component[], report: Report): void {
  const masters = new Map<string, Component>();
  const overrides = new Map<string, Component[]>();
  for (const event of events) {
    const uid = propertyOf(event, 'UID');
    if (!uid) continue;
    const { line, value } = uid as Property & { value: string };
    const octets = Buffer.byteLength(value);
    if (octets === 0 || octets > LONGEST_UID)
      report(
        line,
        octets === 0 ? UID : beyond(UID),
        `Wanted a UID of 1 to ${LONGEST_UID} octets; got ${octets}`,
      );
    if (event.properties.some(({ name }) => name === 'RECURRENCE-ID')) {
      const others = overrides.get(value);
      if (others) others.push(event);
      else overrides.set(value, [event]);
    } else if (masters.has(value))
      report(line, UID, `Wanted another UID than in line ${masters.get(value)!.line}`);
    else masters.set(value, event);
  }
  for (const [uid, events] of overrides) checkOverrides(events, masters.get(uid), report);
}

function checkOverrides(events: Component[], master: Component | undefined, report: Report): void {
  const [given] = stampsOf(master && propertyOf(master, 'DTSTART'));
  const start = given && isSound(given) ? given : undefined;
  const isOutside = master && start ? outsideOf(master, start, rulesOf(master)) : () => false;
  const seen = new Set<string>();
  for (const event of events) {
    const property = propertyOf(event, 'RECURRENCE-ID');
    if (!property) continue;
    const { line, value } = property as Property & { value: string };
    const wrong = (section: string, message: string) => report(line, section, message);
    const [stamp] = stampsOf(property);
    if (!master) wrong(RECURRENCE_ID, 'Wanted an event with this UID and without RECURRENCE-ID');
    else if (!isSeries(master))
      wrong(RECURRENCE_ID, 'Wanted RRULE or RDATE in the event with this UID');
    else if (stamp && start && isSound(stamp)) {
      const problem = wrongOverride(stamp, start, isOutside);
      if (problem) wrong(RECURRENCE_ID, problem);
    }
    if (seen.has(value)) wrong(UID, `Wanted one event with this UID and RECURRENCE-ID`);
    seen.add(value);
  }
}

const isSeries = ({ properties }: Component) =>
  properties.some(({ name }) => name === 'RRULE' || name === 'RDATE');

function wrongOverride(
  stamp: Stamp,
  start: Stamp,
  isOutside: (stamp: Stamp) => boolean,
): string | null {
  if (!alike(stamp, start))
    return `Wanted ${formOf(start)}, as DTSTART of the series; got ${formOf(stamp)}`;
  return isOutside(stamp) ? `Wanted an occurrence of the series; got ${textOf(stamp)}` : null;
}
