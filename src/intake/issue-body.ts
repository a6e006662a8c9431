import { isWorkVerb, translateWord } from "./lexicon.ts";
import { extension, runsIn } from "./lists.ts";

/** What a body looks like, whatever it says. */
export interface BodyShape {
  /** Characters without fenced code. */
  chars: number;
  headings: number;
  /** Fenced blocks, and quotations of more than one line. */
  quotations: number;
}

/** A body taken apart: what orders work, and what only tells a story. */
export interface IssueBody {
  /** The lines that order work: all of a short body; of a long one the listed items that are no steps to reproduce. */
  order: string;
  /**
   * What of these lists places: items that are little more than a name, or begin with one, and names in a row. A path that
   * prose speaks of by the way is no scope.
   */
  places: string;
  shape: BodyShape;
}

/** Above this a body is a report, whose sentences tell what happened; below, it goes on with the order. */
const maxOrderChars = 400;

const fence = /^\s*(?:```|~~~)/;
const heading = /^\s*(?:#{1,6}\s+(?<hash>.+?)|\*\*(?<bold>[^*]+)\*\*:?|(?<plain>\p{Lu}[\p{L} '’/-]{2,40}):)\s*$/u;
const item = /^\s*(?:[-*+•]|\d+[.)]|(?:step|phase|stage) \d+\s*[:.)–-])\s+(?:\[[ xX]\]\s+)?(?<text>.+)$/i;
/** Sections that describe the world as it is, or the way a request was checked, and not what is to be made. */
export const tellsAStory =
  /\b(?:repro\w*|steps|expected|actual|observed|current|environment|versions?|system|logs?|stack ?trace|trace ?back|output|screenshots?|motivation|background|context|additional|related|checklist|test plan|testing|how (?:to|was|has)|what happen\w*|describe the bug|workaround|references?|links?|questions?|use case|reproduktion|schritte|erwartet\w*|umgebung|étapes|attendu|pasos|esperado|entorno|passos|passaggi|kroki|шаги|ожидаем\w*|окружение)\b|复现|重现|步骤|期望|环境|再現|手順|期待|環境|재현|기대|환경/iu;
/** What somebody does to a running program, and not to its code. */
export const actsOnProgram =
  /^(?:open|run|click|go|navigate|start|launch|type|press|see|observe|install|visit|select|wait|scroll|log|login|enter|hover|try|notice|clone|execute|call|create|öffne\w*|klick\w*|starte\w*|ouvr\w*|cliqu\w*|lance\w*|abr\w*|clic\w*|pulsa\w*|apri\w*|otwórz|kliknij|открой\w*|нажми\w*|запусти\w*)$/u;

/** Reads a body line by line. Total; quotations and fenced code are never part of the order. */
export function readBody(body: string): IssueBody {
  const shape: BodyShape = { chars: 0, headings: 0, quotations: 0 };
  const kept: string[] = [];
  let story = false;
  for (const line of unquoted(body.split("\n"), shape)) {
    const { hash, bold, plain } = heading.exec(line)?.groups ?? {};
    const section = hash ?? bold ?? plain;
    if (section !== undefined) {
      shape.headings += 1;
      story = tellsAStory.test(section);
      continue;
    }
    if (!story) kept.push(line);
  }
  const own = kept.join("\n").trim();
  const short = own.length <= maxOrderChars && shape.quotations === 0 && shape.headings === 0;
  const order = withoutSteps(short ? own : itemsOf(kept).join("\n"));
  const listed = listsOf(order).filter(listsPlaces).flat();
  return { order, places: [...listed, ...(short ? rowsOf(order) : [])].join("\n"), shape };
}

/** Fewer names in a sentence may well be there by the way. */
const leastInRow = 3;

function rowsOf(text: string): string[] {
  const prose = text.split("\n").filter((line) => !item.test(line));
  return runsIn(prose.join("\n"))
    .filter(
      (names) => names.length >= leastInRow && (saysWhere(text, names) || names.some((name) => /[/._]\w/.test(name))),
    )
    .map((names) => names.join(", "));
}

/** What stands before names that are places: nothing, a word for places, for being there or for work. "Its own a, b and c" tells of things. */
const beforePlaces =
  /(?:^|[\n:.;!?(]|\P{ASCII}|\b(?:in|into|for|of|from|to|on|at|with|under|across|both|and|files?|folders?|modules?|packages?|crates?|für|von|aus|en|dans|pour|para|de|em|di|per|dla|w|z))\s*[`"']?$/iu;

function saysWhere(text: string, [first = "", second = ""]: readonly string[]): boolean {
  const at = [...text.matchAll(/[\w@./:-]+/g)].find(
    (word, index, all) =>
      word[0].startsWith(first) && (all[index + 1]?.[0].startsWith(second) || all[index + 2]?.[0].startsWith(second)),
  )?.index;
  const before = text.slice(0, at ?? 0);
  return (
    beforePlaces.test(before) || isWorkVerb(translateWord(before.toLowerCase().match(/(\p{L}+)\s*[`"']?$/u)?.[1] ?? ""))
  );
}

/** The lines outside fenced code and quotations, which are counted. */
function unquoted(lines: readonly string[], shape: BodyShape): string[] {
  let fenced = false;
  let quoted = false;
  return lines.filter((line) => {
    if (fence.test(line)) {
      if (!fenced) shape.quotations += 1;
      fenced = !fenced;
      return false;
    }
    if (fenced) return false;
    shape.chars += line.trim().length;
    const quotes = /^\s*>/.test(line);
    if (quotes && !quoted) shape.quotations += 1;
    quoted = quotes;
    return !quotes;
  });
}

/** A listed place has a name and perhaps a remark of a word or two. */
const maxPlaceWords = 4;
/** A list of places is one of places: a list of things to do, or that were done, names some by the way. */
const leastPlaces = 0.75;

function listsPlaces(list: readonly string[]): boolean {
  return list.filter(isPlace).length >= leastPlaces * list.length;
}

/** `src/a.ts: what to do there`, `module-b – what to do there`. */
const beginsWithPlace = /^[`"']?[\w@./-]{2,80}[`"']?(?:\s\([\w\s-]{1,30}\))?(?::|\s[–—-])\s/;

/** `docs/guide.md does not say that …`: a file is what the item is about. */
function beginsWithFile(text: string): boolean {
  const [first = "", second] = text.split(/\s+/);
  return second !== undefined && first.includes("/") && extension.test(first.replace(/[`"',]/g, ""));
}

function isPlace(line: string): boolean {
  const text = (item.exec(line)?.groups?.["text"] ?? "").trim();
  if (beginsWithPlace.test(text) || beginsWithFile(text)) return true;
  const words = text.split(/\s+/).length;
  return words <= maxPlaceWords && !(words > 1 && isWorkVerb(translateWord(firstWord(line))));
}

/** The items that stand together, with nothing but empty lines between them. */
function listsOf(text: string): string[][] {
  const lists: string[][] = [[]];
  for (const line of text.split("\n")) {
    if (item.test(line)) lists.at(-1)?.push(line);
    else if (line.trim() !== "") lists.push([]);
  }
  return lists.filter((list) => list.length > 0);
}

function itemsOf(lines: readonly string[]): string[] {
  return lines.filter((line) => item.test(line));
}

/** Numbered items that say what to click are a way to see a fault, even where no heading says so. */
function withoutSteps(text: string): string {
  const lines = text.split("\n");
  const numbered = lines.filter((line) => /^\s*\d+[.)]\s/.test(line));
  const first = numbered.map((line) => firstWord(line));
  const acting = first.filter((word) => actsOnProgram.test(word)).length;
  const working = first.filter((word) => isWorkVerb(translateWord(word)) && !actsOnProgram.test(word)).length;
  return acting === 0 || working > acting ? text : lines.filter((line) => !numbered.includes(line)).join("\n");
}

function firstWord(line: string): string {
  return (item.exec(line)?.groups?.["text"] ?? "").toLowerCase().match(/\p{L}+/u)?.[0] ?? "";
}
