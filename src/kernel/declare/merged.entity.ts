import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What stands in the place of a record that was merged into another: whoever looks for it finds that. */
@Entity('merged')
@Index(['type', 'slug'], { unique: true })
export class Merged {
  /** The id of the record that is gone. */
  @PrimaryColumn('text') id!: string;

  /** The name of its type. */
  @Column('text') type!: string;

  /** The slug that it had; null once another that had it was merged, too. */
  @Column({ type: 'text', nullable: true }) slug!: string | null;

  /** The id of the record that it was merged into. */
  @Index()
  @Column({ type: 'text', name: 'into_id' })
  intoId!: string;
}
