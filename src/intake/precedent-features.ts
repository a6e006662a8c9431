import type { Mode } from "../core/mode.ts";
import { plural } from "../text/units.ts";
import { type Feature, logOdds } from "./feature.ts";
import type { ChangeSize, Precedent } from "./intake-facts.ts";

/** Shares and means over many histories, and how many same titles' worth of trust they have against the precedents. */
export const usual = {
  wide: 0.1,
  texts: 0.04,
  small: 0.6,
  lines: 4,
  codeFiles: 0.9,
  directories: 0.8,
  textShare: 0.35,
};
const trust = 1;
/** The nearest alone say something else than all. */
const nearest = 5;

/** What the changes called most like the goal were like, weighed by how like they are. People are told the summary of all. */
export function precedentFeatures(precedents: readonly Precedent[]): Feature[] {
  const all = meansOf(precedents);
  const near = meansOf(precedents.slice(0, nearest));
  const support = precedents.reduce((sum, { likeness }) => sum + likeness, 0);
  const relative = (name: "wide" | "texts" | "small", means: Means) => logOdds(means[name]) - logOdds(usual[name]);
  const values = {
    "precedents-wide": relative("wide", all),
    "precedents-texts": relative("texts", all),
    "precedents-small": relative("small", all),
    "precedents-lines": all.lines - usual.lines,
    "precedents-files": all.codeFiles - usual.codeFiles,
    "precedents-folders": all.directories - usual.directories,
    "precedents-text-share": all.textShare - usual.textShare,
    "nearest-wide": relative("wide", near),
    "nearest-texts": relative("texts", near),
    "nearest-small": relative("small", near),
    "nearest-lines": near.lines - usual.lines,
    likest: Math.sqrt(precedents[0]?.likeness ?? 0),
    support: Math.log(1 + support),
  };
  const summary = summaryOf(precedents, all, support);
  return Object.entries(values).map(([name, value]) => ({ name, value, detail: "", summary }));
}

type Means = typeof usual;

/** With less than half of one same title there is no past to speak of. */
const leastSupport = 0.5;

/** What past changes say for each mode, in one phrase. */
function summaryOf(precedents: readonly Precedent[], means: Means, support: number): Record<Mode, string> {
  if (support < leastSupport) {
    const none = "no past change has a title much like it";
    return { focused: none, sequential: none, parallel: none };
  }
  const past = "the past changes with the most similar titles";
  const lines = plural(Math.max(1, Math.round(Math.exp(means.lines) - 1)), "line");
  const code = plural(Math.max(1, Math.round(Math.exp(means.codeFiles) - 1)), "code file");
  const wide = precedents.filter(isWide).length;
  const texts = precedents.filter(isOfTexts).length;
  const large =
    texts > wide
      ? `${texts} of ${precedents.length} ${past} wrote several large texts`
      : `${wide} of ${precedents.length} ${past} went through many files`;
  return {
    focused: `${past} were mostly ${means.small >= 0.5 ? "small" : "of one piece"} (about ${lines})`,
    sequential: `${past} took about ${lines} in ${code}`,
    parallel: large.replace(" the past", " past"),
  };
}

function meansOf(precedents: readonly Precedent[]): Means {
  let weight = trust;
  const sums: Means = { ...usual };
  for (const precedent of precedents) {
    const { likeness } = precedent;
    weight += likeness;
    sums.wide += likeness * Number(isWide(precedent));
    sums.texts += likeness * Number(isOfTexts(precedent));
    sums.small += likeness * Number(isSmall(precedent));
    sums.lines += likeness * Math.log(1 + precedent.lines);
    sums.codeFiles += likeness * Math.log(1 + precedent.codeFiles);
    sums.directories += likeness * Math.log(1 + precedent.directories);
    sums.textShare += likeness * (precedent.textLines / Math.max(1, precedent.lines));
  }
  const mean = (name: keyof Means) => sums[name] / weight;
  return {
    wide: mean("wide"),
    texts: mean("texts"),
    small: mean("small"),
    lines: mean("lines"),
    codeFiles: mean("codeFiles"),
    directories: mean("directories"),
    textShare: mean("textShare"),
  };
}

/** Through many files of code. */
export function isWide({ codeFiles, directories, lines }: ChangeSize): boolean {
  return codeFiles >= 6 && directories >= 2 && lines >= 400;
}

/** Little code, and little of anything. */
export function isSmall({ codeFiles, lines }: ChangeSize): boolean {
  return codeFiles <= 3 && lines <= 300;
}

/** Mostly texts, several of them large, and none that holds nearly everything. */
export function isOfTexts({
  codeFiles,
  lines,
  textLines,
  writtenLines,
  largestLines,
  largeTexts,
}: ChangeSize): boolean {
  const mostlyTexts = codeFiles <= 3 && textLines >= 0.6 * lines;
  return mostlyTexts && lines >= 250 && largeTexts >= 3 && largestLines <= 0.6 * writtenLines;
}
