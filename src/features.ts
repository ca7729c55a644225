import { action } from './action';
import { changeResolver, history } from './change';
import { channel } from './channel';
import { competence } from './competence';
import { event } from './event';
import { goal } from './goal';
import { apiKey } from './api-key';
import { ApiKey } from './api-key/api-key.entity';
import { copyMutation } from './bundle/copy';
import { bundleResolver } from './bundle/resolver';
import { ImportRun } from './bundle/import-run.entity';
import { Change } from './kernel/write/change.entity';
import { Secret } from './change/secret.entity';
import { network } from './network';
import { organisation } from './organisation';
import { plan } from './plan';
import { service } from './service';
import { source } from './source';
import { ExternalId, Provenance } from './source/source.entity';
import { territory } from './territory';
import { theme } from './theme';
import { type Feature, type Graph, buildModel } from './kernel/schema/feature';

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
  apiKey,
];

/** Imports, exports and changes, which know the whole graph. */
const singulars = features.flatMap(({ entities }) => entities.map((each) => each.name));
const whole: Feature = {
  entities: [],
  mutations: () => [copyMutation()],
  resolvers: [bundleResolver(() => model), changeResolver(() => model, singulars)],
};

/** The whole graph. Every record has external ids and provenance. */
export const model: Graph = buildModel(
  [...features, whole],
  [ExternalId, Provenance],
  [Change, ApiKey, ImportRun, Secret],
  [history(() => model)],
);
export const common = [ExternalId, Provenance];
