import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../src/config';

/** The rows of the table under `| Setting | Default | Meaning |`, as cells. */
function settingsTable(readme: string): string[][] {
  const lines = readme.split('\n');
  const head = lines.findIndex((line) =>
    /^\|\s*Setting\s*\|\s*Default\s*\|\s*Meaning\s*\|$/.test(line),
  );
  if (head < 0) throw new Error('The README has no table | Setting | Default | Meaning |.');
  const end = lines.findIndex((line, i) => i > head && !line.startsWith('|'));
  return lines.slice(head + 2, end < 0 ? undefined : end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the README lists every setting in order, with its default and what it means', () => {
  const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
  const plain = (cell: string) => cell.replaceAll('`', '');
  const listed = settingsTable(readme).map((cells) => cells.map(plain));
  expect(listed).toEqual(
    SETTINGS.map((each) => [each.name, each.default ?? '', plain(each.meaning)]),
  );
});
