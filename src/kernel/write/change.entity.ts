import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One change of one record: the append-only, gapless, ordered log that every write adds to. */
@Entity('change')
@Index(['recordId', 'seq'])
export class Change {
  /** Counts from 1 without gaps, in the order of the commits. */
  @PrimaryColumn('bigint') seq!: number;

  /** The name of the record's type. */
  @Column('text') type!: string;

  @Column({ type: 'text', name: 'record_id' }) recordId!: string;

  /** The slug of the record then; null in entries from before it was kept. */
  @Column({ type: 'text', nullable: true }) slug!: string | null;

  /** CREATE, UPDATE or DELETE. */
  @Column('text') operation!: string;

  /** The version that the change made. */
  @Column('integer') version!: number;

  /** Who made it. */
  @Column('text') actor!: string;

  /** When, as a UTC instant. */
  @Column('text') at!: string;

  /** The fields that it touched. */
  @Column('json') fields!: string[];

  /** For updates and deletions: what the fields held, and hold, as `{ field: { before, after } }`. */
  @Column({ type: 'json', nullable: true }) values!: object | null;

  /** The organisation that owned the record before the change. */
  @Column({ type: 'text', name: 'owner_before', nullable: true }) ownerBefore!: string | null;

  /** The organisation that owned the record after the change. */
  @Column({ type: 'text', name: 'owner_id', nullable: true }) ownerId!: string | null;

  /** Whether the public saw the record before the change, and after. */
  @Column({ type: 'boolean', name: 'public_before' }) publicBefore!: boolean;

  @Column({ type: 'boolean', name: 'public_after' }) publicAfter!: boolean;

  /**
   * Who else saw the record before and after, and to whom which fields differ, as `{ before, after, fields }`: audiences,
   * where they are not everybody.
   */
  @Column({ type: 'json', nullable: true }) sight!: object | null;
}
