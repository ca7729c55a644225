import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { DateTimeScalar } from '../../value/scalars';
import type { Entity } from '../declare/declare';
import type { Problem } from '../intake/input';
import { type PlacedWarning, takeIn } from '../intake/intake';
import { Lookup } from '../intake/lookup';
import { referred } from '../intake/referred';
import type { Model } from '../declare/model';
import { State } from '../declare/record';
import { type TypeClass, inputType } from '../declare/types';
import { NAMED, payloadType, putInput } from './write-types';
import type { Outcome } from '../write/writer';
import type { Transaction } from '../intake/transaction';
import type { Context } from './context';

type Values = Record<string, unknown>;

/** A mutation on records of an entity. */
export interface Mutation {
  name: string;
  entity: Entity;
  description: string;
  input: TypeClass;
  payload: TypeClass;
  resolve: GraphQLFieldResolver<unknown, Context, { input: Values }>;
}

/** What came of the work of a mutation, what was wrong, and what was odd. */
interface Made {
  outcome?: Omit<Outcome, 'result'> & { result: string };
  problems: Problem[];
  warnings?: PlacedWarning[];
}

/** The work of a mutation. */
type Work = (input: Values, at: Transaction) => Promise<Made>;

/** The mutations that put records of every entity, and publish roots, from their declarations. */
export function mutationsOf(model: Model): Mutation[] {
  return model.records.flatMap((entity) => [
    mutation(
      `put${entity.name}`,
      entity,
      putInput(entity),
      `Makes a ${entity.name}, or changes one. EDITOR.`,
      put(entity),
    ),
    ...(entity.attributes.some((each) => each.name === 'state') ? transitions(entity) : []),
  ]);
}

/** Declares a mutation on one record. */
export function mutation(
  name: string,
  entity: Entity,
  input: TypeClass,
  description: string,
  work: Work,
): Mutation {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const payload = payloadType(title, entity);
  const resolve: Mutation['resolve'] = async (_root, { input: values }, context) => {
    const {
      outcome,
      problems,
      warnings = [],
    } = await context.write(async (at) => {
      const value = await work(values, at);
      return { keep: value.problems.length === 0 && values.dryRun !== true, value };
    });
    const failed = problems.length > 0;
    const kept = outcome && !failed && values.dryRun !== true && outcome.result !== 'DELETED';
    return {
      [entity.singular]: (_: object, asker: Context, info: GraphQLResolveInfo) =>
        kept ? asker.trees.record(info, asker, outcome.id) : null,
      result: failed ? null : (outcome?.result ?? null),
      changedFields: failed ? [] : (outcome?.fields ?? []),
      userErrors: problems.map(userError),
      warnings: failed ? [] : warnings.map(userError),
    };
  };
  return { name, entity, description, input, payload, resolve };
}

/** A problem, or what is odd, as `userErrors` and `warnings` tell of it. */
export const userError = ({ pointer, code, message }: Problem | PlacedWarning) => ({
  code,
  field: pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
  message,
});

/** Puts one record as given. */
export function put(entity: Entity): Work {
  return async ({ id, expectedVersion, dryRun: _, ...raw }, at) => {
    const row = { entity, raw, pointer: '', nameless: true };
    const version = expectedVersion as number | null;
    const { taken, problems, warnings } = await takeIn(
      [{ ...row, id: (id as string | null) ?? undefined, expectedVersion: version }],
      at,
    );
    return { outcome: taken[0], problems, warnings };
  };
}

/** Finds the one record that an input names by `id`, `slug` or `externalId`. */
export async function findNamed(
  entity: Entity,
  { id, slug, externalId }: Values,
  at: Transaction,
): Promise<{ id?: string; problems: Problem[] }> {
  const named = Object.entries({ id, slug, externalId }).filter(
    ([, value]) => (value ?? null) !== null,
  );
  if (named.length !== 1) {
    const message = `Wanted exactly one of id, slug and externalId; got ${named.length}.`;
    return { problems: [{ pointer: '', code: 'REQUIRED', message }] };
  }
  const [found] = await referred(entity, [Object.fromEntries(named)], at.session, at.viewer);
  if (found!.wrong) return { problems: [{ pointer: `/${named[0]![0]}`, ...found!.wrong }] };
  return { id: found!.id, problems: [] };
}

/** Publishing, withdrawing and archiving a root. */
function transitions(entity: Entity): Mutation[] {
  const { name } = entity;
  const input = (verb: string, more = {}) =>
    inputType(`${verb}${name}Input`, `The ${name}.`, () => ({ ...NAMED, ...more }));
  const at = {
    at: {
      type: () => DateTimeScalar,
      description: 'When to publish it, rather than now: an appointment, kept within a minute.',
    },
  };
  return [
    mutation(
      `publish${name}`,
      entity,
      input('Publish', at),
      `Shows a ${name} to everybody with all that hangs on it, now or at a time. EDITOR.`,
      move(entity, [State.DRAFT, State.ARCHIVED], State.PUBLISHED),
    ),
    mutation(
      `withdraw${name}`,
      entity,
      input('Withdraw'),
      `Makes a ${name} a draft again, and takes back an appointment to publish it. EDITOR.`,
      move(entity, [State.PUBLISHED], State.DRAFT),
    ),
    mutation(
      `archive${name}`,
      entity,
      input('Archive'),
      `Freezes a published ${name}: everybody goes on seeing it, and nobody changes it until it is published again. EDITOR.`,
      move(entity, [State.PUBLISHED], State.ARCHIVED),
    ),
  ];
}

function move(entity: Entity, from: readonly State[], to: State): Work {
  return async (input, at) => {
    const { id, problems } = await findNamed(entity, input, at);
    if (!id) return { problems };
    const state = await stateOf(entity, id, at);
    const { expectedVersion, at: time } = input;
    const isToCome = time ? new Date(time as string) > at.now : false;
    const allowed = isToCome ? [State.DRAFT] : [...from, to];
    if (!allowed.includes(state)) {
      const message = `Wanted one that is ${(isToCome ? allowed : from).join(' or ')}; it is ${state}.`;
      return { problems: [{ pointer: '', code: 'WRONG_STATE', message }] };
    }
    const appointed = isToCome ? { publishAt: time } : { state: to, publishAt: null };
    return put(entity)({ id, expectedVersion, ...appointed }, at);
  };
}

async function stateOf(entity: Entity, id: string, at: Transaction): Promise<State> {
  const lookup = new Lookup(at.session, at.viewer);
  return (await lookup.value(entity, id, 'state')) as State;
}
