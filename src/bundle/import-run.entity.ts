import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An import that was applied: its report, and what tells that it is sent again. */
@Entity('import_run')
@Index(['actor', 'idempotencyKey'], { unique: true })
@Index(['at'])
export class ImportRun {
  @PrimaryColumn('text') id!: string;

  /** Who sent it. */
  @Column('text') actor!: string;

  /** The key that its sender gave it; null where none was given. */
  @Column({ type: 'text', name: 'idempotency_key', nullable: true }) idempotencyKey!: string | null;

  /** SHA-256 of what was sent, in hexadecimal. */
  @Column('text') hash!: string;

  /** When, as a UTC instant. */
  @Column('text') at!: string;

  @Column('json') report!: object;
}
