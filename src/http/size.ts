/** Whether a value takes more than so many bytes as JSON, signs that are escaped not counted: it is not looked at any further. */
export function isLarger(value: unknown, most: number): boolean {
  let left = most;
  const take = (of: unknown): void => {
    if (typeof of === 'string') left -= Buffer.byteLength(of) + 2;
    else if (typeof of !== 'object' || of === null) left -= String(of).length;
    else if (Array.isArray(of)) {
      left -= 1 + of.length;
      for (let i = 0; i < of.length && left >= 0; i++) take(of[i]);
    } else
      for (const [name, each] of Object.entries(of)) {
        if (left < 0) return;
        left -= name.length + 4;
        take(each);
      }
  };
  take(value);
  return left < 0;
}
