import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkbook } from '../../src/table/xlsx-read';
import { json, send, server } from '../support/cli';
import { at, folder, luotsi } from '../support/program';

const write = (name: string, bytes: Buffer): string => {
  writeFileSync(join(folder, name), bytes);
  return name;
};

test('takes a workbook that another program wrote, and finds it unchanged the second time', async () => {
  await server.load({
    regions: [{ slug: 'uusimaa', code: '01', name: 'Uusimaa' }],
    municipalities: [{ slug: 'espoo', code: '049', name: 'Espoo', region: 'uusimaa' }],
  });
  copyFileSync(join(__dirname, '..', 'files', 'tapahtumat.xlsx'), join(folder, 'kevat.xlsx'));
  const { code, out } = await send(['kevat.xlsx']);
  expect({ code, out }).toEqual({
    code: 0,
    out: [
      'kevat.xlsx: 3 rows: written (3 created)',
      '  Left out, for want of a heading: Muistiinpanot',
      '  Warning: Tapahtumat!A5 and 1 more like it, to Tapahtumat!A6, ATTENDANCE_OF_PLANNED: It is told who came, and the event is PLANNED.',
      'All 3 rows taken.',
      '',
    ].join('\n'),
  });
  expect((await json(['kevat.xlsx'])).counts).toMatchObject({ unchanged: 3 });
});

test('takes texts as Excel saves them, in Windows-1252 and in UTF-16', async () => {
  const text =
    'Tunniste;Omistaja;Otsikko;Alkaa\r\nkirjala-ä;Kirjala;Ä;23.4.2026 klo 9.00\r\n'.replace(
      '-ä',
      '-u1',
    );
  const windows = write('windows.csv', Buffer.from(text, 'latin1'));
  const wide = write('wide.txt', Buffer.from(`\uFEFF${text.replace('u1', 'u2')}`, 'utf16le'));
  expect(await json([windows, wide])).toMatchObject({ exit: 0, counts: { created: 2 } });
});

test('tells what is wrong by its cell, what is alike once', async () => {
  const rows = Array.from({ length: 5 }, (_, i) => `kirjala-w${i};Kirjala;T;3${i}.2.2026`);
  const name = write(
    'tapahtumat.csv',
    Buffer.from(`tunniste;omistaja;otsikko;alkaa\n${rows.join('\n')}\n`),
  );
  const { code, out } = await send([name]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^ {2}line 2, column alkaa and 4 more like it, to line 6, column alkaa, INVALID_DATE: Wanted .*; got "30\.2\.2026"\.$/m,
  );
});

test('makes a workbook to fill in, with what there is to choose from', async () => {
  const made = await luotsi(['template', 'all.xlsx', '--language', 'sv', ...at(server)]);
  expect(made).toEqual({ code: 0, out: '', err: 'all.xlsx is written.\n' });
  const tables = await openWorkbook(readFileSync(join(folder, 'all.xlsx')));
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Anvisning', 'Planer', 'Evenemang']),
  );
  expect((await json(['all.xlsx'])).files[0]).toMatchObject({ rows: 0, problems: [] });
  const nowhere = await luotsi(['template', 'events.xlsx', '--server', 'http://127.0.0.1:1']);
  expect(nowhere.err).toContain('Nothing that is there is offered to choose from.');
  expect(existsSync(join(folder, 'events.xlsx'))).toBe(true);
  expect(await luotsi(['template', 'nix'])).toMatchObject({ code: 1, out: '' });
}, 60_000);

test('what it exports as a workbook goes in again unchanged', async () => {
  const exported = await luotsi([
    'export',
    '--organisation',
    'kirjala',
    '--xlsx',
    '--output',
    'own.xlsx',
    ...at(server),
  ]);
  expect(exported).toEqual({ code: 0, out: '', err: '' });
  const told = await json(['own.xlsx']);
  expect(told).toMatchObject({ exit: 0, counts: { created: 0, updated: 0 } });
  expect(told.counts.unchanged).toBe(told.files[0].rows);
});
