import { stringify } from 'yaml';
import { type ServerOptions, ask, serverOf } from './client';

/** What `luotsi export` is told. */
export interface ExportOptions extends ServerOptions {
  plan?: string;
  organisation?: string;
  json?: boolean;
}

const EXPORT = `query Export($plan: ReferenceInput, $organisation: ReferenceInput) {
  exportBundle(plan: $plan, organisation: $organisation)
}`;

/** Writes what a server has as a bundle: in YAML, or in JSON; the same data gives the same bytes. */
export async function exportCommand(options: ExportOptions): Promise<void> {
  const named = (slug?: string) => (slug === undefined ? null : { slug });
  const variables = { plan: named(options.plan), organisation: named(options.organisation) };
  const server = {
    ...serverOf(options),
    note: (line: string) => process.stderr.write(`${line}\n`),
  };
  const { exportBundle } = await ask<{ exportBundle: object }>(server, EXPORT, variables);
  process.stdout.write(
    options.json
      ? `${JSON.stringify(exportBundle, null, 2)}\n`
      : stringify(exportBundle, { lineWidth: 0, aliasDuplicateObjects: false }),
  );
}
