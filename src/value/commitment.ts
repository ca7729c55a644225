import { enumType } from './enum';
/** How firmly something is promised. */
export enum Commitment {
  FIRM = 'FIRM',
  INTENDED = 'INTENDED',
  CONDITIONAL = 'CONDITIONAL',
  UNDECIDED = 'UNDECIDED',
}

enumType(Commitment, 'Commitment', 'How firmly something is promised.', {
  FIRM: 'It will be done.',
  INTENDED: 'It is aimed at: "pyritään", "on tarkoitus".',
  CONDITIONAL: 'It depends on something: "tarvittaessa", "mahdollinen", "resurssien mukaan".',
  UNDECIDED: 'It is still being looked into: "tutkitaan", "keskustellaan".',
});
