import { type Property, type Report, named } from './content-line';

/** A component with what stands between its BEGIN and END; `calendar` is the outermost one around it. */
export interface Component {
  name: string;
  line: number;
  parent: Component | null;
  calendar: Component;
  properties: Property[];
  components: Component[];
}

const OBJECT = 'RFC 5545, 3.4';
const COMPONENTS = 'RFC 5545, 3.6';

/** Where the components that we know may stand; others may stand anywhere. */
const PLACES = new Map<string, string[]>([
  ['VCALENDAR', []],
  ['VEVENT', ['VCALENDAR']],
  ['VTODO', ['VCALENDAR']],
  ['VJOURNAL', ['VCALENDAR']],
  ['VFREEBUSY', ['VCALENDAR']],
  ['VTIMEZONE', ['VCALENDAR']],
  ['STANDARD', ['VTIMEZONE']],
  ['DAYLIGHT', ['VTIMEZONE']],
  ['VALARM', ['VEVENT', 'VTODO']],
]);

/** Those in which properties come before components; a time zone has them in any order. */
const PROPERTIES_FIRST = new Map([
  ['VCALENDAR', COMPONENTS],
  ['VEVENT', 'RFC 5545, 3.6.1'],
]);

/** All components in the order of the text, the outer before the inner. What is nested wrongly is reported and mended. */
export function readComponents(lines: Property[], report: Report): Component[] {
  const all: Component[] = [];
  const open: Component[] = [];
  const depth = new Map<string, number>(); // how many of a name are open, so that none is searched for in vain
  const count = (name: string, by: number) => depth.set(name, (depth.get(name) ?? 0) + by);
  let strayed = !begins(lines[0]);
  if (strayed) report(lines[0]?.line ?? 1, OBJECT, 'Wanted BEGIN:VCALENDAR first');

  for (const line of lines) {
    const parent = open.at(-1) ?? null;
    const name = line.value?.toUpperCase();
    if (line.name === 'BEGIN' && name !== undefined) {
      const component = componentOf(name, line, parent);
      if (all.length > 0 || !strayed) checkPlace(component, report);
      all.push(component);
      open.push(component);
      count(name, 1);
    } else if (line.name === 'END' && name !== undefined) {
      if (name !== parent?.name) {
        const wanted = parent ? `END:${named(parent.name)}` : 'nothing to end';
        report(line.line, COMPONENTS, `Wanted ${wanted}; got END:${named(name)}`);
      }
      if (!depth.get(name)) continue;
      for (let ended = open.pop(); ended; ended = open.pop()) {
        count(ended.name, -1);
        if (ended.name === name) break;
      }
    } else if (parent) addProperty(line, parent, report);
    else if (!strayed) {
      strayed = true;
      report(line.line, OBJECT, `Wanted nothing outside of VCALENDAR; got ${line.name}`);
    }
  }
  if (open.length > 0) {
    const { name, line } = open.at(-1)!;
    const wanted = `END:${named(name)}`;
    report(lines.at(-1)!.line, OBJECT, `Wanted ${wanted} for the BEGIN in line ${line}`);
  }
  return all;
}

const begins = (line: Property | undefined) =>
  line?.name === 'BEGIN' && line.value?.toUpperCase() === 'VCALENDAR';

function componentOf(name: string, { line }: Property, parent: Component | null): Component {
  const component = { name, line, parent, properties: [], components: [] } as unknown as Component;
  component.calendar = parent?.calendar ?? component;
  parent?.components.push(component);
  return component;
}

function checkPlace({ name, line, parent }: Component, report: Report): void {
  const places = PLACES.get(name);
  if (!parent) {
    if (name !== 'VCALENDAR')
      report(line, OBJECT, `Wanted nothing outside of VCALENDAR; got BEGIN:${named(name)}`);
  } else if (places && !places.includes(parent.name))
    report(line, COMPONENTS, `Wanted no ${name} in ${named(parent.name)}`);
}

function addProperty(property: Property, component: Component, report: Report): void {
  component.properties.push(property);
  const section = PROPERTIES_FIRST.get(component.name);
  if (section && component.components.length > 0)
    report(
      property.line,
      section,
      `Wanted ${property.name || 'a property'} before the components of ${component.name}`,
    );
}
