import { isRecord, type JsonRecord, parseTolerantJson } from "../core/narrow.ts";

/** The stories of a reply, wherever it keeps them; `around` says so where that is not their place. Null: it has none. */
export function storiesIn(reply: unknown): { stories: unknown[] | null; around: string | null } {
  if (Array.isArray(reply)) return storiesInList(reply);
  if (!isRecord(reply)) return { stories: null, around: null };
  const { stories, story = reply } = reply;
  if (Array.isArray(stories)) return { stories, around: null };
  if (isStory(story)) return { stories: [story], around: "The planner wrote one story: it is the plan" };
  // `{"S1": {…}}` in place of a list.
  if (isRecord(stories) && Object.values(stories).every(isRecord)) {
    const listed = Object.entries(stories).map(([id, story]) => ({ id, ...(story as JsonRecord) }));
    return { stories: listed, around: "The planner wrote the stories by id: they are a list" };
  }
  for (const [key, inner] of Object.entries(reply)) {
    const read = typeof inner === "string" && /^\s*[[{]/.test(inner) ? parseTolerantJson(inner) : inner;
    const found = isRecord(read) || Array.isArray(read) ? storiesIn(read).stories : null;
    if (found !== null) return { stories: found, around: `The planner wrote the plan within "${key}"` };
  }
  return { stories: null, around: null };
}

function isStory(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value["writes"]) && typeof value["title"] === "string";
}

/** A list of stories, or a plan in a list of its own. */
function storiesInList(list: unknown[]): { stories: unknown[]; around: string } {
  const inner = list.length === 1 && isRecord(list[0]) ? list[0]["stories"] : null;
  if (Array.isArray(inner)) return { stories: inner, around: "The planner wrote the plan as a list of one" };
  return { stories: list, around: "The planner wrote only a list of stories: they are the plan" };
}
