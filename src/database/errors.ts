/** The database is away or busy, or its time is over; the caller may try again. */
export class Unavailable extends Error {
  readonly code = 'SERVICE_UNAVAILABLE';
}

/** Whether a statement was more than a database takes, such as too many tables or expressions too deep. */
export function isTooComplex(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const ofSqlite = /too many|too large|stack overflow|maximum depth/;
  return code.startsWith('54') || (code === 'SQLITE_ERROR' && ofSqlite.test(message));
}

/** Whether what a statement gives is more than a text of the database holds, or one of ours. */
export function isTooLarge(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const ofPostgres = /out of memory|array size exceeds|string buffer/i;
  return (
    code === 'SQLITE_TOOBIG' ||
    message === 'Invalid string length' ||
    (code === '54000' && ofPostgres.test(message))
  );
}

/** The error to tell a caller where trying again may help; null where it would not. */
export function unavailable(error: unknown): Unavailable | null {
  if ((error as { code?: string }).code === '57014')
    return new Unavailable('The operation took too long and was stopped.', { cause: error });
  if (isFull(error))
    return new Unavailable('There is no room left to write; what is there can be read.', {
      cause: error,
    });
  return isAway(error) ? new Unavailable('The database is away.', { cause: error }) : null;
}

function isFull(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return /^(53100|SQLITE_FULL|SQLITE_IOERR_(WRITE|SHMSIZE))$/.test(code);
}

function isAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^(57P0[123]|08\w{3}|53[34]00|EPIPE|ECONN\w+|ENOENT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|ETIMEDOUT)$/.test(
      code,
    ) ||
    /connection terminated|not queryable|timeout exceeded when trying to connect/i.test(message)
  );
}
