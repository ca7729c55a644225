import type { MigrationInterface } from 'typeorm';
import { Graph1795232611453 } from './Graph1795232611453';

/** Every migration, in order. */
export const migrations: (new () => MigrationInterface)[] = [Graph1795232611453];
