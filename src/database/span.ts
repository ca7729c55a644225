import { Unavailable } from './errors';

/** Who waits for an answer, such as a socket. */
export interface Waiting {
  readonly destroyed: boolean;
  on(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}

/** The time that a request has for its reads: from its arrival on, and no longer than somebody waits for the answer. */
export class Span {
  /** What is read is known to cost much: it is read beside the small reads from the start. */
  dear = false;
  private end: number;
  private timer?: NodeJS.Timeout;
  private readonly stops = new Set<() => void>();

  /** A span of so many milliseconds; without a client, it is waited for in any case. */
  constructor(
    private readonly ms: number,
    private readonly client?: Waiting,
  ) {
    this.end = performance.now() + ms;
  }

  /** How many milliseconds are left. */
  get left(): number {
    return this.client?.destroyed ? 0 : Math.max(0, this.end - performance.now());
  }

  /** Begins anew: what was done until now had no such limit, for it was a write. */
  renew(): void {
    this.end = performance.now() + this.ms;
  }

  /** Has something stopped when the span ends; gives what is to be called when it has ended by itself. */
  onEnd(stop: () => void): () => void {
    if (this.stops.size === 0) {
      this.timer = setTimeout(this.stop, this.left);
      this.client?.on('close', this.stop);
    }
    this.stops.add(stop);
    return () => {
      if (this.stops.delete(stop) && this.stops.size === 0) this.unwatch();
    };
  }

  /** What is told to whoever waits for what was stopped. */
  ended(what = 'The operation'): Unavailable {
    const seconds = this.ms / 1000;
    return new Unavailable(
      this.client?.destroyed
        ? 'The client has gone.'
        : `${what} took longer than ${seconds} seconds and was stopped.`,
    );
  }

  private readonly stop = () => {
    this.unwatch();
    const all = [...this.stops];
    this.stops.clear();
    for (const each of all) each();
  };

  private unwatch(): void {
    clearTimeout(this.timer);
    this.client?.off('close', this.stop);
  }
}
