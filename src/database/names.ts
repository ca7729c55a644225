const NAMED_AFTER = 3;
const NAMED_AT_MOST = 300;
const COUNTED_AT_MOST = 3000;

/**
 * Names for the statements that come again and again: PostgreSQL keeps those parsed and planned on each connection, until
 * it ends. What comes once gets no name, and neither does what would make them too many.
 */
export function statementNames(): (text: string) => string | undefined {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  return (text) => {
    const found = names.get(text);
    if (found || names.size >= NAMED_AT_MOST) return found;
    const count = (uses.get(text) ?? 0) + 1;
    uses.delete(text);
    if (count < NAMED_AFTER) {
      if (uses.size >= COUNTED_AT_MOST) uses.clear();
      uses.set(text, count);
      return undefined;
    }
    const name = `s${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}
