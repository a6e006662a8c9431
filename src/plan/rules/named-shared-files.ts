import { nameOf } from "../../core/path.ts";
import type { PlanChange, Ruled } from "../../core/plan.ts";
import type { Story } from "../../core/story.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { fileName, leaving, writing } from "../../surface/pairs/entered-files.ts";
import { sharedFileKind } from "../../surface/pairs/shared-file.ts";
import { textOf } from "../../surface/pairs/story-surface.ts";
import { parsePattern, patternMatches } from "../../surface/pattern/pattern.ts";

const changelogInWords = /\b(changelog|change log|release notes)\b/i;

/**
 * Takes a shared file (a changelog, a manifest, a registry, routes, messages) that a story's text says it adds to, and
 * its surface leaves out, into the surface: what the agent writes there would else be undone. Two stories that do so
 * then overlap, and are put in order.
 */
export function ownNamedSharedFiles(stories: readonly Story[], evidence: SurfaceEvidence): Ruled {
  const changes: PlanChange[] = [];
  const left = stories.map((story) => {
    // Without a surface it may write anything already.
    if (story.writes.length === 0) return story;
    const owned = story.writes.map(parsePattern);
    const isOwned = (path: string) =>
      owned.some((one) => patternMatches(one, path, { ignoreCase: evidence.ignoreCase }));
    const named = [...sharedFilesIn(textOf(story), evidence.files)].filter((path) => !isOwned(path));
    for (const path of named) {
      const why = `${story.id}'s brief adds to \`${path}\`, which its surface left out: it may write it`;
      changes.push({ rule: "shared-file", stories: [story.id], why });
    }
    return named.length === 0 ? story : { ...story, writes: [...story.writes, ...named] };
  });
  return { stories: left, changes };
}

function sharedFilesIn(text: string, files: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const sentence of text.split(/(?<=[.;!?])\s+|\n+/)) {
    if (!writing.test(sentence) || leaving.test(sentence)) continue;
    for (const [name] of sentence.matchAll(fileName)) {
      const path = sharedFile(name, files);
      if (path !== null) found.add(path);
    }
    const changelog = changelogInWords.test(sentence) ? rootChangelog(files) : null;
    if (changelog !== null) found.add(changelog);
  }
  return found;
}

/** The shared file that a name stands for: that very path, or else the only file of this name. */
function sharedFile(name: string, files: ReadonlySet<string>): string | null {
  const path = name.replace(/^\.\//, "");
  if (sharedFileKind(path) === null) return null;
  if (files.has(path)) return path;
  const found = path.includes("/") ? [] : [...files].filter((file) => nameOf(file) === path);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function rootChangelog(files: ReadonlySet<string>): string | null {
  for (const path of files) if (!path.includes("/") && sharedFileKind(path) === "changelog") return path;
  return null;
}
