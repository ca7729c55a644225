import { ApiKeyResolver } from './resolver';
import type { Feature } from '../kernel/schema/feature';

/** Keys, and who asks. */
export const apiKey: Feature = { entities: [], resolvers: [ApiKeyResolver] };
