import { Action, ActionForm, ParticipationRole } from '../action/action.entity';
import {
  type Condition,
  all,
  among,
  any,
  compare,
  equals,
  isIn,
  isNull,
  not,
  related,
} from '../kernel/declare/condition';
import type { SpecialFilter } from '../kernel/declare/declare';
import { type Filter, conditionOf } from '../kernel/ask/filter';
import { filterType } from '../kernel/schema/filter-schema';
import { enumFilter } from '../kernel/schema/filter-types';
import { entityOf } from '../kernel/declare/registry';
import { Organisation } from '../organisation/organisation.entity';
import { Region } from '../territory/region.entity';
import { DateScalar } from '../value/scalars';
import { HOME_ZONE, instant } from '../value/timing';
import { Event } from './event.entity';

/** Those who arrange an event. */
export const ORGANISERS = [ParticipationRole.ORGANISER, ParticipationRole.CO_ORGANISER];

/** That such an organisation arranges an event: it is told to, or owns it where nobody is told to take part. */
const arranged = (such: Condition): Condition =>
  any(
    among('participations', all(isIn('role', ORGANISERS), among('organisation', such))),
    all(among('owner', such), not(related('participations'))),
  );

/** That such an organisation takes part in an event, or owns it where nobody is told to organise it. */
const involved = (such: Condition): Condition =>
  any(
    among('participations', among('organisation', such)),
    all(among('owner', such), not(related('participations', isIn('role', ORGANISERS)))),
  );

const ofOrganisations = (test: (such: Condition) => Condition) => (filter: Filter) =>
  test(conditionOf(entityOf(Organisation), filter));

/** That an event is for a region: by the targets of its action, or where it has none, by its organisers’ mandates. */
function serves(region: Filter): Condition {
  const such = conditionOf(entityOf(Region), region);
  const targeted = (regions: Condition, municipalities: Condition) =>
    related('action', any(regions, municipalities));
  return any(
    targeted(related('regions', such), related('municipalities', related('region', such))),
    all(
      not(targeted(related('regions'), related('municipalities'))),
      arranged(related('mandates', related('regions', such))),
    ),
  );
}

/** That one can register at some time of a day, on the clock of Helsinki, as far as is told. */
function registrationOpenOn(day: string): Condition {
  const [start, end] = [day, `${day}T23:59:59`].map((each) => instant(each, HOME_ZONE));
  const told = ['registrationUrl', 'registrationOpens', 'registrationCloses'];
  return all(
    not(equals('registrationNeeded', false)),
    any(...told.map((each) => not(isNull(each)))),
    any(isNull('registrationOpens'), compare('registrationOpens', '<=', end!)),
    any(isNull('registrationCloses'), compare('registrationCloses', '>=', start!)),
  );
}

/** That a text stands in the title or the summary, or in a name of the action. */
function mentions(text: string): Condition {
  const contains = { contains: text };
  const own = conditionOf(entityOf(Event), { or: [{ title: contains }, { summary: contains }] });
  const action = conditionOf(entityOf(Event), {
    action: { is: { or: [{ title: contains }, { aliases: contains }] } },
  });
  return any(own, action);
}

/** Tests that filters of events offer beside those on their fields. */
export const eventFilters: Record<string, SpecialFilter> = {
  serves: {
    type: () => filterType(entityOf(Region)),
    description:
      'It is for such a region: by the regions and municipalities that its action is for, or where there are none, by the mandates of its organisers.',
    condition: serves,
    price: 20,
  },
  arrangedBy: {
    type: () => filterType(entityOf(Organisation)),
    description:
      'Such an organisation arranges it: as an organiser, or as its owner where nobody is told to take part.',
    condition: ofOrganisations(arranged),
    price: 10,
  },
  involves: {
    type: () => filterType(entityOf(Organisation)),
    description:
      'Such an organisation takes part in it, or owns it where nobody is told to organise it.',
    condition: ofOrganisations(involved),
    price: 10,
  },
  form: {
    type: () => enumFilter(ActionForm),
    description: 'Tests on the form of its action.',
    condition: (form: Filter) => related('action', conditionOf(entityOf(Action), { form })),
  },
  registrationOpenOn: {
    type: () => DateScalar,
    description:
      'One can register at some time of this day (Europe/Helsinki), as far as is told: there is an address or a time, and the day lies between opening and closing.',
    condition: registrationOpenOn,
  },
  mentions: {
    type: () => String,
    description:
      'This stands in its title or its summary, or in the title or another name of its action; case and accents (but å ä ö) do not matter.',
    condition: mentions,
  },
};
