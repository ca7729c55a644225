import { inspect } from 'node:util';

/** What can be wrong with a value; the same words that callers find in `userErrors`. */
export type InvalidCode =
  | 'REQUIRED'
  | 'INVALID'
  | 'TOO_LONG'
  | 'OUT_OF_RANGE'
  | 'INVALID_DATE'
  | 'UNKNOWN_LANGUAGE'
  | 'UNKNOWN_FIELD'
  | 'DUPLICATE'
  | 'FORBIDDEN_NAME';

/** A value that cannot be taken: why, in words for its sender, and where inside the value. */
export class Invalid extends Error {
  constructor(
    readonly code: InvalidCode,
    message: string,
    readonly path: (string | number)[] = [],
  ) {
    super(message);
    this.name = 'Invalid';
  }
}

const ECHO_LENGTH = 200;

/** What came, for a message: one line of at most 200 characters with nothing invisible in it. */
export function echo(value: unknown): string {
  const shown =
    typeof value === 'string'
      ? JSON.stringify(value.slice(0, ECHO_LENGTH + 1))
      : inspect(value, { depth: 1, maxArrayLength: 5, maxStringLength: 80, breakLength: Infinity });
  const visible = shown
    .slice(0, 2 * ECHO_LENGTH)
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
      (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const characters = [...visible];
  return characters.length <= ECHO_LENGTH
    ? visible
    : `${characters.slice(0, ECHO_LENGTH - 1).join('')}…`;
}

/** Runs a parser on one part of a value, so that what it refuses is reported with its place. */
export function at<T>(place: string | number, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Invalid(error.code, error.message, [place, ...error.path]);
  }
}
