import { posix } from "node:path";
import { isLockfile, isMadeFrom } from "../../ecosystems/known.ts";
import { matchFiles } from "../../surface/pattern/match-files.ts";
import { parsePattern, spansRepository } from "../../surface/pattern/pattern.ts";
import { sizeText } from "../../text/units.ts";
import type { BodyStory } from "../body-facts.ts";
import type { DiffEntry, LineCount } from "./diff-entries.ts";
import type { Finding } from "./finding.ts";

const absent = "000000";
const symlink = "120000";
const submodule = "160000";
const executable = "100755";
const plain = "100644";

/** What the judgement of a diff looks at, besides its entries. */
export interface EntryEvidence {
  lines: ReadonlyMap<string, LineCount>;
  sizes: ReadonlyMap<string, number>;
  /** The beginning of each new symlink's and of each file's whose mode alone says something. */
  heads: ReadonlyMap<string, string>;
  maxFileBytes: number;
}

/** Everything about the diff's paths that nobody asked for. */
export function judgeEntries(
  entries: readonly DiffEntry[],
  stories: readonly Pick<BodyStory, "owns" | "outcome">[],
  evidence: EntryEvidence,
): Finding[] {
  const paths = entries.map(({ path }) => path);
  const owns = ownership(stories, paths);
  return entries.flatMap((entry) => {
    const kept = entry.newMode !== absent;
    const findings = [
      judgeOwner(entry.path, owns, paths),
      ...(kept ? [judgeNode(entry, owns, evidence), judgeMode(entry, evidence), judgeSize(entry, evidence)] : []),
      ...(kept ? [judgeEndings(entry, paths, evidence)] : []),
    ];
    return findings.filter((finding) => finding !== null);
  });
}

interface Ownership {
  /** A story without a declared surface may write anywhere. */
  everything: boolean;
  /** The paths that a surface stands for without standing for everything. */
  named: ReadonlySet<string>;
}

function ownership(stories: readonly Pick<BodyStory, "owns" | "outcome">[], paths: readonly string[]): Ownership {
  const landed = stories.filter(({ outcome }) => outcome === "merged");
  const patterns = landed.flatMap(({ owns }) => owns);
  const named = patterns.filter((pattern) => !spansRepository(parsePattern(pattern)));
  return {
    everything: landed.some(({ owns }) => owns.length === 0) || named.length < patterns.length,
    named: new Set([...matchFiles(new Set(paths), named, false).values()].flat()),
  };
}

function judgeOwner(path: string, owns: Ownership, paths: readonly string[]): Finding | null {
  if (owns.named.has(path)) return null;
  if (path === ".baro" || path.startsWith(".baro/")) {
    return { kind: "ours", path, line: null, why: "is a file of baro itself" };
  }
  if (isLockfile(path)) {
    return paths.some((each) => isMadeFrom(path, each))
      ? null
      : { kind: "lockfile", path, line: null, why: "is a lockfile that changed without its manifest" };
  }
  return owns.everything ? null : { kind: "unowned", path, line: null, why: "belongs to no story" };
}

function judgeNode(entry: DiffEntry, owns: Ownership, { heads }: EntryEvidence): Finding | null {
  const { path, oldMode, newMode, newBlob } = entry;
  if (newMode === submodule && !owns.named.has(path)) {
    return { kind: "submodule", path, line: null, why: "is a repository inside the repository" };
  }
  if (newMode !== symlink) return null;
  if (oldMode !== absent && oldMode !== symlink) {
    return { kind: "symlink", path, line: null, why: "was a file and is a symlink now" };
  }
  const target = heads.get(newBlob) ?? "";
  if (/^([/\\]|[a-z]:)/i.test(target)) return { kind: "symlink", path, line: null, why: "is an absolute symlink" };
  const leadsOut = posix.normalize(posix.join(posix.dirname(path), target)).startsWith("..");
  return leadsOut ? { kind: "symlink", path, line: null, why: "is a symlink that leads out of the repository" } : null;
}

function judgeMode({ path, oldMode, newMode, newBlob }: DiffEntry, { heads }: EntryEvidence): Finding | null {
  const head = heads.get(newBlob);
  if (head === undefined || newMode === symlink) return null;
  const script = head.startsWith("#!");
  if (oldMode === executable && newMode === plain && script) {
    return { kind: "mode", path, line: null, why: "is a script that is no longer executable" };
  }
  // A program has no "#!", but it is not text either.
  const text = !head.includes("\0") && !head.startsWith("\u007fELF") && head !== "";
  if (oldMode === plain && newMode === executable && text && !script) {
    return { kind: "mode", path, line: null, why: "became executable and is not a script" };
  }
  return null;
}

function judgeSize({ path, newBlob }: DiffEntry, { sizes, maxFileBytes }: EntryEvidence): Finding | null {
  const size = sizes.get(newBlob) ?? 0;
  if (size <= maxFileBytes) return null;
  const why = `has ${sizeText(size)}, over the limit of ${sizeText(maxFileBytes)}`;
  return { kind: "too-large", path, line: null, why };
}

/** A rule for line endings that changes as well explains why lines change in nothing else. */
function judgeEndings(
  { path, oldMode }: DiffEntry,
  paths: readonly string[],
  { lines }: EntryEvidence,
): Finding | null {
  const count = lines.get(path);
  if (
    count === undefined ||
    oldMode === absent ||
    paths.some((each) => /(^|\/)\.(gitattributes|editorconfig)$/.test(each))
  ) {
    return null;
  }
  const churn = count.changed - count.changedBesidesEndings;
  if (churn < 2) return null;
  return { kind: "line-endings", path, line: null, why: "has lines where only the line ending changed" };
}
