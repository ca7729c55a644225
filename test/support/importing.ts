import { ADMIN_KEY, type Data, type TestServer } from './server';

const IMPORT = `mutation ($input: ImportBundleInput!) {
  importBundle(input: $input) {
    report {
      id applied
      counts { created updated unchanged deleted skipped failed }
      problems { pointer code message }
      warnings { pointer code }
      rows { pointer type id slug result fields matchedBy }
    }
    userErrors { code field message }
  }
}`;

/** How a bundle is imported, as `ImportBundleInput` has it. */
export interface Importing {
  mode?: 'UPSERT' | 'INSERT' | 'SYNC';
  dryRun?: boolean;
  atomic?: boolean;
  force?: boolean;
  plan?: object;
  idempotencyKey?: string;
}

/** Imports a bundle by the API; `luotsi: 1` is supplied. Gives the report. */
export async function imported(
  server: TestServer,
  bundle: object,
  options: Importing = {},
  key = ADMIN_KEY,
): Promise<Data> {
  const input = { bundle: { luotsi: 1, ...bundle }, ...options };
  const { importBundle } = await server.ask(IMPORT, { variables: { input }, key });
  if (importBundle.userErrors.length > 0) throw new Error(JSON.stringify(importBundle.userErrors));
  return importBundle.report;
}

/** The problems of a report, without their words. */
export const codes = ({ problems }: Data): string[] =>
  problems.map(({ pointer, code }: Data) => `${pointer} ${code}`).sort();

/** What became of the rows of a report, by their slugs. */
export const results = ({ rows }: Data): string[] =>
  rows.map(({ slug, result }: Data) => `${slug} ${result}`);
