/** Numbers below a bound that look random and are always the same for the same seed and salt. */
export function randomInts(seed: number, salt: string): (below: number) => number {
  let state = seed;
  for (const letter of salt) state = (Math.imul(state, 31) + letter.charCodeAt(0)) | 0;
  return (below) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32) * below);
  };
}
