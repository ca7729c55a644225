import { ADMIN_KEY, type Data, type TestServer } from './server';

const CREATE = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    key
    apiKey { id prefix name role organisations { slug } createdAt expiresAt revokedAt lastUsedAt }
    userErrors { code field message }
  }
}`;

/** What `createApiKey` answers an ADMIN. */
export async function createKey(server: TestServer, input: object): Promise<Data> {
  const { createApiKey } = await server.ask(CREATE, { variables: { input }, key: ADMIN_KEY });
  return createApiKey;
}

/** The text of a new key that covers organisations, named by their slugs. */
export async function keyFor(
  server: TestServer,
  role: 'READER' | 'EDITOR' | 'ADMIN',
  ...slugs: string[]
): Promise<string> {
  const organisations = slugs.map((slug) => ({ slug }));
  const { key, userErrors } = await createKey(server, { name: role, role, organisations });
  if (!key) throw new Error(JSON.stringify(userErrors));
  return key;
}
