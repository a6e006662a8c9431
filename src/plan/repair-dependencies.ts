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
  return lead !== null && drafts.some(({ id }) => id === lead) ? lead : null;
}

function plain(text: unknown): string | null {
  return typeof text === "string"
    ? text
        .toLowerCase()
        .replaceAll(/[\s`"'.]+/g, " ")
        .trim()
    : null;
}
