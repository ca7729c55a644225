import 'reflect-metadata';
import fc from 'fast-check';
import { toICalendar } from '../support/forms';
import { lint } from '../../src/lint/lint';
import { Invalid } from '../../src/value/invalid';
import { occurrences } from '../../src/value/recurrence';
import { parseTiming } from '../../src/value/timing';
import { feedOf, occurringIn } from '../support/feed';
import { anyRecurring, anyRuleLike, byIcalJs, byTheBook, isKnownToIcalJs } from '../support/rules';

describe('the starts that a rule gives', () => {
  test('are those that its words mean, day by day', () => {
    fc.assert(
      fc.property(anyRecurring(40), ({ rrule, start, zone, starts }) => {
        expect(occurrences(rrule, parseTiming({ start, zone }))).toEqual(starts);
      }),
      { numRuns: 400 },
    );
  });

  test('are those, or none, of rules that are broken or odd', () => {
    let taken = 0;
    const start = '2028-02-29T09:00';
    const timing = parseTiming({ start });
    fc.assert(
      fc.property(anyRuleLike(4), (rrule) => {
        let found: readonly string[];
        try {
          found = occurrences(rrule, timing);
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid);
          return;
        }
        taken++;
        const known = byTheBook(rrule, start, 4);
        expect(found.slice(0, known.length)).toEqual(known);
        expect(found).toHaveLength(4);
        expect(lint(toICalendar(feedOf(occurringIn({ rrule, timing }))))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(10);
  });

  test('are those that ical.js finds', () => {
    fc.assert(
      fc.property(anyRecurring(40, isKnownToIcalJs), ({ rrule, start, zone }) => {
        const found = occurrences(rrule, parseTiming({ start, zone }));
        const bare = rrule.replace(/;(COUNT|UNTIL)=[^;]+/, '');
        expect(byIcalJs(`${bare};COUNT=${found.length}`, start)).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });
});
