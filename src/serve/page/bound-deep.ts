/** How a document is bounded. */
interface Bound {
  clean(text: string): string;
  /** The most entries of any list, but of those of this name. */
  mostEntries: number;
  wholeList: string;
}

/** Bounds everything in a document in place: every text as `clean` gives it back, every list to its first entries. */
export function boundDeep(value: unknown, bound: Bound, name = ""): void {
  if (typeof value !== "object" || value === null) return;
  const { mostEntries, wholeList } = bound;
  if (Array.isArray(value) && value.length > mostEntries && name !== wholeList) value.length = mostEntries;
  if (value instanceof Map) {
    for (const [key, each] of value) value.set(key, bounded(each, bound));
    return;
  }
  const fields = value as Record<string, unknown>;
  for (const field of Object.keys(fields)) fields[field] = bounded(fields[field], bound, field);
}

function bounded(value: unknown, bound: Bound, name = ""): unknown {
  if (typeof value === "string") return bound.clean(value);
  boundDeep(value, bound, name);
  return value;
}
