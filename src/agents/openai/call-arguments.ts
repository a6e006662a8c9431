import { isRecord } from "../../core/narrow.ts";
import { parseLooseJson } from "../../text/loose-json.ts";

/**
 * A call's arguments as strict JSON. `mended`: they were written as Python or JavaScript would, and are read as they were
 * meant. What can't be read stays as it is, and the model is told so.
 */
export function strictArguments(written: string): { text: string; mended: boolean } {
  // A tool without required arguments is often called with none at all.
  if (written.trim() === "" || written.trim() === "null") return { text: "{}", mended: false };
  const found = parseLooseJson(written.trim());
  if (found === null) return { text: written, mended: false };
  // Some write the document into a text once more, or into a list.
  const value = Array.isArray(found.value) && found.value.length === 1 ? found.value[0] : found.value;
  const inner = typeof value === "string" && value.trimStart().startsWith("{") ? parseLooseJson(value.trim()) : null;
  if (isRecord(inner?.value)) return { text: JSON.stringify(inner.value), mended: inner.mended };
  return found.mended || value !== found.value
    ? { text: JSON.stringify(value), mended: found.mended }
    : { text: written, mended: false };
}
