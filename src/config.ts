/** A setting: what it is called in the environment, what holds where it is not set, and what it means. */
export interface Setting {
  name: string;
  default: string | null;
  meaning: string;
}

/** All settings, in the order in which the README lists them. */
export const SETTINGS = [
  { name: 'HOST', default: '127.0.0.1', meaning: 'The address to listen on.' },
  { name: 'PORT', default: '4000', meaning: 'The port to listen on; 0 takes any that is free.' },
  {
    name: 'DATABASE_URL',
    default: 'sqlite:data/luotsi.sqlite',
    meaning: 'The database: `sqlite:PATH` or `postgres://…`.',
  },
  {
    name: 'LUOTSI_ADMIN_KEY',
    default: null,
    meaning: 'A key with the role ADMIN, at least 32 characters.',
  },
  {
    name: 'LUOTSI_SEED',
    default: null,
    meaning:
      'Bundles to start with, separated by commas; `none`; unset, the plans that come along.',
  },
  {
    name: 'PUBLIC_URL',
    default: null,
    meaning:
      'The address at which others reach this server, such as `https://luotsi.example.fi`; unset, the one that they ask.',
  },
  {
    name: 'CORS_ORIGINS',
    default: null,
    meaning: 'Web origins that browsers may call from, separated by commas; unset, any.',
  },
  {
    name: 'LOG_LEVEL',
    default: 'info',
    meaning: 'The least that is logged: trace, debug, info, warn, error, fatal or silent.',
  },
  {
    name: 'CACHE_BYTES',
    default: '67108864',
    meaning: 'Bytes of answers that are kept until something changes; 0 keeps none.',
  },
  {
    name: 'CACHE_STALENESS',
    default: '0',
    meaning:
      'Milliseconds that what everybody may see may be behind, here and in caches on the way; 0 for not at all.',
  },
  { name: 'MAX_BODY_BYTES', default: '1048576', meaning: 'Bytes of a request, decompressed.' },
  {
    name: 'MAX_IMPORT_BYTES',
    default: '16777216',
    meaning: 'Bytes of a request with a key, decompressed.',
  },
  { name: 'MAX_TOKENS', default: '1500', meaning: 'Tokens of a query.' },
  { name: 'MAX_DEPTH', default: '20', meaning: 'Levels of fields in an operation.' },
  { name: 'MAX_ALIASES', default: '30', meaning: 'Aliases in an operation, fragments spread out.' },
  { name: 'MAX_ALIAS_LENGTH', default: '60', meaning: 'Characters of an alias.' },
  { name: 'MAX_FIELDS', default: '100', meaning: 'Fields in one selection.' },
  { name: 'MAX_DIRECTIVES', default: '50', meaning: 'Directives in a query.' },
  { name: 'MAX_FRAGMENTS', default: '50', meaning: 'Fragments in a query.' },
  { name: 'MAX_OPERATIONS', default: '10', meaning: 'Operations in a query.' },
  { name: 'MAX_PAGE_SIZE', default: '100', meaning: 'Rows on one page of a list.' },
  { name: 'DEFAULT_PAGE_SIZE', default: '20', meaning: 'Rows on a page where none are asked for.' },
] as const satisfies readonly Setting[];

type SettingName = (typeof SETTINGS)[number]['name'];

/** The most that one request may ask for. */
export interface Limits {
  maxBodyBytes: number;
  maxImportBytes: number;
  maxTokens: number;
  maxDepth: number;
  maxAliases: number;
  maxAliasLength: number;
  maxFields: number;
  maxDirectives: number;
  maxFragments: number;
  maxOperations: number;
  maxPageSize: number;
  defaultPageSize: number;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** All that Luotsi is told from outside. */
export interface Config {
  host: string;
  port: number;
  database: { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };
  adminKey?: string;
  seed: 'own' | 'none' | string[];
  publicUrl?: string;
  corsOrigins: 'any' | string[];
  logLevel: (typeof LOG_LEVELS)[number];
  cacheBytes: number;
  /** In milliseconds. */
  cacheStaleness: number;
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

/** What a parser of a setting throws: what it wanted, and what came, told so that no secret shows. */
class Unwanted extends Error {
  constructor(wanted: string, got: string) {
    super(`wanted ${wanted}; got ${got}`);
  }
}

/** Reads every setting and reports every problem at once; an empty value is as one that is not set. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];

  const read = <T>(name: SettingName, parse: (text: string) => T): T | undefined => {
    const text = env[name]?.trim() || SETTINGS.find((each) => each.name === name)?.default;
    if (!text) return undefined;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Unwanted)) throw error;
      problems.push(`${name}: ${error.message}`);
      return undefined;
    }
  };
  const limit = (name: SettingName, max: number) => read(name, wholeNumber(1, max)) ?? 0;

  const config: Config = {
    host: read('HOST', parseHost) ?? '',
    port: read('PORT', wholeNumber(0, 65_535)) ?? 0,
    database: read('DATABASE_URL', parseDatabase) ?? { kind: 'sqlite', path: '' },
    adminKey: read('LUOTSI_ADMIN_KEY', parseAdminKey),
    seed: read('LUOTSI_SEED', (text) => (text === 'none' ? text : parseList(text))) ?? 'own',
    publicUrl: read('PUBLIC_URL', parseOrigin),
    corsOrigins: read('CORS_ORIGINS', (text) => parseList(text).map(parseOrigin)) ?? 'any',
    logLevel: read('LOG_LEVEL', parseLogLevel) ?? 'info',
    cacheBytes: read('CACHE_BYTES', wholeNumber(0, 2 ** 34)) ?? 0,
    cacheStaleness: read('CACHE_STALENESS', wholeNumber(0, 3_600_000)) ?? 0,
    limits: {
      maxBodyBytes: limit('MAX_BODY_BYTES', 2 ** 30),
      maxImportBytes: limit('MAX_IMPORT_BYTES', 2 ** 30),
      maxTokens: limit('MAX_TOKENS', 100_000),
      maxDepth: limit('MAX_DEPTH', 1000),
      maxAliases: limit('MAX_ALIASES', 10_000),
      maxAliasLength: limit('MAX_ALIAS_LENGTH', 60), // PostgreSQL cuts names at 63 bytes
      maxFields: limit('MAX_FIELDS', 10_000),
      maxDirectives: limit('MAX_DIRECTIVES', 10_000),
      maxFragments: limit('MAX_FRAGMENTS', 10_000),
      maxOperations: limit('MAX_OPERATIONS', 10_000),
      maxPageSize: limit('MAX_PAGE_SIZE', 10_000),
      defaultPageSize: limit('DEFAULT_PAGE_SIZE', 10_000),
    },
    clock: () => new Date(),
  };

  const { defaultPageSize, maxPageSize } = config.limits;
  if (maxPageSize > 0 && defaultPageSize > maxPageSize) {
    const wanted = `at most MAX_PAGE_SIZE, ${maxPageSize}`;
    problems.push(`DEFAULT_PAGE_SIZE: wanted ${wanted}; got ${defaultPageSize}`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
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

function parseDatabase(text: string): Config['database'] {
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

function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.origin === text.toLowerCase()) return url.origin;
  throw new Unwanted('origins such as https://www.example.fi, without a path', shown(text));
}

function parseLogLevel(text: string): Config['logLevel'] {
  const level = LOG_LEVELS.find((each) => each === text);
  if (level !== undefined) return level;
  throw new Unwanted(`one of ${LOG_LEVELS.join(', ')}`, shown(text));
}
