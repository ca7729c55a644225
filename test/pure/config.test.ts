import { ConfigError, SETTINGS, readConfig } from '../../src/config';

function problems(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('need not be set', () => {
    const { clock, ...config } = readConfig({});
    expect(clock()).toBeInstanceOf(Date);
    expect(config).toEqual({
      host: '127.0.0.1',
      port: 4000,
      database: { kind: 'sqlite', path: 'data/luotsi.sqlite' },
      adminKey: undefined,
      seed: 'own',
      cacheBytes: 67_108_864,
      cacheStaleness: 0,
      eventUrl: undefined,
      corsOrigins: 'any',
      logLevel: 'info',
      limits: {
        maxBodyBytes: 1_048_576,
        maxTokens: 1500,
        maxDepth: 20,
        maxAliases: 30,
        maxAliasLength: 60,
        maxFields: 100,
        maxTotalFields: 2000,
        maxDirectives: 50,
        maxFragments: 50,
        maxImportBytes: 16_777_216,
        maxOperations: 10,
        maxCost: 500_000,
        maxCostWithKey: 2_000_000,
        maxPageSize: 100,
        defaultPageSize: 20,
        operationTime: 10_000,
        importTime: 240_000,
        maxAnswerBytes: 16_777_216,
        dearReads: 4,
      },
    });
  });

  it('are read, and what is empty counts as not set', () => {
    const config = readConfig({
      HOST: '::1',
      PORT: ' 0 ',
      DATABASE_URL: 'postgresql://luotsi:secret@db/luotsi',
      LUOTSI_ADMIN_KEY: 'k'.repeat(32),
      LUOTSI_SEED: 'a.yaml, b.yaml',
      CORS_ORIGINS: 'https://www.example.fi,http://localhost:3000',
      LOG_LEVEL: '',
      MAX_PAGE_SIZE: '50',
    });
    expect(config).toMatchObject({
      host: '::1',
      port: 0,
      database: { kind: 'postgres', url: 'postgresql://luotsi:secret@db/luotsi' },
      adminKey: 'k'.repeat(32),
      seed: ['a.yaml', 'b.yaml'],
      corsOrigins: ['https://www.example.fi', 'http://localhost:3000'],
      logLevel: 'info',
      limits: { maxPageSize: 50 },
    });
    expect(readConfig({ LUOTSI_SEED: 'none' }).seed).toBe('none');
    expect(readConfig({ DATABASE_URL: 'sqlite:/var/l.db' }).database).toEqual({
      kind: 'sqlite',
      path: '/var/l.db',
    });
  });

  it('that cannot be used are reported all at once, with what was wanted and what came', () => {
    const env = { PORT: '65536', LOG_LEVEL: 'loud', MAX_DEPTH: '0', HOST: 'http://x' };
    expect(problems(env)).toEqual([
      'HOST: wanted the name or the address of a host, such as 0.0.0.0; got "http://x"',
      'PORT: wanted a whole number from 0 to 65535; got "65536"',
      'LOG_LEVEL: wanted one of trace, debug, info, warn, error, fatal, silent; got "loud"',
      'MAX_DEPTH: wanted a whole number from 1 to 1000; got "0"',
    ]);
    expect(() => readConfig(env)).toThrow(/^These settings cannot be used:\n {2}HOST: /);
  });

  it.each([
    ['DATABASE_URL', 'mysql://root:hunter2@db/x'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'sqlite::memory:'],
    ['DATABASE_URL', 'sqlite://data/hunter2'],
    ['DATABASE_URL', 'postgres://hunter2@['],
    ['DATABASE_URL', 'hunter2'],
    ['LUOTSI_ADMIN_KEY', 'hunter2'],
    ['LUOTSI_ADMIN_KEY', `hunter2 ${'ä'.repeat(32)}`],
    ['LUOTSI_SEED', 'a.yaml,,b.yaml'],
    ['EVENT_URL', 'https://example.fi/events'],
    ['EVENT_URL', 'https://{slug}/'],
    ['EVENT_URL', 'javascript:{slug}'],
    ['CORS_ORIGINS', 'https://example.fi/'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'file:///x'],
    ['PORT', '4e3'],
    ['PORT', '-1'],
    ['MAX_ALIAS_LENGTH', '61'],
    ['DEFAULT_PAGE_SIZE', '101'],
  ])('%s cannot be %s, and no secret is repeated', (name, value) => {
    const [problem, ...more] = problems({ [name]: value });
    expect(problem).toMatch(new RegExp(`^${name}: wanted .+; got .+`));
    expect(problem).not.toContain('hunter2');
    expect(more).toEqual([]);
  });

  it('are listed, each with what it means', () => {
    const names = SETTINGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { meaning } of SETTINGS) expect(meaning).toMatch(/\.$/);
  });
});
