import { isUtf8 } from 'node:buffer';

/**
 * What is wrong with a calendar: in which line, what was wanted, and where that is laid down, as in `RFC 5545, 3.1`, or
 * what the RFC there leaves open and we do not.
 */
export interface Finding {
  line: number;
  message: string;
  section: string;
}

/** Where a rule of our own stands, for what an RFC leaves open and programs disagree about. */
export const beyond = (section: string): string => `house rule, beyond ${section}`;

/** Takes down a finding. */
export type Report = (line: number, section: string, message: string) => void;

/** A parameter such as `TZID=Europe/Helsinki`; in `quoted` are those of its values that stand in double quotes. */
export interface Parameter {
  name: string;
  values: string[];
  quoted: string[];
}

/** A content line, unfolded and taken apart; its value is null where the line cannot be read. */
export interface Property {
  line: number;
  name: string;
  parameters: Parameter[];
  value: string | null;
}

const FORM = 'RFC 5545, 3.1';
const LONGEST_LINE = 75;
const [TAB, LF, CR, SPACE, DELETE] = [0x09, 0x0a, 0x0d, 0x20, 0x7f];

/** Reads the content lines of a text, and reports what is wrong with their form. It takes any octets. */
export function readContentLines(text: Buffer, report: Report): Property[] {
  return unfold(text, report).map((line) => parse(line, report));
}

/** The first value of a parameter, if there is one. */
export function parameterOf(property: Property, name: string): string | undefined {
  return property.parameters.find((each) => each.name === name)?.values[0];
}

/** A part of the input for a message: short, in one line, without control characters. */
export function shown(text: string): string {
  const short = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return short.replace(/[\u007f-\u009f]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`);
}

/** A name from the input for a message, as `shown` but without quotes. */
export function named(text: string): string {
  return shown(text).slice(1, -1);
}

interface Line {
  number: number;
  octets: Buffer;
}

function* linesOf(text: Buffer, report: Report): Generator<Line> {
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    let end = start;
    while (end < text.length && text[end] !== CR && text[end] !== LF) end++;
    const whole = text[end] === CR && text[end + 1] === LF;
    if (!whole) {
      const ending = text[end] === CR ? 'CR alone' : text[end] === LF ? 'LF alone' : 'nothing';
      report(number, FORM, `Wanted CR and LF at the end of the line; got ${ending}`);
    }
    yield { number, octets: text.subarray(start, end) };
    start = end + (whole ? 2 : 1);
  }
}

function checkLine({ number, octets }: Line, report: Report): void {
  if (octets.length > LONGEST_LINE)
    report(number, FORM, `Wanted at most ${LONGEST_LINE} octets; got ${octets.length}`);
  const control = octets.find((each) => (each < SPACE && each !== TAB) || each === DELETE);
  if (control !== undefined) {
    const code = control.toString(16).toUpperCase().padStart(4, '0');
    report(number, FORM, `Wanted no control character but tabs; got U+${code}`);
  }
}

function unfold(text: Buffer, report: Report): { number: number; text: string }[] {
  const unfolded: Line[][] = [];
  for (const line of linesOf(text, report)) {
    const { number, octets } = line;
    checkLine(line, report);
    const folded = octets[0] === SPACE || octets[0] === TAB;
    const before = unfolded.at(-1);
    if (octets.length === 0) report(number, FORM, 'Wanted a content line; got an empty one');
    else if (!folded) unfolded.push([line]);
    else {
      const rest = { number, octets: octets.subarray(1) };
      if (before) before.push(rest);
      else {
        report(number, FORM, 'A folded line has none before it');
        unfolded.push([rest]);
      }
    }
  }
  return unfolded.map((pieces) => {
    const octets = Buffer.concat(pieces.map((piece) => piece.octets));
    checkEncoding(pieces, octets, report);
    return { number: pieces[0]!.number, text: octets.toString('utf8') };
  });
}

function checkEncoding(pieces: Line[], octets: Buffer, report: Report): void {
  if (!isUtf8(octets)) {
    const { number } = pieces.find((piece) => !isUtf8(piece.octets)) ?? pieces[0]!;
    report(number, 'RFC 5545, 3.1.4', 'Wanted UTF-8');
    return;
  }
  for (const { number, octets } of pieces.slice(1))
    if ((octets[0]! & 0xc0) === 0x80)
      report(number, FORM, 'Folding may not split the octets of a character');
}

function parse({ number, text }: { number: number; text: string }, report: Report): Property {
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const name = take(/[A-Za-z0-9-]+/y)?.[0].toUpperCase() ?? '';
  const unreadable = (wanted: string): Property => {
    report(number, FORM, `Wanted ${wanted}; got ${shown(text.slice(at))}`);
    return { line: number, name, parameters: [], value: null };
  };
  if (!name) return unreadable('a name of letters, digits and hyphens');
  const parameters: Parameter[] = [];
  while (text[at] === ';') {
    const start = take(/;([A-Za-z0-9-]+)=/y);
    if (!start) return unreadable(`a parameter of ${name} with its value`);
    const parameter: Parameter = { name: start[1]!.toUpperCase(), values: [], quoted: [] };
    do {
      const [, quoted, bare] = take(/"([^"]*)"|([^";:,]*)/y)!;
      parameter.values.push(quoted ?? bare!);
      if (quoted !== undefined) parameter.quoted.push(quoted);
    } while (take(/,/y));
    if (text[at] === '"')
      return unreadable(`a value of ${parameter.name} wholly in double quotes, or without any`);
    parameters.push(parameter);
  }
  if (text[at] !== ':') return unreadable(`a colon and the value of ${name}`);
  return { line: number, name, parameters, value: text.slice(at + 1) };
}
