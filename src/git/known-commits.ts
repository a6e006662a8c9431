import { localObjects } from "./blobs.ts";
import { type GitHost, tryGit } from "./git.ts";

/** Which of these commits are in a repository; nothing is fetched for it. */
export async function knownCommits(host: GitHost, root: string, ids: readonly string[]): Promise<Set<string>> {
  const asked = [...new Set(ids)].filter((id) => /^[0-9a-f]{40,64}$/.test(id));
  if (asked.length === 0) return new Set();
  const stdin = `${asked.join("\n")}\n`;
  const listed = await tryGit(host, root, ["cat-file", "--batch-check"], { ...localObjects, stdin });
  const lines = listed.stdout.toString("latin1").split("\n");
  return new Set(lines.flatMap((line) => /^([0-9a-f]+) commit /.exec(line)?.[1] ?? []));
}
