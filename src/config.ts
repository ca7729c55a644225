import type { DatabaseTarget } from './database/connect';
import { hrefOf } from './value/text';

/** A setting: its name in the environment, the property that holds it, what holds where it is not set, what it means, and how it is read. */
interface Setting<Property extends string, Value> {
  name: string;
  property: Property;
  default: string | null;
  meaning: string;
  /** Gets the text that is set, or else the default; throws `Unwanted`. */
  parse: (text: string) => Value;
}

const setting = <const Property extends string, Value>(
  name: string,
  property: Property,
  otherwise: string | null,
  meaning: string,
  parse: (text: string) => Value,
): Setting<Property, Value> => ({ name, property, default: otherwise, meaning, parse });

/** A limit: a whole number from 1 to `max`. */
const limit = <const Property extends string>(
  name: string,
  property: Property,
  otherwise: number,
  max: number,
  meaning: string,
) => setting(name, property, String(otherwise), meaning, wholeNumber(1, max));

// prettier-ignore
const GENERAL = [
  setting('HOST', 'host', '127.0.0.1', 'The address to listen on.', parseHost),
  setting('PORT', 'port', '4000', 'The port to listen on; 0 takes any that is free.', wholeNumber(0, 65_535)),
  setting('DATABASE_URL', 'database', 'sqlite:data/luotsi.sqlite', 'The database: `sqlite:PATH` or `postgres://…`.', parseDatabase),
  setting('LUOTSI_ADMIN_KEY', 'adminKey', null, 'A key with the role ADMIN, at least 32 characters.', unset(undefined, parseAdminKey)),
  setting('LUOTSI_SEED', 'seed', null, 'Bundles to start with, separated by commas; `none`; unset, the plans that come along.', unset('own', parseSeed)),
  setting('PUBLIC_URL', 'publicUrl', null, 'The address at which others reach this server, such as `https://luotsi.example.fi`; unset, the one that they ask.', unset(undefined, parseOrigin)),
  setting('EVENT_URL', 'eventUrl', null, 'The address of the page of an event, with its slug for `{slug}`, such as `https://www.example.fi/events/{slug}`; unset, feeds link to none.', unset(undefined, parseEventUrl)),
  setting('CORS_ORIGINS', 'corsOrigins', null, 'Web origins that browsers may call from, separated by commas; unset, any.', unset('any', (text) => parseList(text).map(parseOrigin))),
  setting('LOG_LEVEL', 'logLevel', 'info', 'The least that is logged: trace, debug, info, warn, error, fatal or silent.', parseLogLevel),
  setting('CACHE_BYTES', 'cacheBytes', '67108864', 'Bytes of answers that are kept until something changes; 0 keeps none.', wholeNumber(0, 2 ** 34)),
  setting('CACHE_STALENESS', 'cacheStaleness', '0', 'Milliseconds that what everybody may see may be behind, here and in caches on the way; 0 for not at all.', wholeNumber(0, 3_600_000)),
];

// prettier-ignore
const LIMITS = [
  limit('MAX_BODY_BYTES', 'maxBodyBytes', 1_048_576, 2 ** 30, 'Bytes of a request, decompressed.'),
  limit('MAX_IMPORT_BYTES', 'maxImportBytes', 16_777_216, 2 ** 30, 'Bytes of a request with a key, decompressed.'),
  limit('MAX_TOKENS', 'maxTokens', 1500, 100_000, 'Tokens of a query.'),
  limit('MAX_DEPTH', 'maxDepth', 20, 1000, 'Levels of fields in an operation.'),
  limit('MAX_ALIASES', 'maxAliases', 30, 10_000, 'Aliases in an operation, fragments spread out.'),
  limit('MAX_ALIAS_LENGTH', 'maxAliasLength', 60, 60, 'Characters of an alias.'), // PostgreSQL cuts names at 63 bytes
  limit('MAX_FIELDS', 'maxFields', 100, 10_000, 'Fields in one selection.'),
  limit('MAX_TOTAL_FIELDS', 'maxTotalFields', 2000, 100_000, 'Fields of an operation, fragments spread out.'),
  limit('MAX_DIRECTIVES', 'maxDirectives', 50, 10_000, 'Directives in a query.'),
  limit('MAX_FRAGMENTS', 'maxFragments', 50, 10_000, 'Fragments in a query.'),
  limit('MAX_OPERATIONS', 'maxOperations', 10, 10_000, 'Operations in a query.'),
  limit('MAX_COST', 'maxCost', 500_000, 10 ** 12, 'Nodes that an operation or a feed may cost, as `docs/limits.md` counts them.'),
  limit('MAX_COST_WITH_KEY', 'maxCostWithKey', 2_000_000, 10 ** 12, 'The same of an operation with a key.'),
  limit('MAX_PAGE_SIZE', 'maxPageSize', 100, 10_000, 'Rows on one page of a list.'),
  limit('OPERATION_TIME', 'operationTime', 10_000, 600_000, 'Milliseconds that what a request reads may take, from its arrival on.'),
  limit('IMPORT_TIME', 'importTime', 240_000, 3_600_000, 'Milliseconds after which `POST /import` begins no other chunk, and says what is written.'),
  limit('MAX_ANSWER_BYTES', 'maxAnswerBytes', 16_777_216, 2 ** 27, 'Bytes of an answer.'),
  limit('DEAR_READS', 'dearReads', 4, 64, 'Reads that take long which run at once; four times as many wait for their turn.'),
  limit('DEFAULT_PAGE_SIZE', 'defaultPageSize', 20, 10_000, 'Rows on a page where none are asked for.'),
];

/** All settings, in the order in which the README lists them: one line each, of which everything else is made. */
export const SETTINGS: readonly Setting<string, unknown>[] = [...GENERAL, ...LIMITS];

type Values<Line extends Setting<string, unknown>> = {
  [Each in Line as Each['property']]: ReturnType<Each['parse']>;
};

/** The most that one request may ask for. */
export type Limits = Values<(typeof LIMITS)[number]>;

/** All that Luotsi is told from outside. */
export interface Config extends Values<(typeof GENERAL)[number]> {
  limits: Limits;
  clock: () => Date;
}

/** Settings that cannot be used: all of them, each with what was wanted and what came. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(['These settings cannot be used:', ...problems.map((each) => `  ${each}`)].join('\n'));
    this.name = 'ConfigError';
  }
}

/** Reads every setting and reports every problem at once; an empty value is as one that is not set. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const general = readAll(GENERAL, env, problems);
  const limits = readAll(LIMITS, env, problems);
  const { defaultPageSize, maxPageSize } = limits;
  if (defaultPageSize > maxPageSize)
    problems.push(
      `DEFAULT_PAGE_SIZE: wanted at most MAX_PAGE_SIZE, ${maxPageSize}; got ${defaultPageSize}`,
    );
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...general, limits, clock: () => new Date() };
}

/** The values of settings by their properties; those that cannot be used are left out, and told. */
function readAll<Line extends Setting<string, unknown>>(
  lines: readonly Line[],
  env: NodeJS.ProcessEnv,
  problems: string[],
): Values<Line> {
  const values = lines.map(({ name, property, default: otherwise, parse }) => {
    try {
      return [property, parse(env[name]?.trim() || (otherwise ?? ''))] as const;
    } catch (error) {
      if (!(error instanceof Unwanted)) throw error;
      problems.push(`${name}: ${error.message}`);
      return [property, undefined] as const;
    }
  });
  return Object.fromEntries(values) as Values<Line>;
}

/** What a parser of a setting throws: what it wanted, and what came, told so that no secret shows. */
class Unwanted extends Error {
  constructor(wanted: string, got: string) {
    super(`wanted ${wanted}; got ${got}`);
  }
}

/** Reads what is set by a parser, and gives something else where nothing is. */
function unset<const Otherwise, Value>(otherwise: Otherwise, parse: (text: string) => Value) {
  return (text: string): Otherwise | Value => (text === '' ? otherwise : parse(text));
}

function shown(text: string): string {
  return JSON.stringify(text.length <= 80 ? text : `${text.slice(0, 79)}…`);
}

function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (number >= min && number <= max) return number;
    throw new Unwanted(`a whole number from ${min} to ${max}`, shown(text));
  };
}

function parseHost(text: string): string {
  if (/^[\w.:-]+$/.test(text)) return text;
  throw new Unwanted('the name or the address of a host, such as 0.0.0.0', shown(text));
}

function parseDatabase(text: string): DatabaseTarget {
  const [scheme = ''] = /^[a-z][a-z0-9+.-]*:/i.exec(text) ?? [];
  const path = text.slice(scheme.length);
  if (scheme === 'sqlite:' && path !== '' && !/^(\/\/|:memory:)/.test(path)) {
    return { kind: 'sqlite', path };
  }
  const postgres = scheme === 'postgres:' || scheme === 'postgresql:';
  if (postgres && URL.canParse(text)) return { kind: 'postgres', url: text };
  throw new Unwanted(
    'sqlite:PATH of a file, or postgres://USER:PASSWORD@HOST/DATABASE',
    scheme === '' ? 'something else (not shown, it may hold a password)' : `${scheme}…`,
  );
}

function parseAdminKey(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new Unwanted('letters, digits and signs of ASCII without spaces', 'others (not shown)');
  }
  if (text.length >= 32) return text;
  throw new Unwanted('at least 32 characters', `${text.length}`);
}

function parseList(text: string): string[] {
  const items = text.split(',').map((each) => each.trim());
  if (items.every((each) => each !== '')) return items;
  throw new Unwanted('a list separated by single commas', shown(text));
}

function parseSeed(text: string): 'none' | string[] {
  return text === 'none' ? text : parseList(text);
}

function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.toLowerCase()) return url.origin;
  throw new Unwanted('origins such as https://www.example.fi, without a path', shown(text));
}

function parseEventUrl(text: string): string {
  const [scheme = '', ...slugs] = text.split('{slug}');
  const url = text.replaceAll('{slug}', 'slug');
  if (slugs.length > 0 && /^https?:\/\/[^/]+\//i.test(scheme) && hrefOf(url)) return text;
  throw new Unwanted('an address such as https://www.example.fi/events/{slug}', shown(text));
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function parseLogLevel(text: string): (typeof LOG_LEVELS)[number] {
  const level = LOG_LEVELS.find((each) => each === text);
  if (level !== undefined) return level;
  throw new Unwanted(`one of ${LOG_LEVELS.join(', ')}`, shown(text));
}
