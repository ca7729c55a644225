import { beyond } from './content-line';
import type { ValueType } from './values';

/** What a property holds, wherever it stands. */
export interface PropertyRule {
  section: string;
  /** The types of its value; the first is meant where VALUE says nothing. */
  types: ValueType[];
  /** It takes several values, with commas between. */
  list?: true;
  /** It has no type unless VALUE says so. */
  explicit?: true;
  /** What it may say; case does not matter. */
  oneOf?: string[];
  /** The least and the greatest number. */
  range?: [least: number, greatest: number];
  /** Its times are in UTC. */
  utc?: true;
  /** Its durations are longer than nothing. */
  positive?: true;
}

const rfc5545 = (section: string, ...types: ValueType[]) => ({
  section: `RFC 5545, ${section}`,
  types,
});
const rfc7986 = (section: string, ...types: ValueType[]) => ({
  section: `RFC 7986, ${section}`,
  types,
});

// the names of CSS Color Module Level 3, 4.3; those with gray can also be written with grey
const COLORS = `aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue
  blueviolet brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson
  cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkkhaki darkmagenta darkolivegreen
  darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkturquoise
  darkviolet deeppink deepskyblue dimgray dodgerblue firebrick floralwhite forestgreen fuchsia
  gainsboro ghostwhite gold goldenrod gray green greenyellow honeydew hotpink indianred indigo ivory
  khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
  lightgoldenrodyellow lightgray lightgreen lightpink lightsalmon lightseagreen lightskyblue
  lightslategray lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine
  mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen
  mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace
  olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred
  papayawhip peachpuff peru pink plum powderblue purple red rosybrown royalblue saddlebrown salmon
  sandybrown seagreen seashell sienna silver skyblue slateblue slategray snow springgreen steelblue
  tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen`
  .split(/\s+/)
  .flatMap((name) => (name.includes('gray') ? [name, name.replace('gray', 'grey')] : [name]));

/** The properties in the order of RFC 5545, 3.7 and 3.8, and of RFC 7986, 5. Others may hold what they like. */
export const PROPERTIES = new Map<string, PropertyRule>(
  Object.entries({
    CALSCALE: { ...rfc5545('3.7.1', 'TEXT'), oneOf: ['GREGORIAN'] },
    METHOD: { ...rfc5545('3.7.2', 'TEXT') },
    PRODID: { ...rfc5545('3.7.3', 'TEXT') },
    VERSION: { ...rfc5545('3.7.4', 'TEXT'), oneOf: ['2.0'] },

    ATTACH: { ...rfc5545('3.8.1.1', 'URI', 'BINARY') },
    CATEGORIES: { ...rfc5545('3.8.1.2', 'TEXT'), list: true },
    CLASS: { ...rfc5545('3.8.1.3', 'TEXT') },
    COMMENT: { ...rfc5545('3.8.1.4', 'TEXT') },
    DESCRIPTION: { ...rfc5545('3.8.1.5', 'TEXT') },
    GEO: { ...rfc5545('3.8.1.6', 'GEO') },
    LOCATION: { ...rfc5545('3.8.1.7', 'TEXT') },
    'PERCENT-COMPLETE': { ...rfc5545('3.8.1.8', 'INTEGER'), range: [0, 100] },
    PRIORITY: { ...rfc5545('3.8.1.9', 'INTEGER'), range: [0, 9] },
    RESOURCES: { ...rfc5545('3.8.1.10', 'TEXT'), list: true },
    STATUS: { ...rfc5545('3.8.1.11', 'TEXT') },
    SUMMARY: { ...rfc5545('3.8.1.12', 'TEXT') },

    COMPLETED: { ...rfc5545('3.8.2.1', 'DATE-TIME'), utc: true },
    DTEND: { ...rfc5545('3.8.2.2', 'DATE-TIME', 'DATE') },
    DUE: { ...rfc5545('3.8.2.3', 'DATE-TIME', 'DATE') },
    DTSTART: { ...rfc5545('3.8.2.4', 'DATE-TIME', 'DATE') },
    DURATION: { ...rfc5545('3.8.2.5', 'DURATION'), positive: true },
    FREEBUSY: { ...rfc5545('3.8.2.6', 'PERIOD'), list: true },
    TRANSP: { ...rfc5545('3.8.2.7', 'TEXT'), oneOf: ['OPAQUE', 'TRANSPARENT'] },

    TZID: { ...rfc5545('3.8.3.1', 'TEXT') },
    TZNAME: { ...rfc5545('3.8.3.2', 'TEXT') },
    TZOFFSETFROM: { ...rfc5545('3.8.3.3', 'UTC-OFFSET') },
    TZOFFSETTO: { ...rfc5545('3.8.3.4', 'UTC-OFFSET') },
    TZURL: { ...rfc5545('3.8.3.5', 'URI') },

    ATTENDEE: { ...rfc5545('3.8.4.1', 'CAL-ADDRESS') },
    CONTACT: { ...rfc5545('3.8.4.2', 'TEXT') },
    ORGANIZER: { ...rfc5545('3.8.4.3', 'CAL-ADDRESS') },
    'RECURRENCE-ID': { ...rfc5545('3.8.4.4', 'DATE-TIME', 'DATE') },
    'RELATED-TO': { ...rfc5545('3.8.4.5', 'TEXT', 'URI', 'UID') }, // the others by RFC 9253, 8
    URL: { ...rfc5545('3.8.4.6', 'URI') },
    UID: { ...rfc5545('3.8.4.7', 'TEXT') },

    EXDATE: { ...rfc5545('3.8.5.1', 'DATE-TIME', 'DATE'), list: true },
    RDATE: { ...rfc5545('3.8.5.2', 'DATE-TIME', 'DATE', 'PERIOD'), list: true },
    RRULE: { ...rfc5545('3.8.5.3', 'RECUR') },

    ACTION: { ...rfc5545('3.8.6.1', 'TEXT') },
    REPEAT: { ...rfc5545('3.8.6.2', 'INTEGER'), range: [0, 2 ** 31 - 1] },
    TRIGGER: { ...rfc5545('3.8.6.3', 'DURATION', 'DATE-TIME'), utc: true },

    CREATED: { ...rfc5545('3.8.7.1', 'DATE-TIME'), utc: true },
    DTSTAMP: { ...rfc5545('3.8.7.2', 'DATE-TIME'), utc: true },
    'LAST-MODIFIED': { ...rfc5545('3.8.7.3', 'DATE-TIME'), utc: true },
    SEQUENCE: { ...rfc5545('3.8.7.4', 'INTEGER'), range: [0, 2 ** 31 - 1] },

    NAME: { ...rfc7986('5.1', 'TEXT') },
    'REFRESH-INTERVAL': { ...rfc7986('5.7', 'DURATION'), explicit: true, positive: true },
    SOURCE: { ...rfc7986('5.8', 'URI'), explicit: true },
    COLOR: { ...rfc7986('5.9', 'TEXT'), oneOf: COLORS },
    IMAGE: { ...rfc7986('5.10', 'URI', 'BINARY'), explicit: true },
    CONFERENCE: { ...rfc7986('5.11', 'URI'), explicit: true },

    // no RFC has it, but calendar programs read it beside REFRESH-INTERVAL
    'X-PUBLISHED-TTL': {
      ...{ section: beyond('RFC 7986, 5.7'), types: ['DURATION'] satisfies ValueType[] },
      positive: true,
    },
  } satisfies Record<string, PropertyRule>),
);

/** How often properties stand in a component: exactly once, or at most once. */
export interface Occurrence {
  section: string;
  once?: string[];
  atMostOnce?: string[];
  /** Of these at most one. */
  either?: string[];
  /** What STATUS may be. */
  statuses?: string[];
}

const STAMPED = ['DTSTAMP', 'UID'];
const OBSERVANCE = {
  section: 'RFC 5545, 3.6.5',
  once: ['DTSTART', 'TZOFFSETTO', 'TZOFFSETFROM'],
  atMostOnce: ['RRULE'],
};

/** The components, as RFC 5545, 3.6 and RFC 7986, 4 put them together. Others may hold what they like. */
export const OCCURRENCES = new Map<string, Occurrence[]>(
  Object.entries({
    VCALENDAR: [
      {
        section: 'RFC 5545, 3.6',
        once: ['PRODID', 'VERSION'],
        atMostOnce: ['CALSCALE', 'METHOD'],
      },
      {
        section: 'RFC 7986, 4',
        atMostOnce: ['UID', 'LAST-MODIFIED', 'URL', 'REFRESH-INTERVAL', 'SOURCE', 'COLOR'],
      },
    ],
    VEVENT: [
      {
        section: 'RFC 5545, 3.6.1',
        once: [...STAMPED, 'DTSTART'],
        atMostOnce: [
          ...['CLASS', 'CREATED', 'DESCRIPTION', 'GEO', 'LAST-MODIFIED', 'LOCATION', 'ORGANIZER'],
          ...['PRIORITY', 'SEQUENCE', 'STATUS', 'SUMMARY', 'TRANSP', 'URL', 'RECURRENCE-ID'],
          ...['RRULE', 'DTEND', 'DURATION'],
        ],
        either: ['DTEND', 'DURATION'],
        statuses: ['TENTATIVE', 'CONFIRMED', 'CANCELLED'],
      },
      { section: 'RFC 7986, 4', atMostOnce: ['COLOR'] },
    ],
    VTODO: [
      {
        section: 'RFC 5545, 3.6.2',
        once: STAMPED,
        either: ['DUE', 'DURATION'],
        statuses: ['NEEDS-ACTION', 'COMPLETED', 'IN-PROCESS', 'CANCELLED'],
      },
    ],
    VJOURNAL: [
      {
        section: 'RFC 5545, 3.6.3',
        once: STAMPED,
        statuses: ['DRAFT', 'FINAL', 'CANCELLED'],
      },
    ],
    VFREEBUSY: [{ section: 'RFC 5545, 3.6.4', once: STAMPED }],
    VTIMEZONE: [
      { section: 'RFC 5545, 3.6.5', once: ['TZID'], atMostOnce: ['LAST-MODIFIED', 'TZURL'] },
    ],
    STANDARD: [OBSERVANCE],
    DAYLIGHT: [OBSERVANCE],
    VALARM: [
      {
        section: 'RFC 5545, 3.6.6',
        once: ['ACTION', 'TRIGGER'],
        atMostOnce: ['DURATION', 'REPEAT'],
      },
    ],
  } satisfies Record<string, Occurrence[]>),
);

/** Parameters that take a list; all others of the RFCs take one value. */
export const LISTS = new Set(['DELEGATED-FROM', 'DELEGATED-TO', 'MEMBER', 'FEATURE', 'DISPLAY']);

/** Parameters whose values stand in double quotes, and where that is laid down. */
export const QUOTED = new Map([
  ['ALTREP', 'RFC 5545, 3.2.1'],
  ['DELEGATED-FROM', 'RFC 5545, 3.2.4'],
  ['DELEGATED-TO', 'RFC 5545, 3.2.5'],
  ['DIR', 'RFC 5545, 3.2.6'],
  ['MEMBER', 'RFC 5545, 3.2.11'],
  ['SENT-BY', 'RFC 5545, 3.2.18'],
]);
