import { Unavailable } from './errors';
import type { Span } from './span';

type Leave = () => void;

/** Lets only so many in at once, and some more wait in their order; who comes beyond is told at once that it is full. */
export class Gate {
  private free: number;
  private readonly waiting = new Set<(leave: Leave) => void>();

  constructor(
    places: number,
    private readonly most = 4 * places,
  ) {
    this.free = places;
  }

  /** Gives what frees the place again; null where no place is free. */
  take(): Leave | null {
    if (this.free === 0) return null;
    this.free--;
    return this.leave();
  }

  /** Does work in a place, once one is free. */
  async enter<T>(span: Span, work: () => Promise<T>): Promise<T> {
    const leave = this.take() ?? (await this.wait(span));
    try {
      return await work();
    } finally {
      leave();
    }
  }

  private wait(span: Span): Promise<Leave> {
    return new Promise((resolve, reject) => {
      const full = () =>
        reject(new Unavailable('The server is busy with large requests. Try again in a moment.'));
      if (this.waiting.size >= this.most) return full();
      const next = (leave: Leave) => {
        forget();
        resolve(leave);
      };
      const forget = span.onEnd(() => {
        this.waiting.delete(next);
        full();
      });
      this.waiting.add(next);
    });
  }

  private leave(): Leave {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const [next] = this.waiting;
      if (!next) return void this.free++;
      this.waiting.delete(next);
      next(this.leave());
    };
  }
}
