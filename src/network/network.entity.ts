import { Index } from 'typeorm';
import { enumType } from '../value/enum';
import { Channel } from '../channel/channel.entity';
import { Measurement, ONE_STANDS } from '../goal/goal.entity';
import { column } from '../kernel/declare/column';
import { PartRow, RecordRow, State, part, record } from '../kernel/declare/record';
import { MandateKind, Organisation } from '../organisation/organisation.entity';
import { Region } from '../territory/region.entity';
import { Theme } from '../theme/theme.entity';
import { Commitment } from '../value/commitment';
import type { LocalisedText } from '../value/localised-text';
import type { Timing } from '../value/timing';

/** What sort of group it is. */
export enum NetworkKind {
  WORKING_GROUP = 'WORKING_GROUP',
  NETWORK = 'NETWORK',
  CORE_GROUP = 'CORE_GROUP',
  PLANNING_GROUP = 'PLANNING_GROUP',
  STEERING_GROUP = 'STEERING_GROUP',
  EDITORIAL_BOARD = 'EDITORIAL_BOARD',
  TEAM = 'TEAM',
  PEER_GROUP = 'PEER_GROUP',
}

enumType(NetworkKind, 'NetworkKind', 'What sort of group it is.', {
  WORKING_GROUP: 'A working group.',
  NETWORK: 'A network.',
  CORE_GROUP: 'The core of a wider network.',
  PLANNING_GROUP: 'A group that plans.',
  STEERING_GROUP: 'A group that steers.',
  EDITORIAL_BOARD: 'An editorial board.',
  TEAM: 'A team of one organisation.',
  PEER_GROUP: 'A group of peers who help each other.',
});

/** How a group came to be. */
export enum NetworkOrigin {
  FOUNDED_BY_BOARD = 'FOUNDED_BY_BOARD',
  INFORMAL = 'INFORMAL',
  REGIONAL = 'REGIONAL',
  NATIONAL = 'NATIONAL',
}

enumType(NetworkOrigin, 'NetworkOrigin', 'How a group came to be.', {
  FOUNDED_BY_BOARD: 'Founded by a board.',
  INFORMAL: 'Came about freely.',
  REGIONAL: 'Of a region.',
  NATIONAL: 'Of the whole country.',
});

/** A working group, network, editorial board or team: what lasts from year to year. */
@record('A working group, a network, an editorial board or a team: what lasts over the years.')
export class Network extends RecordRow {
  @column.one(() => Organisation, 'Whose it is: who keeps its record.', { required: true })
  ownerId!: string;

  @column.enum(State, 'Draft, published or archived.', { default: State.DRAFT }) state!: State;

  @column.instant('When a draft is to be published; null where nothing is appointed.')
  publishAt!: string | null;

  @column.name('What it is called.') name!: LocalisedText;

  @column.strings('Other names it is known or printed by.') aliases!: string[];

  @column.enum(NetworkKind, 'What sort of group it is.', { required: true }) kind!: NetworkKind;

  @column.enum(NetworkOrigin, 'How it came to be.') origin!: NetworkOrigin | null;

  @column.text('What it is for.') remit!: LocalisedText | null;

  @column.text('Who may join.', { max: 500 }) openTo!: LocalisedText | null;

  @column.timing('From when, and until when, it has existed.') timing!: Timing;

  @column.one(() => Network, 'The network that it is part of.') parentId!: string | null;

  @column.many(() => Region, 'The regions it works in.') regions!: string[];

  @column.many(() => Channel, 'Where it meets, talks and works.') channels!: string[];

  @column.many(() => Theme, 'Its subjects.') themes!: string[];
}

/** What a seat is for. */
export enum SeatRole {
  CHAIR = 'CHAIR',
  COORDINATOR = 'COORDINATOR',
  CONVENER = 'CONVENER',
  FOUNDER = 'FOUNDER',
  STEERING = 'STEERING',
  HOST = 'HOST',
  SECRETARY = 'SECRETARY',
  EDITOR_IN_CHIEF = 'EDITOR_IN_CHIEF',
  EDITOR = 'EDITOR',
  MEMBER = 'MEMBER',
  PARTNER = 'PARTNER',
}

enumType(SeatRole, 'SeatRole', 'What a seat is for.', {
  CHAIR: 'Leads.',
  COORDINATOR: 'Coordinates.',
  CONVENER: 'Calls together.',
  FOUNDER: 'Founded it.',
  STEERING: 'Steers it.',
  HOST: 'Hosts it.',
  SECRETARY: 'Keeps its minutes.',
  EDITOR_IN_CHIEF: 'Leads an editorial board.',
  EDITOR: 'Edits.',
  MEMBER: 'Is a member.',
  PARTNER: 'Works with it.',
});

/** Whether a seat stays with its holder. */
export enum Tenure {
  PERMANENT = 'PERMANENT',
  ROTATING = 'ROTATING',
}

enumType(Tenure, 'Tenure', 'Whether a seat stays with its holder.', {
  PERMANENT: 'It stays with its holder.',
  ROTATING: 'It goes round by terms.',
});

/** A place in a network, and who holds it. */
@part('seats', 'Who sits in it, in which role, and for how long.')
export class Seat extends PartRow {
  @column.enum(SeatRole, 'In which role.', { required: true }) role!: SeatRole;

  @column.one(() => Organisation, 'The organisation that holds it.')
  organisationId!: string | null;

  @column.one(() => Network, 'The network that holds it.') networkId!: string | null;

  @column.one(() => Region, 'The region whose libraries hold it.') regionId!: string | null;

  @column.enum(MandateKind, 'Every library with such a mandate holds one.')
  mandateKind!: MandateKind | null;

  @column.text('Who holds it, where it is none of these.', { max: 200, lines: false })
  label!: LocalisedText | null;

  @column.int('Fewest seats of this sort.', { min: 0 }) countMin!: number | null;

  @column.int('Most seats of this sort.', { min: 0 }) countMax!: number | null;

  @column.enum(Tenure, 'Whether it stays with its holder or rotates.') tenure!: Tenure | null;

  @column.int('Length of a term in years.', { min: 1, max: 100 }) termYears!: number | null;

  @column.boolean('There is a substitute.') substitute!: boolean | null;

  @column.timing('From when, and until when, it is held.') timing!: Timing;

  @column.enum(Commitment, 'How firmly it is promised.', { default: Commitment.FIRM })
  commitment!: Commitment;
}

declare module '../goal/goal.entity' {
  interface Measurement {
    networkId: string | null;
  }
}
column.one(() => Network, 'The network whose value it is.')(Measurement.prototype, 'networkId');
Index(['metricId', 'networkId', 'periodStart', 'periodEnd'], ONE_STANDS)(Measurement);
