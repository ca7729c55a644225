// What can one attend without registering, for what must one register, and of what is it not said?
import type { Data } from '../support/server';
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  no: actions(first: 50, filter: { registrationNeeded: { eq: false } }) { ...Action }
  yes: actions(first: 50, filter: { registrationNeeded: { eq: true } }) { ...Action }
  notSaid: actions(first: 5, filter: { registrationNeeded: { isNull: true }, form: { eq: STUDY_TRIP } }) { ...Action }
  events(first: 0, filter: { registrationNeeded: { eq: false } }) { totalCount }
}
fragment Action on ActionConnection {
  nodes { title { value } plan { slug } registrationNeeded }
}`;

test('remote coffees need no registration, mentoring does, and of study trips nothing is said', async () => {
  const { no, yes, notSaid, events } = await ask(query);
  const titles = (connection: Data) =>
    connection.nodes.map(({ title, plan }: Data) => `${plan.slug}: ${title.value}`).sort();
  expect(titles(no)).toEqual([
    'kuopio-2024: Digivartit',
    'kuopio-2024: Digiä tunnissa',
    'kuopio-2024: Etäkahvit',
    'kuopio-2024: Johtajien ja esimiesten etäkahvit',
    'kuopio-2024: Kirjavinkkikahvit',
    'porvoo-2026: Asiakaskokemuksen kehittämisen työkalut',
    'porvoo-2026: Celia-kahvit',
    'porvoo-2026: Etäkahvit',
    'porvoo-2026: Kestävän kehityksen kahvit',
    'porvoo-2026: Kirjastolaisten megatrendikahvit',
    'porvoo-2026: Lasten ja nuorten kirjastotyön verkoston etäkahvit',
    'porvoo-2026: Päättäjäviestinnän ideakahvit',
    'porvoo-2026: SEVERI-verkoston etäkahvit',
    'porvoo-2026: Tulevaisuuskahvit',
    'porvoo-2026: Tutkittua-sarja',
    'porvoo-2026: Verkostokahvit',
  ]);
  expect(titles(yes)).toEqual(['kuopio-2024: Kansallinen mentorointiohjelma']);
  expect(notSaid.nodes).not.toEqual([]);
  for (const { registrationNeeded } of notSaid.nodes) expect(registrationNeeded).toBeNull();
  // the coffees have a rhythm only, so none of them is an event yet
  expect(events.totalCount).toBe(0);
});
