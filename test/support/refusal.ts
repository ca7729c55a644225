import { Invalid } from '../../src/value/invalid';

/** What a parser refuses a value with; undefined where it takes it. */
export function refusal(parse: () => unknown): Invalid | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
}
