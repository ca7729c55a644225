// What are the vision, the year and the five societal goals of the plan of Porvoo, in Finnish?
import { seededServer } from './seeded';

const ask = seededServer();

const query = `{
  plan(slug: "porvoo-2026") {
    period { start end }
    vision(language: "fi") { value language }
    goalFrameworks {
      goals(filter: { kind: { eq: SOCIETAL } }) { nodes { title(language: "fi") { value language } } }
    }
  }
}`;

test('the front page of the plan of Porvoo is answered in Finnish, also in a Swedish browser', async () => {
  const fi = (value: string) => ({ value, language: 'fi' });
  expect(await ask(query, { language: 'sv' })).toEqual({
    plan: {
      period: { start: '2026-01-01', end: '2026-12-31' },
      vision: fi('Ylpeästi kirjastolainen: Yhdessä kehittäen - Arjessa oppien - Ihmistä varten'),
      goalFrameworks: [
        {
          goals: {
            nodes: [
              'Kirjastopalvelut vastaavat käyttäjien tarpeita ja yhteiskunnan muutosta',
              'Suomalaisten osaaminen, lukutaito ja sivistys vahvistuvat',
              'Kuntien ja alueiden elinvoimaisuus säilyy',
              'Väestön osallisuus, moniarvoisuus, yhdenvertaisuus ja sananvapaus vahvistuvat',
              'Kirjastojen toiminta auttaa yhteiskuntaa uudistumaan ja kehittymään',
            ].map((title) => ({ title: fi(title) })),
          },
        },
      ],
    },
  });
});
