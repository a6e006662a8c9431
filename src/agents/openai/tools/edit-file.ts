import { writeFileSync } from "node:fs";
import { z } from "zod";
import { confineForWriting } from "../confine.ts";
import { defineTool, ToolFailure, textResult } from "../tool.ts";
import { readTextFile } from "./text-file.ts";

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
    return textResult(`Edited ${path}: ${count} ${count === 1 ? "place" : "places"}.`);
  },
});

/** Models write `\n`; a file with `\r\n` is edited in its own line ends. */
function matchLineEnds(text: string, oldText: string, newText: string): { old: string; new: string } {
  if (text.includes(oldText) || !text.includes("\r\n")) return { old: oldText, new: newText };
  const convert = (part: string) => part.replaceAll(/\r?\n/g, "\r\n");
  return { old: convert(oldText), new: convert(newText) };
}
