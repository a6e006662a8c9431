import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { confine, repositoryPath } from "../confine.ts";
import { defineTool, ToolFailure, textResult } from "../tool.ts";
import { queryGit } from "./git-query.ts";

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
    const folder = repositoryPath(context.root, path, context.cwd) ?? ".";
    const spec = glob === undefined ? `:(literal)${folder}` : globSpec(folder, glob);
    const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", spec];
    const result = await queryGit(context, args, maxListBytes);
    if (result.exitCode !== 0) throw new ToolFailure(`Cannot list files: ${result.stderr.toString("utf8").trim()}`);
    const known = result.stdout.toString("utf8").split("\0").filter(Boolean);
    // The index still names what was deleted, and names a conflicted file more than once.
    const paths = [...new Set(known)].filter((file) => existsSync(join(context.cwd, file))).sort();
    if (paths.length === 0) return textResult("No files.");
    const more = paths.length > maxListed ? [`[… ${paths.length - maxListed} more: narrow path or glob …]`] : [];
    return textResult([...paths.slice(0, maxListed), ...more].join("\n"));
  },
});

function globSpec(folder: string, glob: string): string {
  const below = folder === "." ? "" : `${folder.replaceAll(/[*?[\\]/g, "\\$&")}/`;
  return `:(glob)${below}${glob}`;
}
