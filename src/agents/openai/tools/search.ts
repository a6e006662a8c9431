import { z } from "zod";
import type { CommandResult } from "../../../host/run-command.ts";
import { confine, repositoryPath } from "../confine.ts";
import { newHeadTail } from "../head-tail.ts";
import { defineTool, maxOutputBytes, type ToolContext, ToolFailure, textResult } from "../tool.ts";
import { queryGit } from "./git-query.ts";

const maxMatchesPerFile = 100;
const maxLineLength = 400;
const maxSearchBytes = 4 * 1024 * 1024;

interface SearchInput {
  pattern: string;
  path: string;
  ignore_case: boolean;
  literal: boolean;
}

export const search = defineTool({
  name: "search",
  kind: "search",
  writes: false,
  description: "Searches the repository's files (not the ignored ones) for a regular expression: path:line:text.",
  input: z.object({
    pattern: z.string().min(1),
    path: z.string().default(".").describe("File, folder, or glob such as src/**/*.ts"),
    ignore_case: z.boolean().default(false),
    literal: z.boolean().default(false).describe("Take the pattern as plain text"),
  }),
  paths: ({ path }) => [path],
  async run(input, context) {
    const place = /[*?[]/.test(input.path) ? `:(glob)${input.path}` : literalPlace(input.path, context);
    const result = await searchFiles(input, place, context);
    if (result.exitCode === 1 && result.stderr.length === 0) return textResult("No matches.");
    if (result.exitCode !== 0) throw new ToolFailure(`Cannot search: ${result.stderr.toString("utf8").trim()}`);
    const lines = result.stdout.toString("utf8").trimEnd().split("\n");
    const shown = newHeadTail(maxOutputBytes);
    shown.add(Buffer.from(lines.map((line) => line.slice(0, maxLineLength)).join("\n")));
    return { ok: true, output: shown.text(), outputBytes: result.stdoutBytes, exitCode: null };
  },
});

function literalPlace(path: string, context: ToolContext): string {
  confine(context.root, path, context.cwd);
  return `:(literal)${repositoryPath(context.root, path, context.cwd) ?? "."}`;
}

/** Searches out of our process, so that an expression that never ends costs a child and not the whole run. */
async function searchFiles(input: SearchInput, place: string, context: ToolContext): Promise<CommandResult> {
  const ask = (dialect: string) => {
    const flags = ["-n", "-I", dialect, "--untracked", "--no-color", `--max-count=${maxMatchesPerFile}`];
    if (input.ignore_case) flags.push("-i");
    return queryGit(context, ["grep", ...flags, "-e", input.pattern, "--", place], maxSearchBytes);
  };
  if (input.literal) return ask("-F");
  const result = await ask("-P");
  // Some builds of git know no Perl expressions.
  return /perl-compatible/i.test(result.stderr.toString("utf8")) ? ask("-E") : result;
}
