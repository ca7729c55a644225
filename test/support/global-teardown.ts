import { dropDatabase, templates } from './databases';

/** Removes the databases that test files copied. */
export default async function teardown(): Promise<void> {
  for (const target of templates()) await dropDatabase(target);
}
