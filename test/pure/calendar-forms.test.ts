import 'reflect-metadata';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { ActionForm, Audience, Modality } from '../../src/action/action.entity';
import { toAtom, toCsv, toICalendar, toJsonLd } from '../support/forms';
import type { CalendarEvent, Feed } from '../../src/calendar/calendar-event';
import { EventStatus } from '../../src/event/event.entity';
import { parseTiming } from '../../src/value/timing';
import { EVENT, SERIES } from '../support/calendar';

/** An event of which all is known. */
const WHOLE: Partial<CalendarEvent> = {
  summary: 'Ensin kahvit.\nSitten "pajat".',
  municipality: 'Seinäjoki',
  region: 'Etelä-Pohjanmaa',
  venue: 'Apila',
  address: 'Alvar Aallon katu 14',
  url: 'https://meet.example/a?b=1&c=2',
  modalities: [Modality.HYBRID],
  languages: ['fi', 'sv'],
  audiences: [Audience.LIBRARY_STAFF],
  form: ActionForm.WORKSHOP,
  organisers: [
    { name: 'Seinäjoen kaupunginkirjasto', url: 'https://kirjasto.example/' },
    { name: 'Eepos', url: null },
  ],
  themes: ['Makerspace'],
  modules: ['Pedagogiikka', 'Tekniikka'],
  registrationNeeded: true,
  registrationUrl: 'https://reg.example/',
  registrationOpens: '2026-03-01T06:00:00.000Z',
  registrationCloses: '2026-04-20T20:59:59.000Z',
  capacity: 30,
  priceCents: 1250,
  priceCurrency: 'EUR',
  recordingUrl: 'https://video.example/1',
};

function feedOf(...events: Partial<CalendarEvent>[]): Feed {
  return {
    name: 'Tapahtumat',
    description: 'Kirjastojen koulutukset',
    address: 'https://luotsi.example/events.atom?region=a&kind=b',
    home: 'https://luotsi.example/',
    language: 'fi',
    licence: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
    attribution: 'Luotsin kirjastot',
    updatedAt: '2026-02-03T10:00:00.000Z',
    isExpanded: false,
    events: events.map((event) => ({ ...EVENT, ...event })),
  };
}

const RESCHEDULED = {
  status: EventStatus.RESCHEDULED,
  previousTiming: parseTiming({ start: '2026-03-02T09:00' }),
};

/** Texts of any kind: with halves of characters, control characters, and what means something in one of the forms. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'<>&"\'=+-@＝；;,|\t\r\n\0\u2028\u2029\uFFFE\uFFFF\uFEFF \u00A0aä',
        ']]>',
        '😀',
      ),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const anyFeed = fc
  .record({ text: anyText, other: anyText, priceCents: fc.option(fc.nat(1e6)) })
  .map(({ text, other, priceCents }): Feed => {
    const organisers = [{ name: other, url: null }];
    const texts = { title: text, summary: other, venue: text, themes: [text, other], organisers };
    const event = { ...WHOLE, ...texts, priceCents, series: { ...SERIES, title: other } };
    return { ...feedOf(event, { title: other }), name: text, attribution: other };
  });

describe('JSON-LD', () => {
  const itemOf = (event: Partial<CalendarEvent>) =>
    JSON.parse(toJsonLd(feedOf(event))).dataFeedElement[0].item;

  test('a feed names its licence and whom to credit', () => {
    const { dataFeedElement, ...head } = JSON.parse(toJsonLd(feedOf(EVENT, EVENT)));
    expect(head).toEqual({
      '@context': 'https://schema.org',
      '@type': 'DataFeed',
      '@id': 'https://luotsi.example/events.atom?region=a&kind=b',
      name: 'Tapahtumat',
      description: 'Kirjastojen koulutukset',
      url: 'https://luotsi.example/events.atom?region=a&kind=b',
      isPartOf: { '@type': 'WebSite', url: 'https://luotsi.example/' },
      inLanguage: 'fi',
      license: 'https://creativecommons.org/licenses/by/4.0/',
      creditText: 'Luotsin kirjastot',
      dateModified: '2026-02-03T10:00:00.000Z',
    });
    expect(dataFeedElement).toHaveLength(2);
  });

  test('an event of which little is known says little, on a line of its own', () => {
    expect(toJsonLd(feedOf({})).split('\n').slice(1)).toEqual([
      '{"@type":"DataFeedItem","dateCreated":"2026-01-02T10:00:00.000Z",' +
        '"dateModified":"2026-02-03T10:00:00.000Z","item":{"@type":"Event","@id":"urn:luotsi:e1",' +
        '"identifier":"makerspace-2026","name":"Makerspace \\u0026 kirjasto",' +
        '"startDate":"2026-04-23T09:30:00+03:00","endDate":"2026-04-23T11:00:00+03:00",' +
        '"eventStatus":"https://schema.org/EventScheduled"}}',
      ']}',
      '',
    ]);
  });

  test('an event of which all is known says what search engines ask for', () => {
    expect(itemOf({ ...WHOLE, series: SERIES })).toEqual({
      '@type': 'EducationEvent',
      '@id': 'urn:luotsi:e1',
      identifier: 'makerspace-2026',
      name: 'Makerspace & kirjasto',
      description: 'Ensin kahvit.\nSitten "pajat".',
      inLanguage: ['fi', 'sv'],
      keywords: ['Makerspace', 'Pedagogiikka', 'Tekniikka'],
      audience: { '@type': 'Audience', audienceType: 'LIBRARY_STAFF' },
      isAccessibleForFree: false,
      offers: {
        '@type': 'Offer',
        price: 12.5,
        priceCurrency: 'EUR',
        url: 'https://reg.example/',
        validFrom: '2026-03-01T06:00:00.000Z',
        validThrough: '2026-04-20T20:59:59.000Z',
      },
      startDate: '2026-04-23T09:30:00+03:00',
      endDate: '2026-04-23T11:00:00+03:00',
      eventStatus: 'https://schema.org/EventScheduled',
      eventAttendanceMode: 'https://schema.org/MixedEventAttendanceMode',
      location: [
        {
          '@type': 'Place',
          name: 'Apila',
          address: {
            '@type': 'PostalAddress',
            streetAddress: 'Alvar Aallon katu 14',
            addressLocality: 'Seinäjoki',
            addressRegion: 'Etelä-Pohjanmaa',
            addressCountry: 'FI',
          },
        },
        { '@type': 'VirtualLocation', url: 'https://meet.example/a?b=1&c=2' },
      ],
      organizer: [
        {
          '@type': 'Organization',
          name: 'Seinäjoen kaupunginkirjasto',
          url: 'https://kirjasto.example/',
        },
        { '@type': 'Organization', name: 'Eepos' },
      ],
      maximumAttendeeCapacity: 30,
      recordedIn: { '@type': 'CreativeWork', url: 'https://video.example/1' },
      superEvent: { '@type': 'EventSeries', '@id': 'urn:luotsi:s1', name: 'Etäkahvit' },
    });
  });

  const edtf = (value: string) => ({
    'http://purl.org/dc/terms/date': {
      '@type': 'http://id.loc.gov/datatypes/edtf/EDTF',
      '@value': value,
    },
  });

  test.each([
    ['a time in winter', { start: '2026-01-08T09:00' }, { startDate: '2026-01-08T09:00:00+02:00' }],
    [
      'a time that the clock skips',
      { start: '2026-03-29T03:30' },
      { startDate: '2026-03-29T03:30:00+02:00' },
    ],
    [
      'a night in which the clock goes back',
      { start: '2026-10-25T03:30', end: '2026-10-25T04:30:15' },
      { startDate: '2026-10-25T03:30:00+03:00', endDate: '2026-10-25T04:30:15+02:00' },
    ],
    [
      'a time west of Greenwich',
      { start: '2026-07-01T09:00', zone: 'America/St_Johns' },
      { startDate: '2026-07-01T09:00:00-02:30' },
    ],
    [
      'a time before clocks kept to minutes',
      { start: '1900-01-01T12:00' },
      { startDate: '1900-01-01T10:20:11.000Z' },
    ],
    [
      'several days',
      { start: '2026-04-23', end: '2026-04-25' },
      { startDate: '2026-04-23', endDate: '2026-04-25' },
    ],
    ['a day', '2026-04-23', { startDate: '2026-04-23' }],
    ['about a day', '2026-04-23~', edtf('2026-04-23~')],
    ['a day that is not sure', '2026-04-23?', edtf('2026-04-23?')],
    ['a month', '2026-04', edtf('2026-04')],
    ['a season', '2026-21', edtf('2026-21')],
    ['a year', '2026', edtf('2026')],
    ['a range of days', '2026-04-23/2026-04-25', edtf('2026-04-23/2026-04-25')],
    [
      'what is only printed',
      { printed: 'myöhemmin' },
      { 'http://purl.org/dc/terms/date': 'myöhemmin' },
    ],
    ['what is unknown', null, {}],
  ])('%s has no more and no less than what is known', (_kind, given, expected) => {
    const names = ['startDate', 'endDate', 'http://purl.org/dc/terms/date'];
    const item = itemOf({ timing: parseTiming(given) });
    const found = Object.entries(item).filter(([name]) => names.includes(name));
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  test.each([
    [EventStatus.PLANNED, 'EventScheduled'],
    [EventStatus.CONFIRMED, 'EventScheduled'],
    [EventStatus.HELD, 'EventScheduled'],
    [EventStatus.CANCELLED, 'EventCancelled'],
    [EventStatus.RESCHEDULED, 'EventRescheduled'],
  ])('an event that is %s is an %s', (status, expected) => {
    expect(itemOf({ status }).eventStatus).toBe(`https://schema.org/${expected}`);
  });

  test('a rescheduled event says when it was to be, and is postponed until it has a new day', () => {
    const previousStartDate = '2026-03-02T09:00:00+02:00';
    expect(itemOf(RESCHEDULED)).toMatchObject({
      eventStatus: 'https://schema.org/EventRescheduled',
      previousStartDate,
      startDate: '2026-04-23T09:30:00+03:00',
    });
    const postponed = itemOf({ ...RESCHEDULED, timing: parseTiming('2026-23') });
    expect(postponed).toMatchObject({
      eventStatus: 'https://schema.org/EventPostponed',
      previousStartDate,
      ...edtf('2026-23'),
    });
    expect(postponed).not.toHaveProperty('startDate');
  });

  const net = { '@type': 'VirtualLocation', url: 'https://meet.example/a?b=1&c=2' };
  const { IN_PERSON, REMOTE, HYBRID, SELF_STUDY } = Modality;

  test.each([
    [[IN_PERSON], null, 'Offline', ['Place']],
    [[REMOTE], null, 'Online', ['VirtualLocation']],
    [[HYBRID], null, 'Mixed', ['Place', 'VirtualLocation']],
    [[IN_PERSON, REMOTE], null, 'Mixed', ['Place', 'VirtualLocation']],
    [[IN_PERSON, SELF_STUDY], null, 'Offline', ['Place']],
    [[], ActionForm.WEBINAR, 'Online', ['VirtualLocation']],
    [[IN_PERSON], ActionForm.WEBINAR, 'Offline', ['Place']],
    [[], ActionForm.TRAINING, undefined, ['Place', 'VirtualLocation']],
  ])('what is %p as %s is attended %s, at %p', (modalities, form, mode, types) => {
    const { eventAttendanceMode, location } = itemOf({ ...WHOLE, modalities, form });
    expect(eventAttendanceMode).toBe(mode && `https://schema.org/${mode}EventAttendanceMode`);
    expect([location].flat().map((each) => each['@type'])).toEqual(types);
  });

  test('a place says no more than is known: no country where neither municipality nor region is', () => {
    expect(itemOf({ venue: 'Kulturhuset' }).location).toEqual({
      '@type': 'Place',
      name: 'Kulturhuset',
    });
    expect(itemOf({ address: 'Sergels torg' }).location).toEqual({
      '@type': 'Place',
      address: { '@type': 'PostalAddress', streetAddress: 'Sergels torg' },
    });
    expect(itemOf({ region: 'Lappi' }).location).toEqual({
      '@type': 'Place',
      address: { '@type': 'PostalAddress', addressRegion: 'Lappi', addressCountry: 'FI' },
    });
    expect(itemOf({ modalities: [REMOTE], venue: 'Teams' }).location).toEqual({
      '@type': 'VirtualLocation',
      name: 'Teams',
    });
  });

  const [registrationUrl, materials] = ['https://reg.example/', ['https://materials.example/']];
  test.each([
    [{ url: net.url, registrationUrl, materials }, net.url],
    [{ registrationUrl, materials }, registrationUrl],
    [{ materials }, materials[0]],
    [{}, undefined],
  ])('what is online with %j has its place at %s', (addresses, url) => {
    const virtual = { '@type': 'VirtualLocation', ...(url && { url }) };
    const place = { '@type': 'Place', name: 'Apila' };
    expect(itemOf({ ...addresses, modalities: [REMOTE] }).location).toEqual(virtual);
    expect(itemOf({ ...addresses, form: ActionForm.WEBINAR }).location).toEqual(virtual);
    const both = itemOf({ ...addresses, modalities: [HYBRID], venue: 'Apila' });
    expect(both.location).toEqual([place, virtual]);
    const here = itemOf({ ...addresses, modalities: [IN_PERSON], venue: 'Apila' });
    expect(here.location).toEqual(place);
  });

  test('a course for self-study is a Course, held as an instance of it', () => {
    const course = {
      form: ActionForm.ONLINE_COURSE,
      url: net.url,
      priceCents: 0,
      priceCurrency: 'EUR',
    };
    const organisers = [{ name: 'Eepos', url: null }];
    const eepos = { '@type': 'Organization', name: 'Eepos' };
    expect(itemOf({ ...course, organisers, timing: parseTiming('2026') })).toEqual({
      '@type': 'Course',
      '@id': 'urn:luotsi:e1',
      identifier: 'makerspace-2026',
      name: 'Makerspace & kirjasto',
      isAccessibleForFree: true,
      offers: { '@type': 'Offer', category: 'Free', price: 0, priceCurrency: 'EUR' },
      provider: eepos,
      hasCourseInstance: {
        '@type': 'CourseInstance',
        courseMode: 'Online',
        ...edtf('2026'),
        eventStatus: 'https://schema.org/EventScheduled',
        eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
        location: net,
        organizer: eepos,
      },
    });
    const alone = itemOf({ modalities: [SELF_STUDY] });
    expect(alone).toMatchObject({
      '@type': 'Course',
      hasCourseInstance: { courseMode: 'asynchronous' },
    });
    expect(itemOf({ modalities: [SELF_STUDY, IN_PERSON] })['@type']).toBe('Event');
  });

  test('registration is offered also where the price is not known', () => {
    const item = itemOf({ registrationUrl: 'https://reg.example/' });
    expect(item.offers).toEqual({ '@type': 'Offer', url: 'https://reg.example/' });
    expect(item).not.toHaveProperty('isAccessibleForFree');
  });

  test('an empty feed is whole, and a feed of the same data has the same bytes', () => {
    expect(JSON.parse(toJsonLd(feedOf())).dataFeedElement).toEqual([]);
    expect(toJsonLd(feedOf(WHOLE))).toBe(toJsonLd(feedOf(WHOLE)));
  });

  test('any text can stand in a script element, and comes back as it was', () => {
    fc.assert(
      fc.property(anyFeed, (feed) => {
        const text = toJsonLd(feed);
        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        const { name, dataFeedElement } = JSON.parse(text);
        expect(name).toBe(feed.name);
        expect(dataFeedElement[0].item.name).toBe(feed.events[0]!.title);
      }),
    );
  });
});

interface Node_ {
  name: string;
  attributes: Record<string, string>;
  children: Node_[];
  text: string;
}

/** Reads XML as strictly as is needed here: refuses whatever is not well-formed, and what we have no use for. */
function readXml(xml: string): Node_ {
  expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
  const [prolog] = /^<\?xml version="1\.0" encoding="utf-8"\?>\n/.exec(xml) ?? [];
  if (!prolog) throw new Error('no prolog');
  const names: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };
  const plain = (text: string) => {
    if (/&(?!(?:lt|gt|amp|quot);)/.test(text)) throw new Error(`bare ampersand: ${text}`);
    return text.replace(/\r\n?/g, '\n').replace(/&(\w+);/g, (_all, name: string) => names[name]!);
  };
  const root: Node_ = { name: '', attributes: {}, children: [], text: '' };
  const path = [root];
  const token = /<(\/?)([a-z:]+)((?: [a-z:]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  token.lastIndex = prolog.length;
  while (token.lastIndex < xml.length) {
    const [all, close, name = '', given = '', empty, text] = token.exec(xml) ?? [];
    if (all === undefined) throw new Error(`not well-formed in ${xml}`);
    if (text !== undefined) {
      if (text.includes(']]>')) throw new Error('the end of CDATA');
      path.at(-1)!.text += plain(text);
    } else if (close) {
      if (path.pop()!.name !== name) throw new Error(`wrong end of ${name}`);
    } else {
      const pairs = [...given.matchAll(/([a-z:]+)="([^"]*)"/g)];
      const attributes = Object.fromEntries(pairs.map(([, key, value]) => [key!, plain(value!)]));
      if (Object.keys(attributes).length < pairs.length) throw new Error('an attribute twice');
      const node = { name, attributes, children: [], text: '' };
      path.at(-1)!.children.push(node);
      if (!empty) path.push(node);
    }
  }
  if (path.length !== 1 || root.children.length !== 1) throw new Error('not one whole element');
  return root.children[0]!;
}

describe('Atom', () => {
  const entryOf = (event: Partial<CalendarEvent>, language = 'fi') =>
    readXml(toAtom({ ...feedOf(event), language })).children.find(({ name }) => name === 'entry')!;
  const contentOf = (event: Partial<CalendarEvent>, language?: string) =>
    entryOf(event, language).children.find(({ name }) => name === 'content')!.text;

  test('a feed has what RFC 4287 asks for, its licence, and an entry per event', () => {
    expect(toAtom(feedOf({ ...WHOLE, title: 'Verkstad', titleLanguage: 'sv' })))
      .toBe(`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fi">
<id>https://luotsi.example/events.atom?region=a&amp;kind=b</id>
<title>Tapahtumat</title>
<subtitle>Kirjastojen koulutukset</subtitle>
<updated>2026-02-03T10:00:00.000Z</updated>
<link rel="self" type="application/atom+xml" href="https://luotsi.example/events.atom?region=a&amp;kind=b"/>
<link rel="alternate" href="https://luotsi.example/"/>
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>
<rights>CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). Luotsin kirjastot</rights>
<author><name>Luotsin kirjastot</name></author>
<generator>Luotsi</generator>
<entry>
<id>urn:luotsi:e1</id>
<title xml:lang="sv">Verkstad</title>
<updated>2026-02-03T10:00:00.000Z</updated>
<published>2026-01-02T10:00:00.000Z</published>
<author><name>Seinäjoen kaupunginkirjasto</name><uri>https://kirjasto.example/</uri></author>
<author><name>Eepos</name></author>
<category term="Makerspace" scheme="urn:luotsi:theme"/>
<category term="Pedagogiikka" scheme="urn:luotsi:module"/>
<category term="Tekniikka" scheme="urn:luotsi:module"/>
<link rel="related" title="Osallistuminen" href="https://meet.example/a?b=1&amp;c=2"/>
<link rel="related" title="Ilmoittautuminen" href="https://reg.example/"/>
<link rel="related" title="Tallenne" href="https://video.example/1"/>
<content type="text">Aika: 23.4.2026 klo 9.30–11
Paikka: Apila, Alvar Aallon katu 14, Seinäjoki; verkossa
Ensin kahvit.
Sitten &quot;pajat&quot;.</content>
</entry>
</feed>
`);
  });

  test('an event with a page of its own has it as its address', () => {
    const page = 'https://www.example.fi/events/makerspace-2026';
    expect(toAtom(feedOf({ page }))).toContain(`<link rel="alternate" href="${page}"/>\n<content`);
    const { item } = JSON.parse(toJsonLd(feedOf({ page }))).dataFeedElement[0];
    expect(item.url).toBe(page);
    const registrationUrl = 'https://reg.example/';
    expect(toICalendar(feedOf({ page, registrationUrl }))).toContain(`\r\nURL:${page}\r\n`);
  });

  test('a feed without data was updated at the beginning of time', () => {
    const { children } = readXml(toAtom({ ...feedOf(), updatedAt: null }));
    expect(children.find(({ name }) => name === 'updated')!.text).toBe('1970-01-01T00:00:00Z');
    expect(children.some(({ name }) => name === 'entry')).toBe(false);
  });

  test.each([
    [{ start: '2026-04-23T09:30' }, '23.4.2026 klo 9.30', '23 April 2026, 9:30'],
    [
      { start: '2026-04-23T09:30', end: '2026-04-24T12:00' },
      '23.4.2026 klo 9.30 – 24.4.2026 klo 12',
      '23 April 2026, 9:30 – 24 April 2026, 12:00',
    ],
    [
      { start: '2026-04-23T09:30', end: '2026-04-23T11:00', zone: 'Europe/Stockholm' },
      '23.4.2026 klo 9.30–11 (Europe/Stockholm)',
      '23 April 2026, 9:30–11:00 (Europe/Stockholm)',
    ],
    [{ start: '2026-04-23' }, '23.4.2026', '23 April 2026'],
    [{ start: '2026-04-23', end: '2026-04-25' }, '23.–25.4.2026', '23–25 April 2026'],
    ['2026-04-03', '3.4.2026', '3 April 2026'],
    ['2026-04', 'huhtikuu 2026', 'April 2026'],
    ['2026-21', 'kevät 2026', 'spring 2026'],
    ['2026-24', 'talvi 2026–2027', 'winter 2026–2027'],
    ['2026%', 'noin 2026 (?)', 'about 2026 (?)'],
    ['2025-10/2026-21?', 'lokakuu 2025 – kevät 2026 (?)', 'October 2025 – spring 2026 (?)'],
    ['2022/..', '2022–', '2022–'],
    ['../2026-05', '– toukokuu 2026', '– May 2026'],
    [{ printed: 'syksyllä' }, 'syksyllä', 'syksyllä'],
    [null, 'ei tiedossa', 'not known'],
  ])('the time %p is told as %s, in English as %s', (given, finnish, english) => {
    const timing = parseTiming(given);
    expect(contentOf({ timing })).toBe(`Aika: ${finnish}`);
    expect(contentOf({ timing }, 'se')).toBe(`Aika: ${finnish}`);
    expect(contentOf({ timing }, 'en-GB')).toBe(`Time: ${english}`);
  });

  test.each([
    ['fi', 'Peruttu', 'Siirretty (aiempi aika: 2.3.2026 klo 9)', 'Siirretty'],
    ['sv', 'Inställt', 'Flyttat (tidigare tid: 2.3.2026 kl. 9)', 'Flyttat'],
    ['en', 'Cancelled', 'Rescheduled (earlier time: 2 March 2026, 9:00)', 'Rescheduled'],
  ])('in %s, what does not come as planned begins with saying so', (language, off, moved, some) => {
    const first = (event: Partial<CalendarEvent>) => contentOf(event, language).split('\n')[0];
    expect(first({ status: EventStatus.CANCELLED })).toBe(off);
    expect(first(RESCHEDULED)).toBe(moved);
    expect(first({ status: EventStatus.RESCHEDULED })).toBe(some);
  });

  test.each([
    [{ municipality: 'Seinäjoki', region: 'Etelä-Pohjanmaa' }, 'Plats: Seinäjoki'],
    [{ region: 'Lappi' }, 'Plats: Lappi'],
    [{ modalities: [Modality.REMOTE] }, 'Plats: på nätet'],
    [{ venue: 'Apila', modalities: [Modality.HYBRID] }, 'Plats: Apila; på nätet'],
    [{ modalities: [Modality.SELF_STUDY] }, 'Plats: som självstudier'],
    [{ modalities: [Modality.IN_PERSON] }, undefined],
  ])('the place of %p is told in Swedish as %p', (event, expected) => {
    expect(contentOf(event, 'sv').split('\n')[1]).toBe(expected);
  });

  test('any text gives well-formed XML, and only characters that XML cannot hold are lost', () => {
    const kept = (text: string) =>
      text.replace(/[\0-\x08\v\f\x0E-\x1F\uFFFE\uFFFF]|\p{Cs}/gu, '').replace(/\r\n?/g, '\n');
    fc.assert(
      fc.property(anyFeed, (feed) => {
        const { children } = readXml(toAtom(feed));
        const entries = children.filter(({ name }) => name === 'entry');
        expect(children[1]!.text).toBe(kept(feed.name));
        expect(entries.map(({ children }) => children[1]!.text)).toEqual(
          feed.events.map(({ title }) => kept(title)),
        );
        const terms = entries[0]!.children.flatMap(({ attributes }) => attributes.term ?? []);
        expect(terms[0]).toBe(kept(feed.events[0]!.themes[0]!));
      }),
    );
  });
});

describe('CSV', () => {
  const rowsOf = (feed: Feed): string[][] => parse(toCsv(feed), { bom: true });
  const rowOf = (event: Partial<CalendarEvent>): Record<string, string> => {
    const [names, cells] = rowsOf(feedOf(event));
    return Object.fromEntries(names!.map((name, i) => [name, cells![i]!]));
  };
  const shown = (event: Partial<CalendarEvent>) =>
    Object.fromEntries(Object.entries(rowOf(event)).filter(([, cell]) => cell !== ''));

  test('a feed begins with a mark and the names of the columns, and each line ends with CRLF', () => {
    expect(toCsv(feedOf())).toBe(
      '\uFEFFslug,title,status,start,end,allDay,zone,edtf,earliest,latest,precision,modalities,' +
        'municipality,region,venue,address,url,languages,audiences,form,organisers,themes,modules,' +
        'registrationNeeded,registrationUrl,registrationOpens,registrationCloses,capacity,price,' +
        'currency,recordingUrl,summary,updatedAt,uid,originalStart,series,licence,attribution\r\n',
    );
    expect(toCsv(feedOf({})).split('\r\n')[1]).toBe(
      'makerspace-2026,Makerspace & kirjasto,CONFIRMED,2026-04-23T09:30,2026-04-23T11:00,false,' +
        'Europe/Helsinki,,2026-04-23,2026-04-23,EXACT,,,,,,,,,,,,,,,,,,,,,,' +
        '2026-02-03T10:00:00.000Z,e1@luotsi,,,' +
        'https://creativecommons.org/licenses/by/4.0/,Luotsin kirjastot',
    );
  });

  test('an event of which all is known fills its row', () => {
    expect(shown({ ...WHOLE, series: SERIES, originalStart: '2026-04-23T09:00' })).toEqual({
      slug: 'makerspace-2026',
      title: 'Makerspace & kirjasto',
      status: 'CONFIRMED',
      start: '2026-04-23T09:30',
      end: '2026-04-23T11:00',
      allDay: 'false',
      zone: 'Europe/Helsinki',
      earliest: '2026-04-23',
      latest: '2026-04-23',
      precision: 'EXACT',
      modalities: 'HYBRID',
      municipality: 'Seinäjoki',
      region: 'Etelä-Pohjanmaa',
      venue: 'Apila',
      address: 'Alvar Aallon katu 14',
      url: 'https://meet.example/a?b=1&c=2',
      languages: 'fi | sv',
      audiences: 'LIBRARY_STAFF',
      form: 'WORKSHOP',
      organisers: 'Seinäjoen kaupunginkirjasto | Eepos',
      themes: 'Makerspace',
      modules: 'Pedagogiikka | Tekniikka',
      registrationNeeded: 'true',
      registrationUrl: 'https://reg.example/',
      registrationOpens: '2026-03-01T06:00:00.000Z',
      registrationCloses: '2026-04-20T20:59:59.000Z',
      capacity: '30',
      price: '12.50',
      currency: 'EUR',
      recordingUrl: 'https://video.example/1',
      summary: 'Ensin kahvit.\nSitten "pajat".',
      updatedAt: '2026-02-03T10:00:00.000Z',
      uid: 'e1@luotsi',
      originalStart: '2026-04-23T09:00',
      series: 'Etäkahvit',
      licence: 'https://creativecommons.org/licenses/by/4.0/',
      attribution: 'Luotsin kirjastot',
    });
  });

  test.each([
    ['2026-04', { edtf: '2026-04', earliest: '2026-04-01', latest: '2026-04-30' }],
    ['2026-21', { edtf: '2026-21', earliest: '2026-01-01', latest: '2026-05-31' }],
    ['2026/..', { edtf: '2026/..', earliest: '2026-01-01', latest: '' }],
    [null, { edtf: '', earliest: '', latest: '', precision: 'UNKNOWN' }],
  ])('the time %p has its bounds, and no start', (given, expected) => {
    expect(rowOf({ timing: parseTiming(given) })).toMatchObject({
      start: '',
      zone: '',
      ...expected,
    });
  });

  test.each([
    [null, '', ''],
    [0, '0.00', 'EUR'],
    [5, '0.05', 'EUR'],
    [123456789, '1234567.89', 'EUR'],
  ])('a price of %p cents is written %p %s', (priceCents, price, currency) => {
    const priceCurrency = currency || null;
    expect(rowOf({ priceCents, priceCurrency })).toMatchObject({ price, currency });
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+358 40', "'+358 40"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1', "'＝1"],
    ['  =1', "'  =1"],
    ['\uFEFF\u00A0＠a', "'\uFEFF\u00A0＠a"],
    ['\ta', "'\ta"],
    ['\ra', "'\na"],
    ['\n=1', "'\n'=1"],
    ['a;=1', "a;'=1"],
    ['a; "=1"', `a;' "=1"`],
    ['a\r\n- b', "a\n'- b"],
    ['a - b = c', 'a - b = c'],
    ['a@b.fi', 'a@b.fi'],
    ['"a", b', '"a", b'],
    ["'a", "'a"],
  ])('the text %j is safe in a spreadsheet as %j', (title, expected) => {
    expect(rowOf({ title }).title).toBe(expected);
  });

  test('any text comes back, but for the apostrophes that make it safe', () => {
    const whole = (text: string) => text.replace(/\p{Cs}/gu, '\uFFFD'); // as UTF-8 has it
    const bare = (text: string) => whole(text).replace(/\r\n?/g, '\n').replaceAll("'", '');
    fc.assert(
      fc.property(anyFeed, (feed) => {
        const [names, ...rows] = rowsOf(feed);
        const columns = [names!.indexOf('title'), names!.indexOf('themes')];
        expect(rows.map((row) => columns.map((at) => bare(row[at]!)))).toEqual(
          feed.events.map(({ title, themes }) => [bare(title), bare(themes.join(' | '))]),
        );
      }),
    );
  });

  test('no text gives a cell that is a formula, wherever a spreadsheet cuts', () => {
    const formula = /^[\s"\p{C}]*[=+\-@＝＋－＠]|^[\t\r]/u;
    fc.assert(
      fc.property(anyFeed, (feed) => {
        expect(
          rowsOf(feed)
            .flat()
            .filter((cell) => formula.test(cell)),
        ).toEqual([]);
        const cuts = toCsv(feed).split(/[;\t\r\n]/);
        expect(cuts.filter((cell) => formula.test(cell))).toEqual([]);
      }),
    );
  });
});
