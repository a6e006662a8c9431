import { isRecord } from "../core/narrow.ts";
import { type Draft, idIn, listIn, quote, saysNothing } from "./story-draft.ts";

/** The ids of the stories that a story waits for, each as it was meant; what names none stays for the plan's check. */
export function repairDependencies(draft: Draft, drafts: readonly Draft[]): unknown {
  const list = listIn(draft, "dependsOn", /\s*[,;\n]\s*/);
  const items = typeof list === "number" || list === false ? [list] : list;
  if (!Array.isArray(items)) return items;
  const found: unknown[] = [];
  for (const item of items.flatMap(idsIn)) {
    const id = meantStory(item, drafts);
    if (id === draft.id) {
      draft.changes.push(`${id} does not wait for itself: the planner wrote ${quote(item)}`);
      continue;
    }
    if (id === null && saysNothing(item)) {
      draft.changes.push(`${draft.id} waits for nobody: the planner wrote ${quote(item)}`);
      continue;
    }
    if (id !== null && id !== item) draft.changes.push(`${draft.id} waits for ${id}: the planner wrote ${quote(item)}`);
    found.push(id ?? item);
  }
  return [...new Set(found)];
}

/** "S1 and S2" names two; a title may have such a word in it. */
function idsIn(item: unknown): unknown[] {
  const parts = typeof item === "string" ? item.split(/\s+(?:and|&|\+)\s+|\s*\/\s*/) : [];
  return parts.length > 1 && parts.every((part) => idIn(part) !== null) ? parts : [item];
}

/** The one story that a dependency names: by id as its story wrote it, by another spelling of it, or by title. */
function meantStory(written: unknown, drafts: readonly Draft[]): string | null {
  const item = isRecord(written) ? (written["id"] ?? written["story"] ?? written["title"] ?? written["name"]) : written;
  const exact = drafts.filter(({ written }) => written["id"] !== undefined && written["id"] === item);
  if (exact.length === 1) return exact[0]?.id ?? null;
  const spelt = idIn(item);
  if (spelt !== null) return drafts.some(({ id }) => id === spelt) ? spelt : null;
  if (typeof item !== "string") return null;
  const wanted = plain(item);
  const named = drafts.filter(({ written }) =>
    [written["id"], written["title"]].some((text) => plain(text) === wanted),
  );
  if (named.length === 1) return named[0]?.id ?? null;
  // "S1: Extract the parser", "S1 (the parser)".
  const lead = idIn(/^[^:()–—]+?(?=\s*[:()–—]|\s+-\s)/.exec(item)?.[0]);
  if (lead !== null && drafts.some(({ id }) => id === lead)) return lead;
  return placed(item, drafts) ?? namedOnce(item, drafts);
}

/** `stories[0]`, `$.stories[0].id`: by its place in the list. */
function placed(item: string, drafts: readonly Draft[]): string | null {
  const place = /^[$.#/]*stories(?:\[|[./])(\d+)\]?(?:[./]id)?$/i.exec(item.trim())?.[1];
  return place === undefined ? null : (drafts[Number(place)]?.id ?? null);
}

/** One story, and one alone, whose id or title stands in it: `"One" (S1)`, `Story One`, `the story "One"`. */
function namedOnce(item: string, drafts: readonly Draft[]): string | null {
  const [ids, words] = [item.match(/\bS\d+\b/gi) ?? [], ` ${plain(item.replaceAll(/[()[\]:]/g, " "))} `];
  const byId = drafts.filter(({ id }) => ids.some((one) => one.toUpperCase() === id));
  if (ids.length > 0) return ids.length === 1 && byId.length === 1 ? (byId[0]?.id ?? null) : null;
  const bare = words.trim().replace(/^(?:the )?(?:story|task|step) |(?: story| task| step)$/g, "");
  const byTitle = drafts.filter(({ written }) => plain(written["title"]) === bare);
  return byTitle.length === 1 ? (byTitle[0]?.id ?? null) : null;
}

function plain(text: unknown): string | null {
  return typeof text === "string"
    ? text
        .toLowerCase()
        .replaceAll(/[\s`"'.]+/g, " ")
        .trim()
    : null;
}
