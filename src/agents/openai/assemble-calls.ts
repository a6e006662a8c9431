import { isJson, isRecord, type JsonRecord, recordOf, textOf } from "../../core/narrow.ts";
import { parseLooseJson, readLooseJson } from "../../text/loose-json.ts";
import { mergeFields } from "./merge-fields.ts";

export interface ToolCall {
  id: string;
  name: string;
  /** JSON, as the model wrote it. */
  arguments: string;
  /** What else the provider said of the call (a thought's signature, say): it goes back as it came. */
  extra: JsonRecord;
}

interface OpenCall extends ToolCall {
  index: number | null;
}

/** More calls in one answer are a model, or an endpoint, that has lost its way. */
export const maxCalls = 64;

export interface CallBuilder {
  /** Takes one entry of `tool_calls` and gives the characters that it added. */
  add(entry: unknown): number;
  calls(): ToolCall[];
  /** Calls over the limit, which nobody keeps. */
  dropped(): number;
}

/**
 * Puts calls together as servers really stream them: with a new id in each chunk of one call, with one index for all
 * calls or none, with a name in pieces, with the same call twice. Whether a name is whole is told by the names on offer.
 */
export function newCallBuilder(toolNames: ReadonlySet<string>): CallBuilder {
  const calls: OpenCall[] = [];
  let dropped = 0;
  /** The call that came last was over the limit, and so are its later pieces. */
  let dropping = false;

  return {
    add(entry) {
      const piece = readPiece(entry);
      const call = openCall(calls, piece, toolNames);
      if (call !== null) {
        dropping = false;
        return extend(call, piece);
      }
      const begins = piece.name !== "" || piece.id !== "";
      if (calls.length < maxCalls) {
        calls.push({ ...piece });
      } else if (begins || !dropping) {
        dropped++;
        dropping = true;
      }
      return piece.name.length + piece.arguments.length;
    },
    calls: () => withoutRepeats(calls.flatMap(splitArguments)),
    dropped: () => dropped,
  };
}

/** A piece of a call, read field by field: one odd field costs nothing but itself. */
function readPiece(entry: unknown): OpenCall {
  const { index, id, type: _type, function: inner, name, arguments: outerArguments, ...extra } = recordOf(entry);
  const { name: innerName, arguments: innerArguments, ...innerExtra } = recordOf(inner);
  const at = typeof index === "string" && index.trim() !== "" ? Number(index) : index;
  return {
    index: typeof at === "number" && Number.isFinite(at) ? at : null,
    id: typeof id === "number" ? String(id) : textOf(id),
    name: textOf(innerName) || textOf(name),
    arguments: argumentsText(innerArguments ?? outerArguments),
    extra: Object.keys(innerExtra).length === 0 ? extra : { ...extra, function: innerExtra },
  };
}

function argumentsText(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

/** The call that a piece belongs to; `null`: it begins one of its own. */
function openCall(calls: readonly OpenCall[], piece: OpenCall, toolNames: ReadonlySet<string>): OpenCall | null {
  const { index, id, name } = piece;
  const sameId = id === "" ? undefined : calls.findLast((call) => call.id === id);
  const samePlace = index === null || sameId?.index === null || sameId?.index === index;
  // Unless a server gives all its calls one id, an id that was there before is that call.
  if (sameId !== undefined && samePlace && (name === "" || name === sameId.name || !isWhole(sameId.arguments))) {
    return sameId;
  }
  const known = index === null ? calls.at(-1) : calls.findLast((call) => call.index === index);
  if (known === undefined) return null;
  return name === "" || belongs(piece, known, toolNames) ? known : null;
}

/** Whether a piece with a name is of the call before it: a piece of its name, or its name said again. */
function belongs(piece: OpenCall, known: OpenCall, toolNames: ReadonlySet<string>): boolean {
  if (isWhole(known.arguments)) return false;
  if (known.name === "") return true;
  const otherId = piece.id !== "" && known.id !== "" && known.id !== piece.id;
  if (known.name === piece.name) return !otherId || known.arguments !== "" || piece.arguments !== "";
  if (continues(known.name, piece.name, toolNames)) return true;
  return !otherId && !toolNames.has(known.name);
}

/** True when a name that was told so far goes on with this piece, or is told again as far as it goes. */
function continues(before: string, piece: string, toolNames: ReadonlySet<string>): boolean {
  const whole = piece.startsWith(before) ? piece : before + piece;
  for (const name of toolNames) if (name.startsWith(whole)) return true;
  return false;
}

function extend(call: OpenCall, piece: OpenCall): number {
  if (call.id === "") call.id = piece.id;
  if (piece.name !== "" && piece.name !== call.name) {
    call.name = piece.name.startsWith(call.name) ? piece.name : call.name + piece.name;
  }
  call.extra = mergeFields(call.extra, piece.extra);
  // The whole call, said again with the last chunk.
  if (piece.arguments === call.arguments && isWhole(call.arguments)) return 0;
  call.arguments += piece.arguments;
  return piece.name.length + piece.arguments.length;
}

/** Several documents in one call's arguments are the same said again, or calls that nothing told apart. */
function splitArguments({ index: _, ...call }: OpenCall): ToolCall[] {
  if (call.arguments.trim() === "" || isJson(call.arguments)) return [call];
  const documents = documentsIn(call.arguments);
  if (documents === null) return [call];
  // One server begins a call with an empty object, and then says what is in it.
  const different = [...new Set(documents.filter((text) => text !== "{}"))];
  return different.map((text, at) => ({ ...call, id: at === 0 ? call.id : "", arguments: text }));
}

/** Objects that follow each other without anything between them. */
function documentsIn(text: string): string[] | null {
  const documents: string[] = [];
  let rest = text.trim();
  while (rest !== "" && documents.length < maxCalls) {
    const found = readLooseJson(rest);
    if (!found.ok || !isRecord(found.value)) return null;
    documents.push(rest.slice(0, found.end));
    rest = rest.slice(found.end).trim();
  }
  return documents.length > 1 ? documents : null;
}

/** The same id, name and arguments are one call that was sent twice. */
function withoutRepeats(calls: readonly ToolCall[]): ToolCall[] {
  const seen = new Set<string>();
  return calls.filter(({ id, name, arguments: text }) => {
    if (name === "" && text === "") return false;
    const key = JSON.stringify([id, name, text]);
    if (id === "" || !seen.has(key)) return Boolean(seen.add(key));
    return false;
  });
}

/** Arguments that are complete: an object, closed. */
function isWhole(text: string): boolean {
  return text.trimEnd().endsWith("}") && isRecord(parseLooseJson(text)?.value);
}
