import type { MigrationInterface } from 'typeorm';
import { Graph1795228225598 } from './Graph1795228225598';

/** Every migration, in order. */
export const migrations: (new () => MigrationInterface)[] = [Graph1795228225598];
