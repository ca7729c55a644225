import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { HeadingLanguage } from '../table/words';
import { type ServerOptions, ask, serverOf } from './client';

/** What `luotsi export` is told. */
export interface ExportOptions extends ServerOptions {
  plan?: string;
  organisation?: string;
  json?: boolean;
  xlsx?: boolean;
  language: HeadingLanguage;
  /** The file to write; the standard output unless said. */
  output?: string;
}

const EXPORT = `query Export($plan: ReferenceInput, $organisation: ReferenceInput) {
  exportBundle(plan: $plan, organisation: $organisation)
}`;

/** Writes what a server has as a bundle: in YAML, in JSON, or as a workbook; the same data gives the same bytes. */
export async function exportCommand(options: ExportOptions): Promise<void> {
  const named = (slug?: string) => (slug === undefined ? null : { slug });
  const variables = { plan: named(options.plan), organisation: named(options.organisation) };
  const server = {
    ...serverOf(options),
    note: (line: string) => process.stderr.write(`${line}\n`),
  };
  const { exportBundle } = await ask<{ exportBundle: Record<string, unknown> }>(
    server,
    EXPORT,
    variables,
  );
  const text = await written(exportBundle, options);
  if (options.output === undefined) process.stdout.write(text);
  else writeFileSync(options.output, text);
}

async function written(
  bundle: Record<string, unknown>,
  { json, xlsx, language }: ExportOptions,
): Promise<string | Buffer> {
  if (xlsx) return (await import('../table/export.js')).bundleWorkbook(bundle, language);
  if (json) return `${JSON.stringify(bundle, null, 2)}\n`;
  // `no`, which is Norwegian, is quoted for the readers of YAML 1.1 that take it for false
  return stringify(bundle, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}
