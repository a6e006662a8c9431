import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { plural } from "../../../text/units.ts";
import { confine, confineForWriting } from "../confine.ts";
import { defineTool, ToolFailure, textResult } from "../tool.ts";

const maxFileBytes = 16 * 1024 * 1024;

/** Reads a file that is text, of a size that fits. `place` is confined already; `path` is what the model called it. */
export function readTextFile(place: string, path: string): string {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) throw new ToolFailure(`Cannot read "${path}": there is no such file`);
  if (stat.isDirectory()) throw new ToolFailure(`Cannot read "${path}": it is a folder; use list_files`);
  // A pipe or a device would keep us waiting for ever.
  if (!stat.isFile()) throw new ToolFailure(`Cannot read "${path}": it is not a regular file`);
  if (stat.size > maxFileBytes) {
    throw new ToolFailure(`Cannot read "${path}": it has ${stat.size} bytes; search in it instead`);
  }
  const bytes = readFileSync(place);
  try {
    // The byte order mark is part of the file, and must survive an edit.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ToolFailure(`Cannot read "${path}": its ${stat.size} bytes are not UTF-8 text`);
  }
}

export const readFile = defineTool({
  name: "read_file",
  kind: "read",
  writes: false,
  description: "Reads a text file, or some of its lines. Long text is cut in the middle: ask for lines then.",
  input: z.object({
    path: z.string().describe("Path in the repository"),
    first_line: z.int().min(1).optional().describe("Counted from 1"),
    last_line: z.int().min(1).optional(),
  }),
  paths: ({ path }) => [path],
  async run({ path, first_line, last_line }, { root, cwd }) {
    const text = readTextFile(confine(root, path, cwd), path);
    if (first_line === undefined && last_line === undefined) return textResult(text);
    const lines = text.split("\n");
    const first = first_line ?? 1;
    const chosen = lines.slice(first - 1, last_line);
    if (chosen.length === 0) return textResult(`"${path}" has ${lines.length} lines.`, false);
    return textResult(chosen.join("\n"));
  },
});

export const writeFile = defineTool({
  name: "write_file",
  kind: "write",
  writes: true,
  description: "Writes a whole file, new or not. For a small change to a file that exists, edit_file is better.",
  input: z.object({ path: z.string(), content: z.string() }),
  paths: ({ path }) => [path],
  async run({ path, content }, { root, cwd }) {
    const place = confineForWriting(root, path, cwd);
    const existing = statSync(place, { throwIfNoEntry: false });
    if (existing !== undefined && !existing.isFile()) {
      throw new ToolFailure(`Cannot write "${path}": it is not a regular file`);
    }
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
    const what = existing === undefined ? "a new file" : `in place of ${existing.size} bytes`;
    return textResult(`Wrote ${Buffer.byteLength(content)} bytes to ${path}, ${what}.`);
  },
});

export const editFile = defineTool({
  name: "edit_file",
  kind: "edit",
  writes: true,
  description: "Replaces a text that occurs exactly once in a file. Give enough lines around it to make it unique.",
  input: z.object({
    path: z.string(),
    old_text: z.string().min(1).describe("Exactly as in the file, white space included"),
    new_text: z.string(),
    replace_all: z.boolean().default(false).describe("Replace every occurrence"),
  }),
  paths: ({ path }) => [path],
  async run({ path, old_text, new_text, replace_all }, { root, cwd }) {
    const place = confineForWriting(root, path, cwd);
    const before = readTextFile(place, path);
    const edit = matchLineEnds(before, old_text, new_text);
    const count = before.split(edit.old).length - 1;
    if (count === 0) throw new ToolFailure(`Cannot edit "${path}": old_text is not in it; read the file again`);
    if (count > 1 && !replace_all) {
      throw new ToolFailure(
        `Cannot edit "${path}": old_text occurs ${count} times; add lines around it, or replace_all`,
      );
    }
    const after = before.split(edit.old).join(edit.new);
    if (after === before) throw new ToolFailure(`Cannot edit "${path}": old_text and new_text are the same`);
    writeFileSync(place, after);
    return textResult(`Edited ${path}: ${plural(count, "place")}.`);
  },
});

/** Models write `\n`; a file with `\r\n` is edited in its own line ends. */
function matchLineEnds(text: string, oldText: string, newText: string): { old: string; new: string } {
  if (text.includes(oldText) || !text.includes("\r\n")) return { old: oldText, new: newText };
  const convert = (part: string) => part.replaceAll(/\r?\n/g, "\r\n");
  return { old: convert(oldText), new: convert(newText) };
}
