import type { MigrationInterface } from 'typeorm';
import { Calendar1795249803673 } from './Calendar1795249803673';
import { Graph1795232611453 } from './Graph1795232611453';
import { Keys1795240528069 } from './Keys1795240528069';
import { Recurrence1795786970961 } from './Recurrence1795786970961';
import { Measurements1795787596249 } from './Measurements1795787596249';
import { Rules1795264964311 } from './Rules1795264964311';
import { Appointments1795786596249 } from './Appointments1795786596249';
import { Spellings1795787000000 } from './Spellings1795787000000';
import { Sight1795787106000 } from './Sight1795787106000';
import { Secrets1795795175489 } from './Secrets1795795175489';
import { Metrics1795818238473 } from './Metrics1795818238473';
import { Distributions1795819340429 } from './Distributions1795819340429';
import { Names1795820434034 } from './Names1795820434034';
import { FollowUp1795821115693 } from './FollowUp1795821115693';
import { Owners1795821277887 } from './Owners1795821277887';
import { Outturn1795821770326 } from './Outturn1795821770326';
import { Merged1795822193219 } from './Merged1795822193219';

/** Every migration, in order. */
export const migrations: (new () => MigrationInterface)[] = [
  Graph1795232611453,
  Keys1795240528069,
  Calendar1795249803673,
  Rules1795264964311,
  Appointments1795786596249,
  Recurrence1795786970961,
  Spellings1795787000000,
  Sight1795787106000,
  Measurements1795787596249,
  Secrets1795795175489,
  Metrics1795818238473,
  Distributions1795819340429,
  Names1795820434034,
  FollowUp1795821115693,
  Owners1795821277887,
  Outturn1795821770326,
  Merged1795822193219,
];
