import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBundles } from '../../src/app';
import {
  PLANS,
  SEEDED,
  bare,
  bundle,
  contents,
  own,
  refusal,
  rowCounts,
  start,
  stop,
} from '../support/process';
import { some } from '../support/databases';
import { folder } from '../support/program';

jest.setTimeout(90_000);

describe('the first start', () => {
  it('makes the tables, fills them and answers; the second changes nothing', async () => {
    const target = await bare();
    const first = start(target);
    expect(await first.ask(PLANS)).toEqual(SEEDED);
    expect((await fetch(`${await first.url}/health/ready`)).status).toBe(200);
    expect((await stop(first)).code).toBe(0);
    const before = await contents(target);
    expect(Object.keys(before).length).toBeGreaterThan(40);
    expect(before.change!.rows).toBeGreaterThan(900);

    const second = start(target);
    expect(await second.ask(PLANS)).toEqual(SEEDED);
    expect((await stop(second)).code).toBe(0);
    expect(await contents(target)).toEqual(before);
  });

  it('of two processes at once on one database brings both up, and seeds once', async () => {
    const target = await bare();
    const both = [start(target), start(target)];
    for (const run of both) expect(await run.ask(PLANS)).toEqual(SEEDED);
    expect(await rowCounts(target)).toEqual(await rowCounts(await own('seeded')));
  });

  it('killed at any moment, is taken up by the next start', async () => {
    const themes = Array.from({ length: 400 }, (_, i) => ({ slug: `t${i}`, label: `${i}` }));
    const env = { LUOTSI_SEED: bundle({ themes }) };
    const first = await bare();
    const whole = start(first, env);
    const began = performance.now();
    await whole.url;
    const duration = performance.now() - began;
    await stop(whole);

    const expected = await rowCounts(first);
    expect(expected.theme).toBe(400);
    // the program is loading, makes its tables, seeds, is about to listen
    for (const part of some([0.5, 0.65, 0.8, 0.95], 2)) {
      const target = await bare();
      const moment = duration * (part + (Math.random() - 0.5) / 5);
      const killed = start(target, env);
      await sleep(moment);
      killed.child.kill('SIGKILL');
      await killed.end;
      const next = start(target, env);
      await next.url;
      const counts = await rowCounts(target);
      expect({ moment, counts }).toEqual({ moment, counts: expected });
      next.child.kill('SIGKILL');
      await next.end;
    }
  });

  it('leaves the database empty where LUOTSI_SEED is none', async () => {
    const run = start(await bare(), { LUOTSI_SEED: 'none' });
    expect(await run.ask('{ plans { totalCount } regions { totalCount } }')).toEqual({
      plans: { totalCount: 0 },
      regions: { totalCount: 0 },
    });
  });

  it('takes the bundle that LUOTSI_SEED names, and nothing else', async () => {
    const target = await bare();
    const seed = bundle({ themes: [{ slug: 'lukutaito', label: { fi: 'Lukutaito' } }] });
    const run = start(target, { LUOTSI_SEED: seed });
    expect(await run.ask('{ themes { nodes { slug } } plans { totalCount } }')).toEqual({
      themes: { nodes: [{ slug: 'lukutaito' }] },
      plans: { totalCount: 0 },
    });
  });

  it('is refused by a bundle with problems, which are told by their places, and mended by another', async () => {
    const target = await bare();
    const bad = bundle({
      themes: [
        { slug: 'lukutaito', label: { fi: 'Lukutaito' } },
        { slug: 'Ei näin', label: {} },
      ],
      plans: [{ slug: 'x', owner: 'nobody' }],
    });
    const said = await refusal(target, { LUOTSI_SEED: bad });
    expect(said).toMatch(/^The bundle has \d+ problems:\n/);
    expect(said).toContain('/themes/1/slug INVALID: Wanted a slug');
    expect(said).toContain('/plans/0/owner NOT_FOUND: There is no Organisation "nobody".');

    const good = bundle({ themes: [{ slug: 'lukutaito', label: { fi: 'Lukutaito' } }] });
    const next = start(target, { LUOTSI_SEED: good });
    expect(await next.ask('{ themes { totalCount } }')).toEqual({ themes: { totalCount: 1 } });
  });

  it('names a bundle that is not there', async () => {
    const path = join(folder, 'nowhere.yaml');
    expect(await refusal(await bare(), { LUOTSI_SEED: path })).toContain(path);
  });

  it.each(['themes: [}', '', '- 1'])('names a bundle that holds "%s"', (text) => {
    const path = join(folder, 'bundle.yaml');
    writeFileSync(path, text);
    expect(() => readBundles([path])).toThrow(path);
  });
});
