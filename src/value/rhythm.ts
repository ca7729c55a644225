import { enumType } from './enum';

/** Whether something is counted, or goes on without being counted. */
export enum Rhythm {
  COUNTED = 'COUNTED',
  REGULAR = 'REGULAR',
  CONTINUOUS = 'CONTINUOUS',
  ON_DEMAND = 'ON_DEMAND',
}

enumType(Rhythm, 'Rhythm', 'Whether something is counted, or goes on without being counted.', {
  COUNTED: 'So many times in a stretch of time.',
  REGULAR: 'Regularly; the document says no number.',
  CONTINUOUS: 'All the time.',
  ON_DEMAND: 'When somebody asks for it.',
});

/** The stretch of time that a number is meant for. */
export enum Per {
  YEAR = 'YEAR',
  ACADEMIC_YEAR = 'ACADEMIC_YEAR',
  TERM = 'TERM',
  QUARTER = 'QUARTER',
  MONTH = 'MONTH',
  WEEK = 'WEEK',
  PERIOD = 'PERIOD',
}

enumType(Per, 'Per', 'The stretch of time that a number is meant for.', {
  YEAR: 'A calendar year.',
  ACADEMIC_YEAR: 'A school year, from August to July.',
  TERM: 'A term; there are two in a year.',
  QUARTER: 'Three months.',
  MONTH: 'A month.',
  WEEK: 'A week; 52 make a year.',
  PERIOD: 'The whole period of the plan.',
});

/** The season in which something is done. */
export enum Season {
  SPRING = 'SPRING',
  SUMMER = 'SUMMER',
  AUTUMN = 'AUTUMN',
  WINTER = 'WINTER',
}

enumType(Season, 'Season', 'A season, as library years use the words.', {
  SPRING: 'January to May.',
  SUMMER: 'June to August.',
  AUTUMN: 'August to December.',
  WINTER: 'December to February of the next year.',
});

/** What a quantity counts. */
export enum QuantityUnit {
  EVENT = 'EVENT',
  DELIVERY = 'DELIVERY',
  PARTICIPANT = 'PARTICIPANT',
  PAIR = 'PAIR',
  ITEM = 'ITEM',
  OTHER = 'OTHER',
}

enumType(QuantityUnit, 'QuantityUnit', 'What a quantity counts.', {
  EVENT: 'Events: how many times it is done.',
  DELIVERY: 'Deliveries: issues of a newsletter, publications.',
  PARTICIPANT: 'People who take part.',
  PAIR: 'Pairs, such as those of mentors and mentees.',
  ITEM: 'Things, such as the pieces of a loan material or the stops of a tour.',
  OTHER: 'Anything else; `printed` says what.',
});

/** For each of what a quantity is meant. */
export enum QuantityEach {
  MUNICIPALITY = 'MUNICIPALITY',
  REGION = 'REGION',
  ORGANISATION = 'ORGANISATION',
  LIBRARY = 'LIBRARY',
  NETWORK = 'NETWORK',
  AREA = 'AREA',
  MODULE = 'MODULE',
  PERSON = 'PERSON',
}

enumType(QuantityEach, 'QuantityEach', 'For each of what a quantity is meant.', {
  MUNICIPALITY: 'For each municipality.',
  REGION: 'For each region.',
  ORGANISATION: 'For each organisation.',
  LIBRARY: 'For each library, or branch of one.',
  NETWORK: 'For each network or group.',
  AREA: 'For each area of competence.',
  MODULE: 'For each module.',
  PERSON: 'For each employee or participant.',
});
