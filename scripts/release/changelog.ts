// Prints the changes since the last release: `bun scripts/release/changelog.ts [FROM] [TO]`, from the subjects of commits,
// which are written as `area: What it does now`.
import { spawnSync } from "node:child_process";

/** The changes as Markdown, grouped by area in the order of its first change; what has no area comes last. */
export function changelog(subjects: readonly string[]): string {
  const areas = new Map<string, string[]>();
  for (const subject of subjects) {
    const [, area = "", what = subject] = /^([a-z][\w, -]*): (.+)$/.exec(subject) ?? [];
    const list = areas.get(area) ?? [];
    list.push(what);
    areas.set(area, list);
  }
  const named = [...areas].filter(([area]) => area !== "");
  const rest = areas.get("") ?? [];
  const parts = [...named, ...(rest.length > 0 ? [["other", rest] as const] : [])];
  return parts
    .map(([area, list]) => `## ${area}\n\n${list.map((what) => `- ${escapeMarkdown(what)}`).join("\n")}\n`)
    .join("\n");
}

/** A commit's subject is shown as text: it mentions nobody and closes nothing. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>@#]/g, "\\$&");
}

if (import.meta.main) {
  const [from = lastTag(), to = "HEAD"] = process.argv.slice(2);
  const range = from === null ? to : `${from}..${to}`;
  const log = spawnSync("git", ["log", "--no-merges", "--format=%s", range, "--"], { encoding: "utf8" });
  if (log.status !== 0) {
    process.stderr.write(`Cannot read the commits of ${range}: ${log.stderr}`);
    process.exit(1);
  }
  process.stdout.write(changelog(log.stdout.split("\n").filter((line) => line !== "")));
}

/** The newest tag before the commit that is checked out. */
function lastTag(): string | null {
  const found = spawnSync("git", ["describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^"], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : null;
}
