import { readPrivateValues } from "../../git/private-values.ts";
import type { Host } from "../../host/host.ts";
import { parsePattern, patternMatches } from "../../surface/pattern/pattern.ts";
import type { BodyStory } from "../body-facts.ts";
import { addedLines, outgoingRange } from "./added-lines.ts";
import { blobSizes, countLines, type DiffEntry, listEntries, readBlob } from "./diff-entries.ts";
import { findSecrets } from "./find-secrets.ts";
import type { Finding } from "./finding.ts";
import { judgeEntries } from "./judge-entries.ts";
import { findInTexts, outgoingTexts } from "./outgoing-texts.ts";

export interface CleanDiffInput {
  root: string;
  /** The commit that the work started from. */
  base: string;
  commit: string;
  /**
   * Where it goes: secrets are looked for in everything that a push there would add, commits of the person that were
   * never pushed included. `null`: nowhere; what the work itself adds is looked at.
   */
  remote: string | null;
  /** What the branch is called here and there. */
  branches: readonly string[];
  stories: readonly Pick<BodyStory, "owns" | "outcome">[];
  maxFileBytes: number;
  allow: readonly string[];
}

/**
 * Proves that a diff holds what its stories own and nothing else: no file of ours, no surprise of links, modes, sizes or
 * line endings, no secret in any of its commits. Empty: it is clean.
 */
export async function findUnclean(host: Host, input: CleanDiffInput): Promise<Finding[]> {
  const { root, base, commit, stories, maxFileBytes } = input;
  const { entries, changed } = await listEntries(host, root, base, commit);
  const range = await outgoingRange(host, root, input);
  const [lines, sizes, heads, added, texts, values] = await Promise.all([
    countLines(host, root, { base, commit, changed }),
    blobSizes(host, root, fileBlobs(entries)),
    readHeads(host, root, entries),
    addedLines(host, root, range),
    outgoingTexts(host, root, range, input.branches),
    readPrivateValues(host, root),
  ]);
  const inContent = added === null ? [tooMuch] : await findSecrets(added, values);
  const secrets = [...inContent, ...(await findInTexts(texts, values))];
  const allowed = input.allow.map(parsePattern);
  return [...judgeEntries(entries, stories, { lines, sizes, heads, maxFileBytes }), ...secrets].filter(
    ({ kind, path }) => kind === "private-value" || !allowed.some((pattern) => patternMatches(pattern, path)),
  );
}

const tooMuch: Finding = { kind: "unread", path: ".", line: null, why: "is too large to be searched for secrets" };

function fileBlobs(entries: readonly DiffEntry[]): string[] {
  return entries.filter(({ newMode }) => newMode.startsWith("100")).map(({ newBlob }) => newBlob);
}

/** Reads the blobs that a judgement needs to see: new symlinks, and files whose mode changed. */
async function readHeads(host: Host, root: string, entries: readonly DiffEntry[]): Promise<Map<string, string>> {
  const heads = new Map<string, string>();
  for (const { oldMode, newMode, newBlob } of entries) {
    const isFile = oldMode.startsWith("100") && newMode.startsWith("100");
    if (newMode !== "120000" && (!isFile || oldMode === newMode)) continue;
    heads.set(newBlob, (await readBlob(host, root, newBlob, 4096)).toString("latin1"));
  }
  return heads;
}
