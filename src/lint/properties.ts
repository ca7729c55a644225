import {
  type Parameter,
  type Property,
  type Report,
  beyond,
  parameterOf,
  shown,
} from './content-line';
import type { Component } from './components';
import {
  LISTS,
  OCCURRENCES,
  type Occurrence,
  PROPERTIES,
  type PropertyRule,
  QUOTED,
} from './rules';
import {
  type Time,
  VALUE_TYPES,
  type ValueType,
  isPositiveDuration,
  readDate,
  readDateTime,
} from './values';

/** A time with the zone that it is given in, if any. */
export interface Stamp extends Time {
  zone: string | undefined;
}

/** How often the properties of a component stand in it. */
export function checkOccurrences(component: Component, report: Report): void {
  for (const each of OCCURRENCES.get(component.name) ?? []) {
    const { section, once = [], atMostOnce = [], either = [] } = each;
    const found = (names: string[]) =>
      component.properties.filter(({ name }) => names.includes(name));
    for (const name of once)
      if (found([name]).length === 0)
        report(component.line, section, `Wanted ${name} in ${component.name}`);
    for (const name of [...once, ...atMostOnce]) {
      const [, second] = found([name]);
      if (second) report(second.line, section, `Wanted one ${name} in ${component.name}`);
    }
    const both = found(either);
    if (new Set(both.map(({ name }) => name)).size > 1)
      report(both.at(-1)!.line, section, `Wanted ${either.join(' or ')}; got both`);
    checkStatus(component, each, report);
  }
}

function checkStatus({ properties }: Component, { statuses }: Occurrence, report: Report): void {
  const status = properties.find(({ name }) => name === 'STATUS');
  if (!statuses || !status || status.value === null) return;
  if (!statuses.includes(status.value.toUpperCase())) {
    const wanted = statuses.join(', ');
    report(status.line, 'RFC 5545, 3.8.1.11', `Wanted ${wanted}; got ${shown(status.value)}`);
  }
}

/** What a property says, by itself; `zones` are those that its calendar defines. */
export function checkProperty(
  property: Property,
  component: Component,
  zones: Set<string>,
  report: Report,
): void {
  checkParameters(property, report);
  const { line, name, value } = property;
  const rule = PROPERTIES.get(name);
  if (!rule || value === null) return;
  if (rule.explicit && parameterOf(property, 'VALUE') === undefined)
    report(line, rule.section, `Wanted VALUE=${rule.types.join(' or VALUE=')} for ${name}`);
  const type = typeOf(property);
  if (!type) {
    const given = shown(parameterOf(property, 'VALUE')!);
    report(line, 'RFC 5545, 3.2.20', `Wanted VALUE=${rule.types.join(' or ')}; got ${given}`);
    return;
  }
  for (const item of itemsOf(value, type, rule)) {
    const wrong = VALUE_TYPES[type].wrong(item, rule.list ?? false);
    const problem = wrong === null ? wrongIn(item, rule, type) : null;
    if (wrong !== null) report(line, VALUE_TYPES[type].section, wrong);
    else if (problem !== null) report(line, rule.section, problem);
    else if (checkZone({ item, type, rule, property, component, zones, report })) continue;
    break; // one finding tells enough of a list
  }
  const encoded = parameterOf(property, 'ENCODING')?.toUpperCase() === 'BASE64';
  if (type === 'BINARY' && !encoded)
    report(line, 'RFC 5545, 3.3.1', 'Wanted ENCODING=BASE64 with VALUE=BINARY');
}

/** The days and times that a property gives; none where it gives something else. */
export function stampsOf(property: Property | undefined): Stamp[] {
  const rule = property && PROPERTIES.get(property.name);
  const type = property && typeOf(property);
  if (!rule || !type || property.value === null) return [];
  const read = { DATE: readDate, 'DATE-TIME': readDateTime, PERIOD: readDateTime };
  if (!(type in read)) return [];
  const zone = parameterOf(property, 'TZID');
  return itemsOf(property.value, type, rule).flatMap((item) => {
    const time = read[type as keyof typeof read](item.split('/', 1)[0]!);
    return time ? [{ ...time, zone }] : [];
  });
}

function typeOf(property: Property): ValueType | undefined {
  const types = PROPERTIES.get(property.name)?.types ?? [];
  const given = parameterOf(property, 'VALUE')?.toUpperCase();
  // GEO has a type of its own here, which no VALUE can name
  if (given === undefined || (given === 'FLOAT' && property.name === 'GEO')) return types[0];
  return types.find((type) => type === given);
}

function itemsOf(value: string, type: ValueType, { list }: PropertyRule): string[] {
  return list && type !== 'TEXT' ? value.split(',') : [value];
}

function wrongIn(item: string, rule: PropertyRule, type: ValueType): string | null {
  const { oneOf, range, positive } = rule;
  if (oneOf && !oneOf.some((each) => each.toUpperCase() === item.toUpperCase())) {
    const wanted = oneOf.length > 9 ? 'the name of a colour of CSS' : oneOf.join(' or ');
    return `Wanted ${wanted}; got ${shown(item)}`;
  }
  if (range && (Number(item) < range[0] || Number(item) > range[1]))
    return `Wanted a number from ${range[0]} to ${range[1]}; got ${shown(item)}`;
  if (positive && !isPositiveDuration(item))
    return `Wanted a duration longer than nothing; got ${shown(item)}`;
  if (rule.utc && type === 'DATE-TIME' && !item.endsWith('Z'))
    return `Wanted a time in UTC, with Z at its end; got ${shown(item)}`;
  return null;
}

interface Timed {
  item: string;
  type: ValueType;
  rule: PropertyRule;
  property: Property;
  component: Component;
  zones: Set<string>;
  report: Report;
}

/** Whether a time is given in UTC or in a zone that is defined, and what belongs to a zone in neither. */
function checkZone({ item, type, property, component, zones, report }: Timed): boolean {
  if (!['DATE', 'DATE-TIME', 'PERIOD'].includes(type)) return true;
  const zone = parameterOf(property, 'TZID');
  const utc = /Z(?:$|\/)/.test(item);
  const wrong = (section: string, message: string) => {
    report(property.line, section, `${message}; got ${shown(item)}`);
    return false;
  };
  if (['STANDARD', 'DAYLIGHT'].includes(component.name)) {
    const local = type === 'DATE-TIME' && !utc && zone === undefined;
    return local || wrong('RFC 5545, 3.6.5', 'Wanted a local time, without Z and TZID');
  }
  if (zone !== undefined && (utc || type === 'DATE'))
    return wrong('RFC 5545, 3.2.19', `Wanted no TZID with ${utc ? 'a time in UTC' : 'a day'}`);
  if (utc || type === 'DATE') return true;
  if (zone === undefined)
    return wrong(beyond('RFC 5545, 3.3.5'), 'Wanted a time in UTC or with TZID');
  if (zones.has(zone)) return true;
  report(property.line, 'RFC 5545, 3.2.19', `Wanted a VTIMEZONE for ${shown(zone)}`);
  return false;
}

function checkParameters({ line, name, parameters }: Property, report: Report): void {
  const seen = new Set<string>();
  for (const parameter of parameters) {
    if (seen.has(parameter.name)) report(line, 'RFC 5545, 3.2', `Wanted one ${parameter.name}`);
    seen.add(parameter.name);
    checkParameter(parameter, (section, message) => report(line, section, `${message} of ${name}`));
  }
}

function checkParameter(
  { name, values, quoted }: Parameter,
  wrong: (section: string, message: string) => void,
): void {
  const section = QUOTED.get(name);
  if (section && quoted.length < values.length)
    wrong(section, `Wanted the parameter ${name} in double quotes`);
  if (values.length > 1 && !LISTS.has(name) && !name.startsWith('X-'))
    wrong('RFC 5545, 3.2', `Wanted one value, quoted if it has a comma, for the parameter ${name}`);
  if (name === 'LANGUAGE' && !/^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(values[0]!))
    wrong('RFC 5545, 3.2.10', `Wanted a language such as fi; got ${shown(values[0]!)}`);
  if (name === 'RANGE' && values[0]!.toUpperCase() !== 'THISANDFUTURE')
    wrong('RFC 5545, 3.2.13', `Wanted THISANDFUTURE; got ${shown(values[0]!)}`);
}
