import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What stands in the place of a record that was merged into another: whoever looks for it finds that. */
@Entity('merged')
@Index(['type', 'slug'])
export class Merged {
  /** The id of the record that is gone. */
  @PrimaryColumn('text') id!: string;

  /** The name of its type. */
  @Column('text') type!: string;

  /** The slug that it had. */
  @Column('text') slug!: string;

  /** The id of the record that it was merged into. */
  @Index()
  @Column({ type: 'text', name: 'into_id' })
  intoId!: string;
}
