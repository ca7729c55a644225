import { enumType } from '../value/enum';
import { Channel } from '../channel/channel.entity';
import { Module, Topic } from '../competence/competence.entity';
import { column } from '../kernel/declare/column';
import { Goal, Metric } from '../goal/goal.entity';
import { PartRow, RecordRow, part, record } from '../kernel/declare/record';
import { Network } from '../network/network.entity';
import { Organisation } from '../organisation/organisation.entity';
import { Plan, Section } from '../plan/plan.entity';
import { Municipality } from '../territory/municipality.entity';
import { Region } from '../territory/region.entity';
import { Theme } from '../theme/theme.entity';
import { Commitment } from '../value/commitment';
import type { LocalisedText } from '../value/localised-text';
import type { Quantity } from '../value/quantity';
import type { Timing } from '../value/timing';

/** What form an action takes. */
export enum ActionForm {
  TRAINING = 'TRAINING',
  WEBINAR = 'WEBINAR',
  REMOTE_COFFEE = 'REMOTE_COFFEE',
  WORKSHOP = 'WORKSHOP',
  STUDY_TRIP = 'STUDY_TRIP',
  STUDY_CIRCLE = 'STUDY_CIRCLE',
  ONLINE_COURSE = 'ONLINE_COURSE',
  MENTORING = 'MENTORING',
  NETWORK_MEETING = 'NETWORK_MEETING',
  VISIT = 'VISIT',
  SURVEY = 'SURVEY',
  CAMPAIGN = 'CAMPAIGN',
  NEWSLETTER = 'NEWSLETTER',
  PUBLICATION = 'PUBLICATION',
  LOAN_MATERIAL = 'LOAN_MATERIAL',
  LENDING = 'LENDING',
  PROJECT = 'PROJECT',
  COOPERATION = 'COOPERATION',
  SERVICE_DEVELOPMENT = 'SERVICE_DEVELOPMENT',
  OTHER = 'OTHER',
}

enumType(ActionForm, 'ActionForm', 'What form an action takes.', {
  TRAINING: 'A training.',
  WEBINAR: 'A training by the net.',
  REMOTE_COFFEE: 'A short, informal meeting by the net (etäkahvit).',
  WORKSHOP: 'A workshop.',
  STUDY_TRIP: 'A study trip.',
  STUDY_CIRCLE: 'A study circle.',
  ONLINE_COURSE: 'A course for self-study.',
  MENTORING: 'Mentoring.',
  NETWORK_MEETING: 'A meeting of a network or group.',
  VISIT: 'A visit to a library.',
  SURVEY: 'A survey or interviews.',
  CAMPAIGN: 'A campaign.',
  NEWSLETTER: 'A newsletter.',
  PUBLICATION: 'A publication, guide or recording.',
  LOAN_MATERIAL: 'A material that libraries can borrow.',
  LENDING: 'Interlibrary lending.',
  PROJECT: 'A project.',
  COOPERATION: 'Cooperation with others.',
  SERVICE_DEVELOPMENT: 'Development of services.',
  OTHER: 'Anything else.',
});

/** How far an action has come. */
export enum ActionStatus {
  PLANNED = 'PLANNED',
  ONGOING = 'ONGOING',
  DONE = 'DONE',
  DROPPED = 'DROPPED',
}

enumType(ActionStatus, 'ActionStatus', 'How far an action has come.', {
  PLANNED: 'Planned.',
  ONGOING: 'Under way.',
  DONE: 'Done.',
  DROPPED: 'Given up.',
});

/** How people take part. */
export enum Modality {
  IN_PERSON = 'IN_PERSON',
  REMOTE = 'REMOTE',
  HYBRID = 'HYBRID',
  SELF_STUDY = 'SELF_STUDY',
}

enumType(Modality, 'Modality', 'How people take part.', {
  IN_PERSON: 'In one place.',
  REMOTE: 'By the net.',
  HYBRID: 'In one place and by the net.',
  SELF_STUDY: 'Alone, at any time.',
});

/** Whom something is for. */
export enum Audience {
  LIBRARY_STAFF = 'LIBRARY_STAFF',
  DIRECTORS = 'DIRECTORS',
  SUPERVISORS = 'SUPERVISORS',
  NETWORK_MEMBERS = 'NETWORK_MEMBERS',
  CHILDRENS_STAFF = 'CHILDRENS_STAFF',
  SENIOR_SERVICES_STAFF = 'SENIOR_SERVICES_STAFF',
  MOBILE_LIBRARY_STAFF = 'MOBILE_LIBRARY_STAFF',
  CATALOGUERS = 'CATALOGUERS',
  STUDENTS = 'STUDENTS',
  DECISION_MAKERS = 'DECISION_MAKERS',
  PARTNERS = 'PARTNERS',
  LIBRARIES = 'LIBRARIES',
  CUSTOMERS = 'CUSTOMERS',
  OTHER = 'OTHER',
}

enumType(Audience, 'Audience', 'Whom something is for.', {
  LIBRARY_STAFF: 'All library staff.',
  DIRECTORS: 'Library directors.',
  SUPERVISORS: 'Supervisors.',
  NETWORK_MEMBERS: 'Members of the network that arranges it.',
  CHILDRENS_STAFF: 'Those who work with children and young people.',
  SENIOR_SERVICES_STAFF: 'Those who work with the aged.',
  MOBILE_LIBRARY_STAFF: 'Those who work in mobile libraries.',
  CATALOGUERS: 'Cataloguers.',
  STUDENTS: 'Students.',
  DECISION_MAKERS: 'Municipal decision makers.',
  PARTNERS: 'Partners.',
  LIBRARIES: 'Libraries as such.',
  CUSTOMERS: 'Customers of libraries.',
  OTHER: 'Others.',
});

/** What a plan commits to; it stands once, however many cells of the plan name it. */
@record('What a plan commits to: a training, a network meeting, a survey, a newsletter, a loan.')
export class Action extends RecordRow {
  @column.one(() => Plan, 'The plan that commits to it.', { required: true }) planId!: string;

  @column.name('What it is called, as printed, without the label of a platform.')
  title!: LocalisedText;

  @column.strings('Other names it is printed by.') aliases!: string[];

  @column.enum(ActionForm, 'What form it takes.', { required: true }) form!: ActionForm;

  @column.enum(Commitment, 'How firmly it is promised.', { default: Commitment.FIRM })
  commitment!: Commitment;

  @column.string('The words that tell how firmly it is promised.', { max: 120 })
  commitmentWording!: string | null;

  @column.enum(ActionStatus, 'How far it has come.', { default: ActionStatus.PLANNED })
  status!: ActionStatus;

  @column.text('What is done, for whom and why.') summary!: LocalisedText | null;

  @column.timing('When; unknown where the plan does not say.') timing!: Timing;

  @column.quantity('How many, or how often.', { needs: ['planId'] }) quantity!: Quantity | null;

  @column.int('Which time it is arranged, such as 8 for the eighth.', { min: 1, max: 10_000 })
  edition!: number | null;

  @column.one(() => Action, 'The same action in the plan before.') predecessorId!: string | null;

  @column.enums(Modality, 'How people take part; empty where the plan does not say.')
  modalities!: Modality[];

  @column.languages('The languages it is given in; empty where the plan does not say.')
  languages!: string[];

  @column.enums(Audience, 'Whom it is for; empty where the plan does not say.')
  audiences!: Audience[];

  @column.boolean('Whether one must register; null where the plan does not say.')
  registrationNeeded!: boolean | null;

  @column.many(() => Region, 'The regions it is for.') regions!: string[];

  @column.many(() => Municipality, 'The municipalities it is for.') municipalities!: string[];

  @column.many(() => Theme, 'Its subjects.') themes!: string[];

  @column.many(
    () => Goal,
    'The goals that it serves: of its plan, or of the frameworks that the plan adopts.',
  )
  goals!: string[];

  @column.partOf(() => Section, 'planId', 'The section of the plan that describes it.')
  sectionId!: string | null;

  @column.int('Place in the plan, from 0.', { default: 0, min: 0 }) position!: number;
}

/** That an action or event is offered in a channel. */
@part('channels', 'Where it is offered, announced or discussed.')
export class ChannelUse extends PartRow {
  @column.one(() => Channel, 'The channel.', { required: true }) channelId!: string;

  @column.string('The key that opens a course there, as printed; several courses may share one.', {
    max: 80,
  })
  key!: string | null;
}

/** A cell of a plan's table: that a module or topic is carried out by this action or event. */
@part('placements', 'The modules and topics that it carries out: the cells of the plan’s table.')
export class Placement extends PartRow {
  @column.one(() => Module, 'The module.', { required: true }) moduleId!: string;

  @column.one(() => Topic, 'The topic; null where the plan prints none below the module.')
  topicId!: string | null;

  @column.int('Place of the cell in the printed table, from 0.', { default: 0, min: 0 })
  cell!: number;

  @column.string('The cell as printed.') wording!: string | null;
}

/** What someone does in an action or event. */
export enum ParticipationRole {
  ORGANISER = 'ORGANISER',
  CO_ORGANISER = 'CO_ORGANISER',
  PARTICIPANT = 'PARTICIPANT',
  PRODUCER = 'PRODUCER',
  FUNDER = 'FUNDER',
  MAINTAINER = 'MAINTAINER',
  LEAD = 'LEAD',
  PARTNER = 'PARTNER',
  HOST = 'HOST',
  COORDINATOR = 'COORDINATOR',
}

enumType(ParticipationRole, 'ParticipationRole', 'What someone does in an action or event.', {
  ORGANISER: 'Arranges it.',
  CO_ORGANISER: 'Arranges it with another.',
  PARTICIPANT: 'Takes part.',
  PRODUCER: 'Produced it.',
  FUNDER: 'Pays for it.',
  MAINTAINER: 'Keeps it up.',
  LEAD: 'Leads it.',
  PARTNER: 'Works with it.',
  HOST: 'Hosts it.',
  COORDINATOR: 'Coordinates it.',
});

/** That an organisation or a network takes part, and as what. */
@part('participations', 'Which organisations and networks take part, and as what.')
export class Participation extends PartRow {
  @column.enum(ParticipationRole, 'As what.', { required: true }) role!: ParticipationRole;

  @column.one(() => Organisation, 'The organisation.') organisationId!: string | null;

  @column.one(() => Network, 'The network.') networkId!: string | null;

  @column.text('Who takes part, where it is neither.', { max: 200, lines: false })
  label!: LocalisedText | null;
}

declare module '../goal/goal.entity' {
  interface Metric {
    actionId: string | null;
  }
}
column.one(() => Action, 'The action that it follows.')(Metric.prototype, 'actionId');
