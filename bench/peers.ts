import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HOME } from '../src/package';
import type { Cursors } from './workloads';
import { Server, walk } from './client';
import type { DatabaseTarget } from '../src/database/connect';

/** PostGraphile, and the Node.js that it wants. */
const PACKAGES = ['postgraphile@5.1.5', 'node@22.23.3'];

const FOLDER = join(HOME, 'bench', 'data', 'peers');

/** A server that makes its schema of the same database, with its own settings. */
export interface Peer {
  name: string;
  server: Server;
  /** The operations that it has, by the names of the workloads, with the same variables. */
  operations: Record<string, string>;
  cursors: Cursors;
}

/** Installs PostGraphile from npm where it is not there yet; gives why it cannot be had, or null. */
export async function install(): Promise<string | null> {
  const done = join(FOLDER, `${PACKAGES.join(' ')}.txt`);
  if (existsSync(done)) return null;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
  try {
    const given = ['install', '--no-save', '--no-audit', '--no-fund', ...PACKAGES];
    await promisify(execFile)('npm', given, { cwd: FOLDER, shell: process.platform === 'win32' });
    writeFileSync(done, '');
    return null;
  } catch (error) {
    return `it cannot be installed: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** Starts PostGraphile on a PostgreSQL database. It cannot filter by what relations lead to, and has no R2. */
export async function startPeer(target: DatabaseTarget): Promise<Peer> {
  const execPath = join(FOLDER, 'node_modules', 'node', 'bin', 'node');
  const server = await Server.start(
    'peer',
    target,
    { PEERS_FOLDER: FOLDER, GRAPHILE_ENV: 'production' },
    execPath,
  );
  const lists = {
    plans: { field: 'allPlans', orderBy: ORDER.plans },
    events: { field: 'allEvents', orderBy: ORDER.events },
  };
  return {
    name: 'PostGraphile',
    server,
    operations,
    cursors: (list, count) => {
      const { field, orderBy } = lists[list];
      const query = `query ($after: Cursor) { ${list}: ${field}(first: 100, after: $after, ${orderBy}) { edges { cursor } } }`;
      return walk(server, query, list, count);
    },
  };
}

const ORDER = {
  plans: 'orderBy: [PERIOD_START_ASC, ROW_ID_ASC]',
  events: 'orderBy: [TIMING_SORT_ASC, ROW_ID_ASC]',
};

const events = `query ($after: Cursor) {
  allEvents(first: 20, after: $after, ${ORDER.events}) {
    nodes { slug title timing status }
    pageInfo { hasNextPage endCursor }
  }
}`;

const operations: Record<string, string> = {
  R0: `query ($slug: String!) {
    allPlans(condition: { slug: $slug }, first: 1) { nodes { slug title state } }
  }`,
  R1: `query ($after: Cursor) {
    allPlans(first: 20, after: $after, ${ORDER.plans}) {
      nodes {
        slug title periodStart periodEnd organisationByOwnerId { slug name }
        goalsByPlanId(first: 5, orderBy: [PLAN_ID_ASC]) {
          nodes {
            slug title
            metricsByGoalId(first: 2, orderBy: [GOAL_ID_ASC]) {
              nodes {
                kind name
                measurementsByMetricId(first: 1, orderBy: [METRIC_ID_DESC]) {
                  nodes { periodStart number }
                }
              }
            }
          }
        }
      }
    }
  }`,
  R3: `query ($slug: String!) {
    allPlans(condition: { slug: $slug }, first: 1) {
      nodes {
        slug title
        competenceFrameworkByCompetenceFrameworkId {
          slug
          competenceAreasByFrameworkId(first: 100, orderBy: [FRAMEWORK_ID_ASC]) {
            nodes {
              slug number name
              modulesByAreaId(first: 100, orderBy: [AREA_ID_ASC]) {
                nodes {
                  slug name
                  topicsByModuleId(first: 100, orderBy: [MODULE_ID_ASC]) { nodes { slug name } }
                }
              }
            }
          }
        }
      }
    }
  }`,
  'R4-first': events,
  'R4-deep': events,
};
