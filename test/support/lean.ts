/**
 * An answer without its wrapping: where a single field was asked of an object, the field stands for the object. So a
 * text is its value, a page its rows, and a row of which the name was asked its name.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows the shape it asked for
export function lean(answer: unknown): any {
  if (Array.isArray(answer)) return answer.map(lean);
  if (typeof answer !== 'object' || answer === null) return answer;
  const fields = Object.entries(answer);
  if (fields.length === 1) return lean(fields[0]![1]);
  return Object.fromEntries(fields.map(([name, value]) => [name, lean(value)]));
}
