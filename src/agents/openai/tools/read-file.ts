import { z } from "zod";
import { confine } from "../confine.ts";
import { defineTool, textResult } from "../tool.ts";
import { readTextFile } from "./text-file.ts";

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
