import { action } from './action';
import { channel } from './channel';
import { competence } from './competence';
import { event } from './event';
import { goal } from './goal';
import { ApiKey } from './api-key/api-key.entity';
import { ImportRun } from './bundle/import-run.entity';
import { Change } from './kernel/change.entity';
import { buildModel } from './kernel/model';
import { network } from './network';
import { organisation } from './organisation';
import { plan } from './plan';
import { service } from './service';
import { source } from './source';
import { ExternalId, Provenance } from './source/source.entity';
import { territory } from './territory';
import { theme } from './theme';

/** The features, in order: the table of contents. */
const features = [
  territory,
  source,
  theme,
  organisation,
  competence,
  plan,
  goal,
  channel,
  network,
  action,
  event,
  service,
];

/** The whole graph. Every record has external ids and provenance. */
export const model = buildModel(
  features,
  [ExternalId, Provenance],
  [Change as never, ApiKey, ImportRun],
);
export const common = [ExternalId, Provenance];
