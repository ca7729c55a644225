import 'reflect-metadata';
import fc from 'fast-check';
import { occurrences } from '../src/value/recurrence';
import { parseTiming } from '../src/value/timing';
import { anyRecurring, byIcalJs, isKnownToIcalJs } from './support/rules';

describe('the starts that a rule gives', () => {
  test('are those that its words mean, day by day', () => {
    fc.assert(
      fc.property(anyRecurring(40), ({ rrule, start, zone, starts }) => {
        expect(occurrences(rrule, parseTiming({ start, zone }))).toEqual(starts);
      }),
      { numRuns: 400 },
    );
  });

  test('are those that ical.js finds', () => {
    fc.assert(
      fc.property(anyRecurring(40), ({ rrule, start, zone }) => {
        const found = occurrences(rrule, parseTiming({ start, zone }));
        fc.pre(isKnownToIcalJs(rrule));
        const bare = rrule.replace(/;(COUNT|UNTIL)=[^;]+/, '');
        expect(byIcalJs(`${bare};COUNT=${found.length}`, start)).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });
});
