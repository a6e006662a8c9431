import type { Mode } from "../core/mode.ts";
import { percent, plural } from "../text/units.ts";
import { type Feature, logOdds } from "./feature.ts";
import type { ChangeSize, Precedent } from "./intake-facts.ts";

/** Shares and means over many histories, and how many same titles' worth of trust they have against the precedents. */
const usual = { wide: 0.1, texts: 0.04, small: 0.6, lines: 4, codeFiles: 0.9, directories: 0.8, textShare: 0.35 };
const trust = 1;
/** The nearest alone say something else than all. */
const nearest = 5;

/** What the changes called most like the goal were like, weighed by how like they are. */
export function precedentFeatures(precedents: readonly Precedent[]): Feature[] {
  const all = meansOf(precedents);
  const near = meansOf(precedents.slice(0, nearest));
  const what = `the ${precedents.length} past changes with the most similar titles`;
  const few = `the ${Math.min(nearest, precedents.length)} nearest of them`;
  const top = precedents[0]?.likeness ?? 0;
  const support = precedents.reduce((sum, { likeness }) => sum + likeness, 0);
  const middle = Math.round(Math.exp(all.lines) - 1);
  const relative = (name: "wide" | "texts" | "small", means: Means) => logOdds(means[name]) - logOdds(usual[name]);
  return [
    {
      name: "precedents-wide",
      value: relative("wide", all),
      detail: `${percent(all.wide)} of ${what} were large and went through modules`,
    },
    {
      name: "precedents-texts",
      value: relative("texts", all),
      detail: `${percent(all.texts)} of ${what} were large and changed several texts`,
    },
    { name: "precedents-small", value: relative("small", all), detail: `${percent(all.small)} of ${what} were small` },
    { name: "precedents-lines", value: all.lines - usual.lines, detail: `about ${middle} lines in ${what}` },
    {
      name: "precedents-files",
      value: all.codeFiles - usual.codeFiles,
      detail: `about ${files(all)} code files in ${what}`,
    },
    {
      name: "precedents-folders",
      value: all.directories - usual.directories,
      detail: `about ${Math.round(Math.exp(all.directories) - 1)} folders in ${what}`,
    },
    {
      name: "precedents-text-share",
      value: all.textShare - usual.textShare,
      detail: `${percent(all.textShare)} of the lines of ${what} were texts`,
    },
    {
      name: "nearest-wide",
      value: relative("wide", near),
      detail: `${percent(near.wide)} of ${few} were large and went through modules`,
    },
    {
      name: "nearest-texts",
      value: relative("texts", near),
      detail: `${percent(near.texts)} of ${few} were large and changed several texts`,
    },
    { name: "nearest-small", value: relative("small", near), detail: `${percent(near.small)} of ${few} were small` },
    {
      name: "nearest-lines",
      value: near.lines - usual.lines,
      detail: `about ${Math.round(Math.exp(near.lines) - 1)} lines in ${few}`,
    },
    {
      name: "likest",
      value: Math.sqrt(top),
      detail: `the most similar title is ${percent(Math.sqrt(top))} like it`,
      summary: summaryOf(all, support),
    },
    {
      name: "support",
      value: Math.log(1 + support),
      detail: `their titles are ${support.toFixed(1)} like it, added up`,
    },
  ];
}

type Means = typeof usual;

/** With less than half of one same title there is no past to speak of. */
const leastSupport = 0.5;

/** What past changes say for each mode, in one phrase. */
function summaryOf(means: Means, support: number): Record<Mode, string> {
  if (support < leastSupport) {
    const none = "no past change has a title much like it";
    return { focused: none, sequential: none, parallel: none };
  }
  const past = "the past changes with the most similar titles";
  const lines = plural(Math.max(1, Math.round(Math.exp(means.lines) - 1)), "line");
  const code = plural(Math.max(1, Math.round(Math.exp(means.codeFiles) - 1)), "code file");
  const large =
    means.texts > means.wide
      ? `${percent(means.texts)} of ${past} wrote several large texts`
      : `${percent(means.wide)} of ${past} went through many files`;
  return {
    focused: `${past} were mostly ${means.small >= 0.5 ? "small" : "of one piece"} (about ${lines})`,
    sequential: `${past} took about ${lines} in ${code}`,
    parallel: large,
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

function isWide({ codeFiles, directories, lines }: ChangeSize): boolean {
  return codeFiles >= 6 && directories >= 2 && lines >= 400;
}

function isSmall({ codeFiles, lines }: ChangeSize): boolean {
  return codeFiles <= 3 && lines <= 300;
}

/** Mostly texts, several of them large, and none that holds nearly everything. */
function isOfTexts({ codeFiles, lines, textLines, writtenLines, largestLines, largeTexts }: ChangeSize): boolean {
  const mostlyTexts = codeFiles <= 3 && textLines >= 0.6 * lines;
  return mostlyTexts && lines >= 250 && largeTexts >= 3 && largestLines <= 0.6 * writtenLines;
}

function files({ codeFiles }: Means): string {
  return (Math.exp(codeFiles) - 1).toFixed(1);
}
