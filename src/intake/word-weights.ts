/** `word sequential parallel`. Written by scripts/fit-intake.ts. */
export const wordWeights = "";
