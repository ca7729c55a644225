/** A query as text, which may know the types of its answer and of its variables: a string, or a `TypedDocumentString`. */
interface Query<Data, Variables> {
  toString(): string;
  __apiType?: (variables: Variables) => Data;
}

interface Settings {
  /** The languages of texts, the first wanted first, such as `sv, fi`. */
  language?: string;
  /** A key; without one, what is published can be read. */
  key?: string;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

/**
 * A function that asks the API at an address, and gives the data of the answer.
 * @throws Error what was refused; all errors are its `cause`
 */
export function luotsi(url: string, { language, key }: Settings = {}) {
  return async <Data = Record<string, unknown>, Variables = Record<string, unknown>>(
    query: Query<Data, Variables>,
    variables?: Variables,
  ): Promise<Data> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(language && { 'accept-language': language }),
        ...(key && { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ query: query.toString(), variables }),
    });
    const { data, errors } = (await response.json()) as Answer<Data>;
    if (errors || !data)
      throw new Error(errors?.[0]?.message ?? response.statusText, { cause: errors });
    return data;
  };
}
