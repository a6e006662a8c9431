/** What a file is called at its end. */
export const extension =
  /\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rs|java|kts?|rb|php|cs|swift|c|cc|cpp|h|hpp|zig|sh|sql|proto|css|scss|html?|mdx?|rst|txt|json|ya?ml|toml|lock|xml|ini|cfg|env|gradle|mod|snap)$/i;

const name = String.raw`[\x60"']?[.A-Za-z@](?:[\w@./-]|::(?=\w)){0,120}[\x60"']?`;
/** A word on a name, behind it: "list.tcl (LPOS), set.tcl (SINTER)". */
const remark = String.raw`(?:\s\([^()\n]{1,60}\))?`;
const joint = String.raw`${remark}(?:\s*[,、，・]\s*(?:and\s+|or\s+|&\s+)?|\s+(?:and|&|et|und|y|e|и|та|oraz|och|en|ve|和|と|및)\s+)`;

/** `a, b and c` in any language that separates by commas: runs of short Latin names. */
export function runsIn(text: string): string[][] {
  const lists: string[][] = [];
  for (const [run] of text.matchAll(new RegExp(`${name}(?:${joint}${name})+`, "gu"))) {
    const members = run.split(new RegExp(joint, "u")).map((member) => member.replace(/[`"']/g, ""));
    if (members.length >= 2) lists.push(members.map((member) => member.replace(/[.,;:]+$/, "")));
  }
  return lists;
}

/** Runs of names, a bulleted or numbered list by the first word of each line, and clauses that each begin with a file. */
export function listsIn(text: string): string[][] {
  const lines = linesIn(text).map((line) => (line.split(/\s/)[0] ?? line).replace(/[`"':,;]+/g, ""));
  return [...runsIn(text), ...(lines.length < 2 ? [] : [lines]), ...clausesIn(text)];
}

/** What stands behind the bullets and numbers of a list. */
export function linesIn(text: string): string[] {
  return [...text.matchAll(/^\s*(?:[-*•]|\d+[.)])\s+(.+)$/gm)].map((match) => (match[1] ?? "").trim());
}

const clauseStart = /[,;]\s+(?:(?:and|but|while|und|et|y|e)\s+)?|\s(?:and|but|while|und|et|y|e)\s(?=[\w./-]+\.\w+\s)/u;

/** The files of clauses that say something of one file each: `a.py has no test, b.py is empty and c.py covers half`. */
export function clausesIn(text: string): string[][] {
  const sentences = text.split(/(?<=[\p{L}\p{N}`"')][.!?])\s+|\n/u);
  return sentences.flatMap((sentence) => {
    const clauses = sentence.split(clauseStart);
    const files = clauses.flatMap((clause) => firstFile(clause) ?? []);
    const isList = files.length >= 3 && files.length > clauses.length / 2 && clauses.some((one) => /\s\S+\s/.test(one));
    return isList ? [files] : [];
  });
}

function firstFile(clause: string): string | null {
  const first =
    clause
      .trim()
      .split(/\s/)[0]
      ?.replace(/^[`"']+|[`"':]+$/g, "") ?? "";
  return extension.test(first) ? first : null;
}
