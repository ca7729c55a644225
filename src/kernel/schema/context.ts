import type { Span } from '../../database/span';
import type { LanguageOrder } from '../../value/language';
import type { PageLimits } from '../ask/page';
import type { Write } from '../intake/transaction';
import type { Trees } from '../read/answers';
import type { Reader } from '../read/reader';

/** What every resolver gets: the door to the data, and the languages of the request. */
export interface Context {
  reader: Reader;
  /** Does work with a reader to which nothing changes meanwhile. */
  snapshot: <T>(work: (reader: Reader) => Promise<T>) => Promise<T>;
  /** Does work in a transaction that is kept where the work says so. */
  write: Write;
  languages: LanguageOrder;
  limits: PageLimits;
  /** The time that there is for what is read. */
  span: Span;
  /** Reads what fields lead to. */
  trees: Trees;
}
