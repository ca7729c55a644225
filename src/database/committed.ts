/**
 * The last change that this process has committed, by its number in the change log. Who listens is told after each commit;
 * what other processes commit is not heard here.
 */
export class Committed {
  private readonly listeners = new Set<(upTo: number) => void>();
  private last = 0;

  /** The number of the last change; 0 where there has been none yet. */
  get upTo(): number {
    return this.last;
  }

  /** Has a function told of every commit from now on; gives what ends that. */
  listen(listener: (upTo: number) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Tells that the changes up to a number are committed; of number 0 there is nothing to tell. */
  tell(upTo: number): void {
    if (upTo <= this.last) return;
    this.last = upTo;
    for (const each of [...this.listeners]) each(upTo);
  }
}
