import { Action, ChannelUse, Participation, Placement } from '../action/action.entity';
import { TRUE, isIn, relationOf } from '../kernel/condition';
import type { EntityClass, WrittenRow } from '../kernel/declare';
import type { Reader } from '../kernel/reader';
import type { PartRow } from '../kernel/record';
import { entityOf } from '../kernel/registry';

const INHERITED = [
  'edition',
  'modalities',
  'languages',
  'audiences',
  'registrationNeeded',
] as const;
const BY_ID = new Set(['id']);
const PARTS: EntityClass<PartRow>[] = [ChannelUse, Participation, Placement];

/** Gives new events their calendar ids, and takes from their actions what they do not say themselves. */
export async function completeEvents(rows: WrittenRow[], reader: Reader): Promise<void> {
  for (const { id, values } of rows) values.uid = id;
  const ids = rows.map(({ values }) => values.action).filter((id) => typeof id === 'string');
  if (ids.length === 0) return;
  const actions = new Map(
    (await reader.list(Action, isIn('id', ids))).map((each) => [each.id, each]),
  );
  for (const { values } of rows) {
    const action = actions.get(values.action as string);
    if (!action) continue;
    for (const name of INHERITED)
      if (values[name] === undefined) values[name] = action[name] ?? undefined;
  }
  const themes = relationOf(entityOf(Action), 'themes');
  await Promise.all(
    rows.map(async ({ values }) => {
      if (!values.action || values.themes !== undefined) return;
      const selection = { properties: BY_ID, where: TRUE };
      const found = await reader.related(themes, values.action as string, selection, '');
      values.themes = found.map((each) => each.id);
    }),
  );
  for (const type of PARTS) {
    const part = entityOf(type);
    const held = await reader.list(type, isIn('recordId', ids));
    held.sort((a, b) => a.position - b.position);
    const { field } = part.part!;
    for (const { values } of rows)
      if (values.action && values[field] === undefined)
        values[field] = held
          .filter((each) => each.recordId === values.action)
          .map((each) => asGiven(part.attributes, each));
  }
}

/** A stored part as if a caller had written it. */
function asGiven(
  attributes: { name: string; property: string }[],
  row: object,
): Record<string, unknown> {
  const stored = row as Record<string, unknown>;
  return Object.fromEntries(attributes.map(({ name, property }) => [name, stored[property]]));
}
