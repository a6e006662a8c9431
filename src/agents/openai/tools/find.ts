import { lstatSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { childEnvironment } from "../../../host/environment.ts";
import { type CommandResult, runCommand } from "../../../host/run-command.ts";
import { gitLiteral } from "../../../text/quoting.ts";
import { headOf } from "../../../text/shorten.ts";
import { confine, repositoryPath } from "../confine.ts";
import { newHeadTail } from "../head-tail.ts";
import { defineTool, maxOutputBytes, type ToolContext, ToolFailure, textResult } from "../tool.ts";

const timeoutMs = 60_000;

/** Whoever works here may have changed the repository's settings: where its files are, and from where it is fetched. */
function ownView(root: string): Record<string, string> {
  const gitDir = join(root, ".git");
  const isRepository = lstatSync(gitDir, { throwIfNoEntry: false })?.isDirectory() === true;
  return {
    ...(isRepository ? { GIT_DIR: gitDir, GIT_WORK_TREE: root } : {}),
    ...{ GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "", GIT_PAGER: "cat" },
    ...{ GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C.UTF-8" },
  };
}

/** Asks git about the worktree: it alone knows what is ignored. */
function queryGit(context: ToolContext, args: readonly string[], maxStdoutBytes: number): Promise<CommandResult> {
  const { host, cwd, root, signal } = context;
  // A repository may name a program to ask for changes; reading must start none.
  const command = { program: "git", args: ["-c", "core.fsmonitor=false", "-c", "core.quotePath=false", ...args] };
  return runCommand(host, {
    ...context.sandboxed(command),
    cwd,
    env: childEnvironment(host.env, ownView(root)),
    signal,
    timeoutMs,
    maxStdoutBytes,
  });
}

const maxListed = 1000;
const maxListBytes = 32 * 1024 * 1024;

export const listFiles = defineTool({
  name: "list_files",
  kind: "search",
  writes: false,
  description: `Lists the repository's files (not the ignored ones), at most ${maxListed}.`,
  input: z.object({
    path: z.string().default(".").describe("Folder to list"),
    glob: z.string().optional().describe("Only paths that match, e.g. src/**/*.ts"),
  }),
  paths: ({ path }) => [path],
  async run({ path, glob }, context) {
    confine(context.root, path, context.cwd);
    if (glob?.split("/").includes("..")) throw new ToolFailure(`Cannot list "${glob}": ".." leads out of the folder`);
    const folder = repositoryPath(context.root, path, context.cwd) ?? ".";
    const spec = glob === undefined ? `:(literal)${folder}` : globSpec(folder, glob);
    const args = ["ls-files", "-z", "-t", "--cached", "--others", "--deleted", "--exclude-standard", "--", spec];
    const result = await queryGit(context, args, maxListBytes);
    if (result.exitCode !== 0) throw new ToolFailure(`Cannot list files: ${result.stderr.toString("utf8").trim()}`);
    const paths = readListed(result.stdout.toString("utf8"));
    if (paths.length === 0) return textResult("No files.");
    const more = paths.length > maxListed ? [`[… ${paths.length - maxListed} more: narrow path or glob …]`] : [];
    return textResult([...paths.slice(0, maxListed), ...more].join("\n"));
  },
});

/** Records of "TAG PATH". The index still names what was deleted, and names a conflicted file more than once. */
function readListed(output: string): string[] {
  const paths: string[] = [];
  const deleted = new Set<string>();
  let last = "";
  for (let start = 0, end = output.indexOf("\0"); end >= 0; start = end + 1, end = output.indexOf("\0", start)) {
    const path = output.slice(start + 2, end);
    if (output[start] === "R") deleted.add(path);
    // What a sparse checkout leaves out is not there either.
    else if (path !== last && output[start] !== "S") paths.push(path);
    last = path;
  }
  return (deleted.size === 0 ? paths : paths.filter((path) => !deleted.has(path))).sort();
}

function globSpec(folder: string, glob: string): string {
  const below = folder === "." ? "" : `${gitLiteral(folder)}/`;
  return `:(glob)${below}${glob}`;
}

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
    shown.add(Buffer.from(lines.map((line) => headOf(line, maxLineLength)).join("\n")));
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
