import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package, whether it runs from its sources or built. */
export const HOME = join(__dirname, __dirname.endsWith(join('dist', 'src')) ? '../..' : '..');

/** The version of the package. */
export const VERSION = (
  JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { version: string }
).version;

/** The paths of the bundles that come with Luotsi. */
export function ownSeeds(): string[] {
  const folder = join(HOME, 'seeds');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}
