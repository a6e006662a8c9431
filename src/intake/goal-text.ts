import { saysApart } from "./apart.ts";
import { withoutCompany } from "./company.ts";
import { type BodyShape, readBody, tellsAStory } from "./issue-body.ts";
import { isWorkVerb, translateWord } from "./lexicon.ts";
import { saysEach } from "./of-each.ts";

/** A goal's text taken apart. Everything here is read off the text alone. */
export interface GoalText {
  /** What was asked, without claims about how it should be run. */
  text: string;
  title: string;
  body: string;
  /** Title and those lines of the body that order work: quotations, code and a report's story are left out. */
  order: string;
  /** Title and those lines of the body that list places. */
  scope: string;
  bodyShape: BodyShape;
  /** Conventional-commit type (`fix`), in lower case. */
  type: string | null;
  /** What stands before the colon or in brackets: `fix(area): …`, `area: …`, `[area] …`. */
  areas: string[];
  breaking: boolean;
  /** The title without type and area. */
  rest: string;
  /** The words of `rest`, in lower case, translated where the rules know the idea; without what is to be made besides. */
  words: string[];
  /** Phrases that say how to run rather than what to do; they are no evidence and were left out of `text`. */
  claims: string[];
}

const types =
  "feat feature fix bugfix hotfix docs doc test tests refactor chore perf build ci style revert deps dep release wip cleanup".split(
    " ",
  );
const sameType: Readonly<Record<string, string>> = {
  feature: "feat",
  bugfix: "fix",
  hotfix: "fix",
  doc: "docs",
  tests: "test",
  dep: "deps",
  cleanup: "refactor",
};

/** At most this much of a goal is read by the rules; the rest is for the planner. */
const maxChars = 8_000;

/** Takes a goal's text apart. Total: any string gives an answer. */
export function readGoalText(goal: string): GoalText {
  const plain = withoutFences(
    goal
      .slice(0, maxChars)
      .replace(/<!--[\s\S]*?(-->|$)/g, " ")
      .normalize("NFC"),
  );
  const { text, claims } = withoutClaims(plain);
  const lines = withoutTables(
    withItems(
      spellOut(text)
        .split(/\r?\n/)
        .map((line) => line.trim()),
    ),
  );
  const said = lines.findIndex((line) => line !== "" && !isHeadingOfForm(line) && !plainHeading.test(line));
  const first = said < 0 ? lines.findIndex((line) => line !== "") : said;
  const { title, rest } = headline(
    (lines[first] ?? "").replace(/^[#>*\-\s]+(?=\S)/, "").replace(/^\p{Extended_Pictographic}\uFE0F?\s*/u, ""),
  );
  const body = [rest, ...lines.slice(first + 1)].join("\n").trim();
  const prefix = readPrefix(title);
  const { order, places, shape } = readBody(body);
  return {
    text: text.trim(),
    title,
    body,
    order: `${title}\n${order}`.trim(),
    scope: `${title}\n${places}`.trim(),
    bodyShape: shape,
    type: prefix.type,
    areas: prefix.areas,
    breaking: prefix.breaking,
    rest: prefix.rest,
    words: wordsOf(withoutCompany(prefix.rest)),
    claims,
  };
}

/** A heading that a form puts above what somebody fills in: "**Summary**", "### What happened?"; no order and no title. */
function isHeadingOfForm(line: string): boolean {
  const { hash, bold } = /^(?:#{2,6}\s+(?<hash>[^#]{3,40})|\*\*(?<bold>[^*]{3,40})\*\*:?)$/.exec(line)?.groups ?? {};
  const heading = hash ?? bold ?? "";
  const [first = "", ...rest] = wordsOf(heading);
  return first !== "" && rest.length < 5 && (!isWorkVerb(first) || tellsAStory.test(heading));
}

/** The same, pasted without its signs. */
const plainHeading =
  /^(?:describe (?:the|your) (?:bug|issue|problem|feature)|bug (?:report|description)|feature request|(?:issue |problem )?(?:description|summary)|what happened|what is the problem|problembeschreibung|fehlerbeschreibung|description du (?:bug|problème)|descripción del (?:error|problema)|descrição do (?:bug|problema)|описание (?:проблемы|ошибки)|问题描述|不具合の内容|버그 설명)\s*[:?.]?$/iu;

const alternatives = /(?<before>[\w./@-]*)\{(?<names>[\w.-]+(?:,\s?[\w.-]+)+)\}(?<after>[\w./-]*)/g;

/** `lsp/{gopls,zls}.lua` are two places. */
function spellOut(text: string): string {
  return text.replace(alternatives, (all, before: string, names: string, after: string) =>
    /[./]/.test(before + after)
      ? names
          .split(/,\s?/)
          .map((one) => `${before}${one}${after}`)
          .join(", ")
      : all,
  );
}

/** A path, or a name of several words as code has them. */
const pathLine = /^[`"']?(?=[^\s:]*[\w@-])(?:[\w@.-]*[/.][\w@./-]+|[A-Za-z]\w*[_-]\w[\w-]*)[`"']?[,;]?$/;
const leastLines = 3;
/** A box to tick is a sign like any other. */
const box = /^(?:[-*•]\s+)?\[[ xX]?\]\s+/;

/** Lines that each hold a path or a name and nothing else are items, with or without a sign before them. */
function withItems(given: readonly string[]): string[] {
  const lines = given.map((line) => line.replace(box, "- "));
  const inRow = (index: number) => {
    let [from, to] = [index, index];
    while (pathLine.test(lines[from - 1] ?? "")) from -= 1;
    while (pathLine.test(lines[to + 1] ?? "")) to += 1;
    return to - from + 1;
  };
  return lines.map((line, index) => (pathLine.test(line) && inRow(index) >= leastLines ? `- ${line}` : line));
}

const row = /^\|\s*[`"']?(?<place>[\w@.-][\w@./-]*)[`"']?\s*\|(?<rest>.*)\|$/;
/** What the first column of a list of places is called; without such a head, a place is known by its signs. */
const placesHead =
  /^\|\s*(?:packages?|modules?|crates?|files?|paths?|components?|folders?|director(?:y|ies)|plugins?|services?|apps?|where|areas?|adapters?|providers?|paket\w*|datei\w*|ordner|fichiers?|paquets?|archivos?|paquetes?|arquivos?|pacotes?|包|模块|文件|ファイル|パッケージ|モジュール|패키지|파일|모듈)\s*\|/iu;

/** A table whose rows begin with places is a list of them; its head says nothing. */
function withoutTables(lines: readonly string[]): string[] {
  const ruler = lines.findIndex((line) => /^\|(?:\s*:?-+:?\s*\|)+$/.test(line));
  const first = row.exec(lines[ruler + 1] ?? "")?.groups?.["place"] ?? "";
  if (ruler < 1 || first === "" || !(/[./]/.test(first) || placesHead.test(lines[ruler - 1] ?? ""))) return [...lines];
  const asItem = (line: string) => {
    const { place = "", rest = "" } = row.exec(line)?.groups ?? {};
    return place === "" ? line : `- ${place}: ${rest.split("|").join(" ").trim()}`;
  };
  return [...lines.slice(0, ruler - 1), ...lines.slice(ruler + 1).map(asItem)];
}

/** A first line of more characters is a paragraph, and its first sentence the title; what it says of each belongs together. */
const maxTitleChars = 120;

function headline(line: string): { title: string; rest: string } {
  const end =
    line.length <= maxTitleChars || saysEach.test(line) || saysApart.test(line)
      ? -1
      : line.search(/(?<=^.{12,160}?(?:[\p{L}\p{N}`)"'][.;!?]|[^.]:(?!\s(?:[\w@./\x60-]+,\s){2})))\s/u);
  return end < 0
    ? { title: line, rest: "" }
    : { title: line.slice(0, end).replace(/[:;]$/, ""), rest: line.slice(end).trim() };
}

/** What titles are compared by; a fraction of `readGoalText`, because a history has many. */
export function readTitle(title: string): Pick<GoalText, "type" | "areas" | "words"> {
  const { type, areas, rest } = readPrefix(title.trim());
  return { type, areas, words: wordsOf(rest) };
}

/** A goal that is nothing but fenced is its content; elsewhere the body's reader tells code from orders. */
function withoutFences(text: string): string {
  return /^\s*(?:```|~~~)/.test(text) ? text.replace(/^\s*(?:```|~~~).*$/gm, "") : text;
}

interface Prefix {
  type: string | null;
  areas: string[];
  breaking: boolean;
  rest: string;
}

function readPrefix(title: string): Prefix {
  const typed = /^(?<type>[a-zA-Z]+)\s*(?:\((?<scope>[^)]*)\))?(?<bang>!)?\s*:\s*(?<rest>.*)$/.exec(title)?.groups;
  const word = typed?.["type"]?.toLowerCase() ?? "";
  if (typed !== undefined && types.includes(word)) {
    return {
      type: sameType[word] ?? word,
      areas: splitAreas(typed["scope"] ?? ""),
      breaking: typed["bang"] !== undefined || /BREAKING/.test(title),
      rest: typed["rest"] ?? "",
    };
  }
  const bracket = /^\[(?<area>[\w ./-]{1,40})\]\s*(?<rest>.+)$/.exec(title)?.groups;
  const colon = /^(?<area>[\w./@-]+(?:\s*,\s*[\w./@-]+){0,3}|\w+ \w+):\s+(?<rest>\S.*)$/.exec(title)?.groups;
  const found = bracket ?? colon;
  return {
    type: null,
    areas: splitAreas(found?.["area"] ?? ""),
    breaking: /BREAKING/.test(title),
    rest: found?.["rest"] ?? title,
  };
}

function splitAreas(text: string): string[] {
  return text
    .split(/[,+|]/)
    .map((area) => area.trim())
    .filter((area) => area !== "");
}

/** Words in lower case: letters of any script with digits, hyphens and apostrophes inside. */
export function wordsOf(text: string): string[] {
  const found = text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu) ?? [];
  return found.flatMap(splitUnspaced).map(translateWord);
}

/** Chinese and Japanese have no spaces: known ideas are cut out, the rest stays in one piece. */
function splitUnspaced(word: string): string[] {
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)) return [word];
  return (
    word.match(
      /\p{Script=Han}{1,2}|[\p{Script=Hiragana}\p{Script=Katakana}ー]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
    ) ?? [word]
  );
}

/** Another's voice is in capitals or in brackets: `system: restart it` is an area like any other. */
const foreignVoice =
  /^\s*(?:(?:SYSTEM|ASSISTANT|DEVELOPER|ADMIN|USER|OVERRIDE)\b[^a-z]{0,20}:|[<[]\/?(?:system|assistant|developer|instructions?)[>\]])/;
const takesBack =
  /\b(ignore|disregard|forget|override)\b.{0,40}\b(previous|above|prior|earlier|all|these|your|the)\b.{0,30}\b(instruction|rule|prompt|limit|polic|guard|safet)/i;
const claimSentence = new RegExp(
  [
    String.raw`\b(all|these|the|every|both) (stories|tasks|steps|parts|changes|surfaces|modules|files) (are|is) (fully |completely |totally )?(independent|disjoint|unrelated)`,
    String.raw`\b(approve|choose|use|select|force|set|pick|enable|switch to|run in|must be|mode\s*[=:])\s*["'\x60]?(the )?(parallel|sequential|focused)\b["'\x60]?\s*(mode|execution|shape|with|for (all|every)|[.!,;]|$)`,
    String.raw`\b(you are|act as|pretend)\b.{0,40}\b(now|assistant|agent|model|admin|root)\b`,
    String.raw`\b(with|use|using|spawn|start|launch|run|approve)( up to| at least)? (\d+|many|several|multiple|more|max\w*) (parallel )?(agents|workers|stories)\b`,
    String.raw`--mode[ =](auto|parallel|sequential|focused)|--(parallel|max-stories)[ =]\d`,
    String.raw`\b(max_?(tokens|usd|stories)|parallelism)\s*[=:]`,
    String.raw`\bindependence (is|are|was|were)?\s*(proven|guaranteed|verified|demonstrated|approved)`,
  ].join("|"),
  "i",
);
const claimPhrase = /\s*\b(in parallel|concurrently|at the same time|side by side)\b/gi;

/**
 * Leaves out what tells us how to run: it is data from outside and can't change mode, flags or ceilings. A line that
 * speaks with another's voice goes whole, a sentence that makes such a claim alone.
 */
function withoutClaims(text: string): { text: string; claims: string[] } {
  const claims: string[] = [];
  const claim = (piece: string) => {
    claims.push(piece.trim().slice(0, 120));
    return "";
  };
  const kept = text.split("\n").map((line) => {
    if (foreignVoice.test(line) || takesBack.test(line)) return claim(line);
    const sentences = line.split(/(?<=[.!?;])\s+/);
    return sentences.map((sentence) => (claimSentence.test(sentence) ? claim(sentence) : sentence)).join(" ");
  });
  const phrases = kept.join("\n").replace(claimPhrase, (phrase) => claim(phrase));
  return { text: phrases, claims };
}
