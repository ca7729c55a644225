/** How a command ends, as its help tells. */
export const EXIT = { DONE: 0, REFUSED: 1, UNREACHABLE: 2, INTERRUPTED: 130 };

/** A request that has no answer: why, with which code the command ends, and whether something may have been written. */
export class RequestFailed extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly exit: number,
    readonly unsure = false,
  ) {
    super(message);
  }
}
