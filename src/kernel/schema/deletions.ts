import { addTo } from '../../value/group';
import { isIn } from '../declare/condition';
import type { Entity } from '../declare/declare';
import type { Model } from '../declare/model';
import { entityOf, withinOf } from '../declare/registry';
import type { WrittenRow } from '../declare/row';
import type { FoundBroken } from '../declare/rules';
import { inputType } from '../declare/types';
import type { Problem } from '../intake/input';
import type { Transaction } from '../intake/transaction';
import { Reader } from '../read/reader';
import { keptIn } from '../write/kept-in';
import { Store } from '../write/store';
import { Writer } from '../write/writer';
import { type Mutation, findNamed, mutation } from './mutations';
import { NAMED } from './write-types';

/** What goes along with a deletion where the caller says so, such as events. */
interface Company {
  entity: Entity;
  rows: { id: string; slug: string }[];
}

/** So many records with the same problem are told by their names. */
const TOLD = 5;

/** The mutation of every entity that deletes a record of it. */
export function deletionsOf(model: Model): Mutation[] {
  return model.records.map((entity) => {
    const name = `delete${entity.name}`;
    const input = inputType(`Delete${entity.name}Input`, `The ${entity.name} to delete.`, () => ({
      ...NAMED,
      ...Object.fromEntries(
        companions(entity, model).map(({ goesAlong }) => [
          goesAlong!.argument,
          { type: () => Boolean, description: goesAlong!.description, default: false },
        ]),
      ),
    }));
    const description = `Deletes a ${entity.name} with all that is kept in it; what others name stays, and is IN_USE. EDITOR.`;
    return mutation(name, entity, input, description, remove(entity, model));
  });
}

/** What may go along with records of an entity: it hangs on those, or on what is kept in them. */
const companions = (entity: Entity, { records }: Model): Entity[] =>
  records.filter(({ goesAlong, attributes }) => {
    const reference = goesAlong && attributes.find(({ name }) => name === goesAlong.with);
    return reference && isKeptIn(entityOf(reference.target!()), entity);
  });

const isKeptIn = (kept: Entity, entity: Entity): boolean =>
  kept === entity || withinOf(kept).some((each) => isKeptIn(entityOf(each.target!()), entity));

function remove(entity: Entity, model: Model): Parameters<typeof mutation>[4] {
  return async (input, at) => {
    const { id, problems } = await findNamed(entity, input, at);
    if (!id) return { problems };
    const company = await companyOf(entity, id, companions(entity, model), at);
    const going = company.filter((each) => input[each.entity.goesAlong!.argument] === true);
    const writer = new Writer(at.session, at.viewer, at.now.toISOString(), at.model);
    for (const each of [...going].reverse()) await writer.remove(each.entity, each.rows);
    const row: Pick<WrittenRow, 'id' | 'expectedVersion'> = {
      id,
      expectedVersion: input.expectedVersion as number | null,
    };
    const [outcome] = await writer.remove(entity, [row]);
    const staying = company.filter((each) => !going.includes(each));
    for (const broken of told(await writer.finish(), going))
      problems.push(broken.code === 'IN_USE' ? withAdvice(broken, staying) : broken);
    return { outcome, problems };
  };
}

/** What the viewer sees hang on a record and on what is kept in it. */
async function companyOf(
  entity: Entity,
  id: string,
  among: readonly Entity[],
  at: Transaction,
): Promise<Company[]> {
  if (among.length === 0) return [];
  const levels = await keptIn(new Store(at.session), at.model, entity, [id]);
  const found: Company[] = [];
  for (const each of among) {
    const { property, target } = each.attributes.find(({ name }) => name === each.goesAlong!.with)!;
    const doomed = levels.flatMap((level) =>
      level.entity === entityOf(target!()) ? level.rows.map((row) => row.id) : [],
    );
    const rows = await new Reader(at.session, at.viewer).rows({
      entity: each,
      properties: ['id', 'slug'],
      where: isIn(property, doomed),
    });
    if (rows.length > 0) found.push({ entity: each, rows: rows as Company['rows'] });
  }
  return found;
}

/** What was broken: each thing about what goes along once, with the names of those that break it. */
function told(broken: readonly FoundBroken[], company: readonly Company[]): Problem[] {
  const names = new Map<string, string>();
  for (const { entity, rows } of company)
    for (const { id, slug } of rows) names.set(id, `${entity.name} ${slug}`);
  const problems = new Map<string, Problem & { of: string[] }>();
  for (const { id, field, code, message } of broken) {
    const name = names.get(id);
    const pointer = field && !name ? `/${field}` : '';
    const key = JSON.stringify([pointer, code, message, name !== undefined]);
    const problem = problems.get(key) ?? { pointer, code, message, of: [] };
    if (name) problem.of.push(name);
    problems.set(key, problem);
  }
  return [...problems.values()].map(({ of, pointer, code, message }) => {
    const more = of.length > TOLD ? ` and ${of.length - TOLD} more` : '';
    const who = of.length > 0 ? `${of.sort().slice(0, TOLD).join(', ')}${more}: ` : '';
    return { pointer, code, message: who + message };
  });
}

/** Says of what is in use how many could go along, and how. */
function withAdvice(problem: Problem, staying: readonly Company[]): Problem {
  const advice = new Map<string, string[]>();
  for (const { entity, rows } of staying) {
    const { argument, words } = entity.goesAlong!;
    const counted = `${rows.length} ${words[rows.length === 1 ? 0 : 1]}`;
    addTo(advice, argument, counted);
  }
  const said = [...advice].map(
    ([argument, counts]) => ` \`${argument}: true\` deletes ${counts.join(' and ')} with it.`,
  );
  return { ...problem, message: problem.message + said.join('') };
}
