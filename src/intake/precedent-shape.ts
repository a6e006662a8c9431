import type { Precedent } from "./intake-facts.ts";

/** Lines of a change that is worth more than one story, of texts and of code. */
const manyTextLines = 250;
const manyLines = 400;

/** What the precedents say of a goal, each as the difference from what is usual anywhere; 0 without any. */
export interface PrecedentShape {
  /** Log-odds that such changes are large ones through several modules. */
  wide: number;
  /** Log-odds that they are large ones of several separate texts. */
  texts: number;
  /** Logarithm of the lines they change. */
  size: number;
}

/** Shares over many histories, and how many same titles' worth of trust they have against the precedents. */
const usual = { wide: 0.1, texts: 0.04, size: 4, trust: 1 };

export function precedentShape(precedents: readonly Precedent[]): PrecedentShape {
  const sums = { wide: usual.trust * usual.wide, texts: usual.trust * usual.texts, size: usual.trust * usual.size };
  let support = usual.trust;
  for (const precedent of precedents) {
    const { likeness } = precedent;
    support += likeness;
    if (isWide(precedent)) sums.wide += likeness;
    if (isOfTexts(precedent)) sums.texts += likeness;
    sums.size += likeness * Math.log(1 + precedent.lines);
  }
  return {
    wide: logOdds(sums.wide / support) - logOdds(usual.wide),
    texts: logOdds(sums.texts / support) - logOdds(usual.texts),
    size: sums.size / support - usual.size,
  };
}

function isWide({ codeFiles, directories, lines }: Precedent): boolean {
  return codeFiles >= 6 && directories >= 2 && lines >= manyLines;
}

/** Mostly texts, several of them large, and none that holds nearly everything. */
function isOfTexts({ codeFiles, lines, textLines, writtenLines, largestLines, largeTexts }: Precedent): boolean {
  const mostlyTexts = codeFiles <= 3 && textLines >= 0.6 * lines;
  return mostlyTexts && lines >= manyTextLines && largeTexts >= 3 && largestLines <= 0.6 * writtenLines;
}

/** The log-odds of a share above 0 and below 1. */
export function logOdds(share: number): number {
  return Math.log(share / (1 - share));
}
