import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { confineForWriting } from "../confine.ts";
import { defineTool, ToolFailure, textResult } from "../tool.ts";

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
