import { enumType } from './enum';
/** How firmly something is promised. */
export enum Commitment {
  /** It will be done. */
  FIRM = 'FIRM',
  /** It is aimed at ("pyritään", "on tarkoitus"). */
  INTENDED = 'INTENDED',
  /** It depends on something ("tarvittaessa", "mahdollinen", "resurssien mukaan"). */
  CONDITIONAL = 'CONDITIONAL',
  /** It is still being looked into ("tutkitaan", "keskustellaan"). */
  UNDECIDED = 'UNDECIDED',
}

enumType(Commitment, 'Commitment', 'How firmly something is promised.');
