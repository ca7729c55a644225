import { IsEmail } from 'class-validator';
import { enumType } from '../value/enum';
import { column } from '../kernel/declare/column';
import { PartRow, RecordRow, part, record } from '../kernel/declare/record';
import { LegalReference } from '../source/source.entity';
import { Municipality } from '../territory/municipality.entity';
import { Region } from '../territory/region.entity';
import type { LocalisedText } from '../value/localised-text';

/** What an owner is to what everybody may name. */
export const OWNER = 'Who keeps its record; null for what is everybody’s.';

/** What sort of organisation it is. */
export enum OrganisationKind {
  MUNICIPAL_LIBRARY = 'MUNICIPAL_LIBRARY',
  CONSORTIUM = 'CONSORTIUM',
  LIBRARY_NETWORK = 'LIBRARY_NETWORK',
  UNIVERSITY_OF_APPLIED_SCIENCES = 'UNIVERSITY_OF_APPLIED_SCIENCES',
  AUTHORITY = 'AUTHORITY',
  MINISTRY = 'MINISTRY',
  NATIONAL_LIBRARY = 'NATIONAL_LIBRARY',
  ASSOCIATION = 'ASSOCIATION',
  MUSEUM = 'MUSEUM',
  PROJECT = 'PROJECT',
  COMPANY = 'COMPANY',
  OTHER = 'OTHER',
}

enumType(OrganisationKind, 'OrganisationKind', 'What sort of organisation it is.', {
  MUNICIPAL_LIBRARY: 'A public library of a municipality.',
  CONSORTIUM: 'A consortium of libraries.',
  LIBRARY_NETWORK: 'Public libraries that share a system and a collection (kimppa).',
  UNIVERSITY_OF_APPLIED_SCIENCES: 'A university of applied sciences (ammattikorkeakoulu).',
  AUTHORITY: 'A state authority.',
  MINISTRY: 'A ministry.',
  NATIONAL_LIBRARY: 'A library with a national task by law.',
  ASSOCIATION: 'An association.',
  MUSEUM: 'A museum.',
  PROJECT: 'A project that acts in its own name.',
  COMPANY: 'A company.',
  OTHER: 'Anything else.',
});

/** A library, consortium, authority or other body. */
@record('A library, a consortium, an authority or another body that owns plans or takes part.')
export class Organisation extends RecordRow {
  @column.name('Its name.') name!: LocalisedText;

  @column.text('Its short name, such as "AVI".', { max: 100, lines: false })
  shortName!: LocalisedText | null;

  @column.strings('Other names it is known or printed by.') aliases!: string[];

  @column.enum(OrganisationKind, 'What sort of organisation it is.', { required: true })
  kind!: OrganisationKind;

  @column.one(() => Municipality, 'The municipality it is at home in.')
  municipalityId!: string | null;

  @column.many(() => Region, 'The regions that a library network (kimppa) spans.')
  regions!: string[];

  @column.string('ISIL code, ISO 15511.', { max: 16 }) isil!: string | null;

  @column.urls('Its web sites.') websites!: string[];

  @column.date('First day of its existence, where known.') validFrom!: string | null;

  @column.date('Last day of its existence; null while it exists.') validTo!: string | null;

  @column.one(() => Organisation, 'Who took over its tasks.') succeededById!: string | null;

  @column.one(
    () => Organisation,
    'Who keeps its record, while another does; an organisation without an owner keeps it itself.',
  )
  ownerId!: string | null;
}

/** Whose task it is: regional (AKE), national (VAKE) or special (ERTE). */
export enum MandateKind {
  REGIONAL = 'REGIONAL',
  NATIONAL = 'NATIONAL',
  SPECIAL = 'SPECIAL',
}

enumType(
  MandateKind,
  'MandateKind',
  'Whose task it is: regional (AKE), national (VAKE) or special (ERTE).',
  {
    REGIONAL: 'Regional development task (AKE).',
    NATIONAL: 'National development task (VAKE).',
    SPECIAL: 'Special task (ERTE).',
  },
);

/** A statutory development task given to a library. */
@part('mandates', 'The statutory development tasks that it has been given.')
export class Mandate extends PartRow {
  @column.enum(MandateKind, 'Regional (AKE), national (VAKE) or special (ERTE).', {
    required: true,
  })
  kind!: MandateKind;

  @column.text('What the task is.', { max: 500 }) task!: LocalisedText | null;

  @column.text('The name its bearer is known by in this task, such as "Porvoon AKE".', {
    max: 200,
    lines: false,
  })
  knownAs!: LocalisedText | null;

  @column.many(() => Region, 'The regions it serves (toimialue).') regions!: string[];

  @column.one(() => LegalReference, 'The act or decree that the task rests on.')
  legalBasisId!: string | null;

  @column.date('First day of the task, where known.') validFrom!: string | null;

  @column.date('Last day of the task; null while it lasts.') validTo!: string | null;
}

/** How an organisation belongs to another. */
export enum MembershipKind {
  MEMBER = 'MEMBER',
  PART_OF = 'PART_OF',
}

enumType(MembershipKind, 'MembershipKind', 'How an organisation belongs to another.', {
  MEMBER: 'It is a member.',
  PART_OF: 'It is a part.',
});

/** That an organisation is a member or a part of another. */
@part('memberships', 'The organisations that it is a member or a part of.')
export class Membership extends PartRow {
  @column.one(() => Organisation, 'What it belongs to.', { required: true })
  organisationId!: string;

  @column.enum(MembershipKind, 'Member, or part.', { required: true }) kind!: MembershipKind;

  @column.date('First day, where known.') validFrom!: string | null;

  @column.date('Last day; null while it lasts.') validTo!: string | null;
}

/** How to reach an organisation or a network in some matter. */
@part('contacts', 'How to reach it: addresses of roles rather than of persons.', {
  confidential: true,
})
export class Contact extends PartRow {
  @column.text('The matter or role to turn to.', { required: true, max: 200, lines: false })
  role!: LocalisedText;

  @column.string('The person, shown only where the contact is marked public.')
  name!: string | null;

  @IsEmail({}, { message: 'Wanted an e-mail address.' })
  @column.string('E-mail address.', { max: 254 })
  email!: string | null;

  @column.string('Telephone number in international form.', { max: 40 }) phone!: string | null;

  @column.string('Postal address.') address!: string | null;

  @column.boolean('The person’s name or own address may be shown.', { default: false })
  public!: boolean;
}
