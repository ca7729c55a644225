import { enumType } from '../value/enum';
import { column } from '../kernel/declare/column';
import { RecordRow, record } from '../kernel/declare/record';
import { OWNER, Organisation } from '../organisation/organisation.entity';
import { Theme } from '../theme/theme.entity';
import type { LocalisedText } from '../value/localised-text';
import type { Timing } from '../value/timing';

/** What sort of channel it is. */
export enum ChannelKind {
  LEARNING_PLATFORM = 'LEARNING_PLATFORM',
  WEBSITE = 'WEBSITE',
  EXTRANET = 'EXTRANET',
  NEWSLETTER = 'NEWSLETTER',
  MAILING_LIST = 'MAILING_LIST',
  SOCIAL_MEDIA = 'SOCIAL_MEDIA',
  CHAT = 'CHAT',
  WORKSPACE = 'WORKSPACE',
  REPOSITORY = 'REPOSITORY',
  CALENDAR = 'CALENDAR',
  PERIODICAL = 'PERIODICAL',
}

enumType(ChannelKind, 'ChannelKind', 'What sort of channel it is.', {
  LEARNING_PLATFORM: 'A platform for online courses.',
  WEBSITE: 'A web site.',
  EXTRANET: 'A web site for members.',
  NEWSLETTER: 'A newsletter.',
  MAILING_LIST: 'A mailing list.',
  SOCIAL_MEDIA: 'A page or group in social media.',
  CHAT: 'A channel for chat.',
  WORKSPACE: 'A shared workspace.',
  REPOSITORY: 'A repository of publications.',
  CALENDAR: 'A calendar.',
  PERIODICAL: 'A periodical.',
});

/** A place where people read, learn, talk or work together. */
@record('A web site, a platform, a newsletter, a list: where people read, learn, talk or work.')
export class Channel extends RecordRow {
  @column.name('What it is called.') name!: LocalisedText;

  @column.strings('Other names it is known or printed by.') aliases!: string[];

  @column.enum(ChannelKind, 'What sort of channel it is.', { required: true }) kind!: ChannelKind;

  @column.url('Its address.') url!: string | null;

  @column.languages('The languages it is kept in.') languages!: string[];

  @column.text('What it is for.') summary!: LocalisedText | null;

  @column.one(() => Organisation, 'Who keeps it up.') maintainerId!: string | null;

  @column.one(() => Organisation, OWNER) ownerId!: string | null;

  @column.timing('When it has been in use.') timing!: Timing;

  @column.one(() => Channel, 'The channel that it replaces.') replacesId!: string | null;

  @column.many(() => Theme, 'Its subjects.') themes!: string[];
}

column.many(() => Channel, 'Where it can be read, followed or met.')(
  Organisation.prototype,
  'channels',
);
