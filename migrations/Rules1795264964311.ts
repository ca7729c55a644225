import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  'CREATE INDEX "IDX_8d419c91d7be86c442b20c6c4e" ON "competence_framework" ("id", "state", "owner_id")',
  'CREATE INDEX "IDX_99b169aa02bad2ac02b7387721" ON "competence_area" ("id", "framework_id")',
  'CREATE INDEX "IDX_5f1e5a0657a104496731bd5197" ON "module" ("id", "area_id")',
  'CREATE INDEX "IDX_41ef1a2c2e1fef42c20cf9e87f" ON "plan" ("id", "state", "owner_id")',
  'CREATE INDEX "IDX_d581be1b184bd178c142b9e04a" ON "goal_framework" ("id", "state", "owner_id")',
  'CREATE INDEX "IDX_fd2f70c534c33c758795655f93" ON "goal" ("id", "framework_id", "plan_id")',
  'CREATE INDEX "IDX_a454a8b44d9a9c4d909c343ccf" ON "metric" ("id", "goal_id", "framework_id")',
  'CREATE INDEX "IDX_c41a055e75c91224f1e90b9213" ON "network" ("id", "state", "owner_id")',
  'CREATE INDEX "IDX_ba53c667c821d42f307cae1b69" ON "action" ("id", "plan_id")',
  'CREATE INDEX "IDX_e3f414e81b8bfcc01f9b383a0e" ON "event_series" ("id", "state", "owner_id", "action_id")',
];

/** What rules ask of the rows that others hang on. Generated from the entities. There is no way down: restore a backup. */
export class Rules1795264964311 implements MigrationInterface {
  name = 'Rules1795264964311';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of statements) await runner.query(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('There is no way down: restore a backup.'));
  }
}
