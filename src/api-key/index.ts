import type { Feature } from '../kernel/declare/model';
import { ApiKeyResolver } from './resolver';

/** Keys, and who asks. */
export const apiKey: Feature = { entities: [], resolvers: [ApiKeyResolver] };
