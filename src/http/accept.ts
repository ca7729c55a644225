/** The media types in which GraphQL is answered, the one for clients that do not mind first. */
const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'] as const;

/** The media type for an answer under an Accept header; undefined where the client takes neither. */
export function accepted(accept: string | undefined): (typeof MEDIA_TYPES)[number] | undefined {
  if (!accept) return MEDIA_TYPES[0];
  const exactly = MEDIA_TYPES.find((type) => type === accept);
  if (exactly) return exactly;
  const ranges = accept.split(',').map((each) => {
    const [range = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return { range, weight: q === undefined ? 1 : Number(q.slice(2)) };
  });
  const weightOf = (type: string) =>
    [type, 'application/*', '*/*']
      .map((wanted) => ranges.find(({ range }) => range === wanted)?.weight)
      .find((weight) => weight !== undefined) ?? 0;
  const [best] = [...MEDIA_TYPES].sort((a, b) => weightOf(b) - weightOf(a));
  return best !== undefined && weightOf(best) > 0 ? best : undefined;
}

/** Whether a client that sent `If-None-Match` already has what the tag names. */
export function has(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((each) => each.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag.replace(/^W\//, ''));
}

/** Whether a request asks by its address; HEAD does as GET, only that nothing of the answer is sent but its head. */
export const isByAddress = (method: string): boolean => method === 'GET' || method === 'HEAD';
