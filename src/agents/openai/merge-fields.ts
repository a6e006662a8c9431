import { isRecord, type JsonRecord } from "../../core/narrow.ts";

/** These name a thing and are said again with each piece of it; all other texts come in pieces. */
const names = new Set(["id", "type", "index", "role", "name", "format", "object", "model"]);

/**
 * Joins what the pieces of a stream say in fields that nobody listed: texts grow, objects are merged, the items of a
 * list are told apart by their `index`. A provider gets back what it sent, as if it had come in one piece.
 */
export function mergeFields(before: JsonRecord, piece: JsonRecord): JsonRecord {
  const merged = { ...before };
  for (const [key, value] of Object.entries(piece)) {
    if (value === null || value === undefined || key === "__proto__") continue;
    merged[key] = key in merged ? mergeValue(merged[key], value, names.has(key)) : value;
  }
  return merged;
}

function mergeValue(before: unknown, piece: unknown, isName: boolean): unknown {
  if (typeof before === "string" && typeof piece === "string") {
    // A server that repeats a whole signature with each chunk must not get it back twice as long.
    return isName || before === piece ? piece : before + piece;
  }
  if (Array.isArray(before) && Array.isArray(piece)) return piece.reduce(addItem, before);
  return isRecord(before) && isRecord(piece) ? mergeFields(before, piece) : piece;
}

function addItem(items: unknown[], item: unknown): unknown[] {
  const last = items.at(-1);
  if (!isRecord(item)) return [...items, item];
  const index = item["index"];
  const at = index === undefined ? items.length - 1 : items.findIndex((one) => isRecord(one) && one["index"] === index);
  const known = items[at];
  if (!isRecord(known) || (index === undefined && !goesOn(last, item))) return [...items, item];
  return items.with(at, mergeFields(known, item));
}

/** Without an index, a piece goes on with the part before it when that is of the same type. */
function goesOn(last: unknown, item: JsonRecord): boolean {
  return isRecord(last) && typeof item["type"] === "string" && last["type"] === item["type"] && !("id" in item);
}
