import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What only this database knows: made once with it, the same for all who serve from it, and part of its backups. */
@Entity('secret')
export class Secret {
  /** What it is for. */
  @PrimaryColumn('text') name!: string;

  /** 32 random bytes in hexadecimal digits. */
  @Column('text') value!: string;
}
