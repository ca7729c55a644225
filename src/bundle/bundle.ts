import { echo } from '../value/invalid';
import { mayBeStored, visible } from '../value/text';
import type { Problem } from '../kernel/intake/input';
import type { Model } from '../kernel/declare/model';
import type { Given } from '../kernel/intake/transaction';

/** A bundle as a caller writes it: lists of rows by the plural names of their types. */
export type Bundle = Record<string, unknown>;

/** A bundle that cannot be imported: every problem with its place. Nothing was written. */
export class BundleRefused extends Error {
  constructor(readonly problems: Problem[]) {
    const first = problems
      .slice(0, 20)
      .map(({ pointer, code, message }) => `  ${pointer} ${code}: ${message}`);
    const rest = problems.length > 20 ? [`  and ${problems.length - 20} more`] : [];
    super([`The bundle has ${problems.length} problems:`, ...first, ...rest].join('\n'));
  }
}

/** The most rows that an import takes at once. */
export const MOST_ROWS = 10_000;

/** What a bundle says of all its rows. */
export const HEAD = ['$schema', 'luotsi', 'system', 'provenance'];

/** The system of external ids that name none, as those of rows are read; undefined where there is none. */
export function systemOf({ system }: Bundle): string | undefined {
  const text = typeof system === 'string' ? visible(system) : '';
  return text !== '' && text.length <= 80 && mayBeStored(text) ? text : undefined;
}

/** The rows of a bundle, and what is wrong with it as a whole; `base` is the pointer to it. */
export function rowsOf(
  bundle: Bundle,
  model: Model,
  base = '',
): { rows: Given[]; problems: Problem[] } {
  const rows: Given[] = [];
  const problems: Problem[] = [];
  const refuse = (name: string, code: Problem['code'], message: string) =>
    problems.push({ pointer: `${base}/${name}`, code, message });
  const { luotsi, system, provenance } = bundle;
  if (luotsi !== 1)
    refuse(
      'luotsi',
      'INVALID',
      `Wanted luotsi: 1, the version of the format; got ${echo(luotsi)}.`,
    );
  if (system !== undefined && systemOf(bundle) === undefined)
    refuse('system', 'INVALID', `Wanted a text of at most 80 characters; got ${echo(system)}.`);
  for (const [name, list] of Object.entries(bundle)) {
    if (HEAD.includes(name)) continue;
    const entity = model.byPlural(name);
    if (!entity) refuse(name, 'UNKNOWN_FIELD', `There is no list ${echo(name)} in a bundle.`);
    else if (!Array.isArray(list)) refuse(name, 'INVALID', `Wanted a list; got ${echo(list)}.`);
    else
      list.forEach((raw: unknown, i) =>
        rows.push({
          entity,
          raw,
          pointer: `${base}/${name}/${i}`,
          system: systemOf(bundle),
          defaults: provenance ? { provenance: [provenance] } : undefined,
        }),
      );
  }
  return { rows, problems };
}
