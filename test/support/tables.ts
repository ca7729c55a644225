import type { Bundle } from '../../src/bundle/bundle';
import { readFile } from '../../src/table/files';

/** The rows of a table in a text, as a bundle; what its file is called may tell what it holds. */
export async function bundleOf(
  text: string | Buffer,
  name = 'table',
  type?: string,
): Promise<Bundle> {
  const { bundle } = await readFile(name, Buffer.from(text), type);
  return bundle!;
}
