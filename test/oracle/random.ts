/** Random choices, the same for the same seed (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 up to, and without, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to one below `n`. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  chance(of: number): boolean {
    return this.next() < of;
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }

  shuffled<T>(of: readonly T[]): T[] {
    const all = [...of];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [all[i], all[j]] = [all[j]!, all[i]!];
    }
    return all;
  }

  some<T>(of: readonly T[], most: number): T[] {
    return this.shuffled(of).slice(0, this.below(Math.min(most, of.length) + 1));
  }
}
