import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key as it is stored: found by its public prefix, its secret only as a hash. */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('text') id!: string;

  /** What the key begins with: tells keys apart in lists and logs. */
  @Index({ unique: true })
  @Column('text')
  prefix!: string;

  /** SHA-256 of the secret, in hexadecimal: it has 256 random bits, so nothing slower is needed. */
  @Column('text') hash!: string;

  /** What it is for, in the words of whoever made it. */
  @Column('text') name!: string;

  /** READER, EDITOR or ADMIN. */
  @Column('text') role!: string;

  /** The organisations it covers. */
  @Column({ type: 'json', name: 'organisation_ids' }) organisationIds!: string[];

  /** UTC instants. */
  @Column({ type: 'text', name: 'created_at' }) createdAt!: string;

  @Column({ type: 'text', name: 'expires_at', nullable: true }) expiresAt!: string | null;

  @Column({ type: 'text', name: 'revoked_at', nullable: true }) revokedAt!: string | null;

  @Column({ type: 'text', name: 'last_used_at', nullable: true }) lastUsedAt!: string | null;
}
