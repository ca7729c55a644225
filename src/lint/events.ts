import { type Property, type Report, beyond, shown } from './content-line';
import type { Component } from './components';
import { neverOf } from './occurrence';
import { type Stamp, stampsOf } from './properties';
import { type Rule, readRule } from './recurrence';

const EXDATE = 'RFC 5545, 3.8.5.1';

/** The first property of a name that can be read, if there is one. */
export function propertyOf(component: Component, name: string): Property | undefined {
  return component.properties.find((each) => each.name === name && each.value !== null);
}

/** What the times of an event, or of an observance in a time zone, say about each other. */
export function checkTimes(component: Component, report: Report): void {
  const observance = component.name !== 'VEVENT';
  const [given] = stampsOf(propertyOf(component, 'DTSTART'));
  const start = given && (observance || isSound(given)) ? given : undefined;
  const rules = component.properties.filter(({ name }) => name === 'RRULE');
  const read = rules.map((each) => checkRule(each, component, start, report));
  if (observance || !start) return;
  checkEnd(component, start, report);
  const isOutside = outsideOf(component, start, read);
  for (const exception of component.properties.filter(({ name }) => name === 'EXDATE')) {
    const { line } = exception;
    for (const stamp of stampsOf(exception).filter(isSound)) {
      if (!alike(stamp, start))
        report(line, EXDATE, `Wanted ${formOf(start)}, as DTSTART; got ${formOf(stamp)}`);
      else if (isOutside(stamp))
        report(line, beyond(EXDATE), `Wanted an occurrence of the series; got ${textOf(stamp)}`);
      else continue;
      break;
    }
  }
}

/** Tells of a time whether it belongs to none of the rules and further dates of an event. */
export function outsideOf(
  event: Component,
  start: Stamp,
  rules: (Rule | null)[],
): (stamp: Stamp) => boolean {
  const further = event.properties.filter(({ name }) => name === 'RDATE').flatMap(stampsOf);
  const dates = new Set([start, ...further].map(({ at }) => at));
  const beyond = rules.map((rule): ((stamp: Stamp) => boolean) => {
    if (!rule) return () => false; // reported, and not known
    const isNever = neverOf(rule, start.at);
    return (stamp) => {
      // in a zone, UNTIL is in UTC: what is less than a day apart is left to the benefit of the doubt
      const latest = rule.until && rule.until.at + (start.zone === undefined ? 0 : 86_400_000);
      const over = latest !== null && latest >= start.at && stamp.at > latest;
      return over || isNever(stamp.at);
    };
  });
  return (stamp) => !dates.has(stamp.at) && beyond.every((isBeyond) => isBeyond(stamp));
}

/** The rules of an event that can be read. */
export function rulesOf(event: Component): (Rule | null)[] {
  return event.properties
    .filter(({ name }) => name === 'RRULE')
    .map((each) => readRule(each, () => undefined));
}

function checkRule(
  property: Property,
  { name }: Component,
  start: Stamp | undefined,
  report: Report,
): Rule | null {
  const { line, value } = property;
  const rule = readRule(property, report);
  if (!rule) return null;
  const wrong = (section: string, message: string) => report(line, `RFC 5545, ${section}`, message);
  const observance = name !== 'VEVENT';
  const endless = rule.count === null && rule.until === null;
  if (!observance && endless)
    report(line, beyond('RFC 5545, 3.3.10'), 'Wanted COUNT or UNTIL; got neither');
  const { until } = rule;
  if (start && until) {
    const day = start.type === 'DATE';
    const spare = start.zone === undefined && !observance ? 0 : 86_400_000;
    if (until.type !== start.type || (!day && !until.utc))
      wrong('3.3.10', `Wanted UNTIL as ${day ? 'a day, as DTSTART' : 'a time in UTC'}`);
    else if (until.at + spare < start.at) wrong('3.3.10', 'Wanted UNTIL not before DTSTART');
  }
  const timed = ['BYHOUR', 'BYMINUTE', 'BYSECOND'].find((part) => rule.by.has(part));
  if (start?.type === 'DATE' && timed) wrong('3.3.10', `Wanted no ${timed} where DTSTART is a day`);
  else if (start && neverOf(rule, start.at)(start.at))
    wrong('3.8.5.3', `Wanted a rule that DTSTART fits; got ${shown(value!)}`);
  return rule;
}

function checkEnd(event: Component, start: Stamp, report: Report): void {
  const property = propertyOf(event, 'DTEND');
  const end = stampsOf(property).find(isSound);
  const wrong = (message: string) => report(property!.line, 'RFC 5545, 3.8.2.2', message);
  if (end) {
    const same = end.utc === start.utc && end.zone === start.zone;
    if (end.type !== start.type) wrong(`Wanted ${formOf(start)}, as DTSTART; got ${formOf(end)}`);
    else if (same && end.at <= start.at) wrong('Wanted DTEND after DTSTART');
  }
  const duration = propertyOf(event, 'DURATION');
  if (duration && start.type === 'DATE' && duration.value!.includes('T'))
    report(duration.line, 'RFC 5545, 3.8.2.5', 'Wanted whole days or weeks, as DTSTART is a day');
}

/** Whether a time of an event is a day, in UTC, or in a zone, and in no two of these. */
export function isSound({ type, utc, zone }: Stamp): boolean {
  return (utc || type === 'DATE') === (zone === undefined);
}

/** Whether two times are of one type, and in one zone. */
export function alike(one: Stamp, other: Stamp): boolean {
  return one.type === other.type && one.utc === other.utc && one.zone === other.zone;
}

/** How a time is given, in words. */
export function formOf({ type, utc, zone }: Stamp): string {
  if (type === 'DATE') return 'a day';
  if (utc) return 'a time in UTC';
  return zone === undefined ? 'a time without a zone' : `a time with TZID=${shown(zone)}`;
}

/** A day or time as ISO text. */
export function textOf({ type, at }: Stamp): string {
  return new Date(at).toISOString().slice(0, type === 'DATE' ? 10 : 19);
}
