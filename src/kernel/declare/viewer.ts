/** What a key allows, each role what the one before it does. */
export type Role = 'READER' | 'EDITOR' | 'ADMIN';

/** Who asks: what a request may see and do. */
export interface Viewer {
  /** Null for those without a key. */
  role: Role | null;
  /** The organisations that the key covers; an ADMIN covers all. */
  organisationIds: readonly string[];
  /** How the viewer is named in the change log. */
  actor: string;
}

export const ANONYMOUS: Viewer = { role: null, organisationIds: [], actor: 'anonymous' };

/** In the place of the organisations that a key covers: any. */
export const ANY_ORGANISATION = '*';

/** Whose rules are looked at: all that a rule may ask shows for a key that covers something. */
export const SOMEBODY: Viewer = {
  role: 'READER',
  organisationIds: [ANY_ORGANISATION],
  actor: 'somebody',
};

/** An ADMIN under a name of our own: the seeds, the setting `LUOTSI_ADMIN_KEY`. */
export const admin = (actor: string): Viewer => ({ role: 'ADMIN', organisationIds: [], actor });
