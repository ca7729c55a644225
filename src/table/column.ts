import type { Reading } from './reading';
import type { Words } from './words';

/** A column of a table: where its cells go in a row of a bundle. */
export interface Column extends Reading {
  name: string;
  words: Words;
  /** The steps to its value in the row. */
  path: string[];
  description: string;
  /** Whether the template leaves it out. */
  rare?: boolean;
  /** Of a text: the column of it in a language, which few have. */
  inLanguage?(tag: string): Column;
  /** It is read, and never written: another column of the same value is. */
  onlyRead?: boolean;
  /** Each item of a cell is a part of a list that columns may share: the field of the part that holds it. */
  field?: string;
  /** What stands first in such a list where its own cell is empty and another fills the list. */
  unsaid?(row: Record<string, unknown>): unknown[];
}
