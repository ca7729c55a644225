// in their order: a feature may add to what those before it declare
import { territory } from './territory';
import { source } from './source';
import { theme } from './theme';
import { organisation } from './organisation';
import { competence } from './competence';
import { plan } from './plan';
import { goal } from './goal';
import { channel } from './channel';
import { network } from './network';
import { action } from './action';
import { event } from './event';
import { service } from './service';
import { changeResolver, history } from './change';
import { recordType } from './kernel/schema/record-type';
import { apiKey } from './api-key';
import { ApiKey } from './api-key/api-key.entity';
import { copyMutation } from './bundle/copy';
import { bundleResolver } from './bundle/resolver';
import { ImportRun } from './bundle/import-run.entity';
import { mergeResolver } from './bundle/merge';
import { Merged } from './kernel/declare/merged.entity';
import { Change } from './kernel/write/change.entity';
import { Secret } from './change/secret.entity';
import { ExternalId, Provenance } from './source/source.entity';
import { type Graph, buildModel } from './kernel/schema/build-model';
import type { Feature } from './kernel/schema/feature';

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

/** The same in the order in which a reader of the schema wants to meet what they are of. */
const reading = [
  ...[plan, action, event, goal, competence],
  ...[organisation, network, channel, theme, source, territory],
];

/** Imports, exports and changes, which know the whole graph. */
const RecordType = recordType(features.flatMap(({ entities }) => entities));
const whole: Feature = {
  entities: [],
  mutations: () => [copyMutation()],
  resolvers: [
    bundleResolver(() => model),
    mergeResolver(() => model, RecordType),
    changeResolver(RecordType),
  ],
};

/** The whole graph. Every record has external ids and provenance. */
export const model: Graph = buildModel(
  [...features, whole],
  reading,
  [ExternalId, Provenance],
  [Change, ApiKey, ImportRun, Secret, Merged],
  [history(() => model)],
);
export const common = [ExternalId, Provenance];
