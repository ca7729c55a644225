const WIDTH = 24;

/** Tells how far a long command has come: by a bar where somebody watches, else by a line for each step. */
export class Progress {
  private readonly live: boolean;
  private rows = 0;
  private sent = 0;
  private shown = '';

  constructor(private readonly to: NodeJS.WriteStream) {
    this.live = to.isTTY;
  }

  /** Begins, with so many rows to come. */
  begin(rows: number): void {
    this.rows = rows;
  }

  /** Tells what is under way. */
  show(what: string): void {
    this.shown = what;
    this.draw();
  }

  /** Tells that so many rows are through. */
  done(rows: number, what: string): void {
    this.sent += rows;
    if (this.live) this.draw();
    else this.to.write(`${what} (${this.sent} of ${this.rows} rows)\n`);
  }

  /** Says something in between. */
  note(line: string): void {
    this.to.write(`${this.live ? '\r\x1b[K' : ''}${line}\n`);
    this.draw();
  }

  /** Makes room for what comes after. */
  end(): void {
    if (this.live) this.to.write('\r\x1b[K');
  }

  private draw(): void {
    if (!this.live) return;
    const part = this.rows > 0 ? this.sent / this.rows : 0;
    const full = Math.round(part * WIDTH);
    const bar = '#'.repeat(full) + '.'.repeat(WIDTH - full);
    const line = `[${bar}] ${this.sent}/${this.rows} rows  ${this.shown}`;
    this.to.write(`\r\x1b[K${line.slice(0, Math.max(20, (this.to.columns || 80) - 1))}`);
  }
}
