import { besideFiles } from "../../git/beside-files.ts";
import { git, gitBytes } from "../../git/git.ts";
import type { Host } from "../../host/host.ts";
import { unpacked } from "../../text/packed.ts";

/** What one commit adds to one file. */
export interface AddedLines {
  path: string;
  lines: { number: number; text: string }[];
  /** The lines that it takes away: what was there before is not news. */
  removed: string[];
}

const maxPatchBytes = 64 * 1024 * 1024;

/**
 * Every line that the commits of a range add: also those that a later commit takes away again. `null`: it is too much to
 * be looked through.
 */
export async function addedLines(
  host: Host,
  root: string,
  range: readonly string[],
  maxBytes: number = maxPatchBytes,
): Promise<AddedLines[] | null> {
  // Whatever an attribute or a NUL byte makes of a file, its content is looked at.
  const options = [
    "--text",
    "--unified=0",
    "--format=",
    "--no-prefix",
    "--no-renames",
    "--no-color",
    "--no-show-signature",
  ];
  // Nothing of the person's settings may hide a line or set another one among those that are counted.
  const raw = ["--no-ext-diff", "--no-textconv", "--diff-merges=first-parent", "--inter-hunk-context=0"];
  const { cwd, env } = await besideFiles(host, root);
  const patch = await gitBytes(host, cwd, ["log", "--patch", ...options, ...raw, ...range, "--"], {
    env,
    maxStdoutBytes: maxBytes,
  });
  if (patch.length === maxBytes) return null;
  const files = parsePatch(patch.toString("utf8")).map(readable);
  return looksPacked(patch) ? [...files, ...packedFiles(patch, files)] : files;
}

/** How a packed file begins, as a patch adds it: gzip, and the first file of a zip archive. */
const packedStarts = ["\u001f\u008b", "PK\u0003\u0004"];

function looksPacked(patch: Buffer): boolean {
  return packedStarts.some((start) => patch.includes(`\n+${start}`, 0, "latin1"));
}

/** What stands in the files that are added as a packer made them, archives among them: as if it were their first line. */
function packedFiles(patch: Buffer, files: readonly AddedLines[]): AddedLines[] {
  // Byte by byte, and the same files in the same order.
  return parsePatch(patch.toString("latin1")).flatMap(({ path, lines }, at) => {
    const [first] = lines;
    if (first === undefined || !packedStarts.some((start) => first.text.startsWith(start))) return [];
    const text = unpacked(Buffer.from(lines.map((line) => line.text).join("\n"), "latin1"));
    return text === null
      ? []
      : [{ path: files[at]?.path ?? path, lines: linesOf(textIn(text), first.number), removed: [] }];
  });
}

function linesOf(text: string, number: number): AddedLines["lines"] {
  return text.split("\n").map((line) => ({ number, text: line }));
}

/** The commits that a push to a remote would add, as far as the remote-tracking branches know. */
export async function outgoingRange(
  host: Host,
  root: string,
  { base, commit, remote }: { base: string; commit: string; remote: string | null },
): Promise<string[]> {
  if (remote === null) return [commit, `^${base}`];
  const tracked = await git(host, root, ["for-each-ref", "--count=1", "--format=x", `refs/remotes/${remote}/`]);
  if (tracked === "") return [commit, `^${base}`];
  return [commit, "--not", `--remotes=${remote}`, `--glob=${fetchedRefs}*`];
}

/** Where the heads of requests are kept that were fetched for a follow-up: they are on the remote already. */
export const fetchedRefs = "refs/baro/fetched/";

/** Reads a patch without context and without prefixes. */
export function parsePatch(patch: string): AddedLines[] {
  const files: AddedLines[] = [];
  let file: AddedLines | null = null;
  let number = 0;
  let left = { added: 0, removed: 0 };
  for (const line of patch.split("\n")) {
    if (left.added + left.removed === 0) {
      const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (hunk !== null) {
        number = Number(hunk[2]);
        left = { removed: Number(hunk[1] ?? 1), added: Number(hunk[3] ?? 1) };
      } else if (line.startsWith("+++ ")) {
        file = { path: unquotePath(line.slice(4)), lines: [], removed: [] };
        files.push(file);
      }
    } else if (line.startsWith("+")) {
      file?.lines.push({ number, text: line.slice(1) });
      number++;
      left.added--;
    } else if (line.startsWith("-")) {
      file?.removed.push(line.slice(1));
      left.removed--;
    }
  }
  return files.filter(({ lines }) => lines.length > 0);
}

/** The text in content of another encoding than UTF-8, or among other bytes; line by line. */
function readable({ path, lines, removed }: AddedLines): AddedLines {
  return {
    path,
    lines: lines.map(({ number, text }) => ({ number, text: textIn(text) })),
    removed: removed.map(textIn),
  };
}

/** ASCII in UTF-16 and UTF-32, of either order, has nothing but NUL bytes between. */
function textIn(line: string): string {
  const text = line.includes("\0") ? line.replaceAll("\0", "") : line;
  return text.includes("\ufffd") ? (text.match(/[\x20-\x7e]{8,}/g) ?? []).join(" ") : text;
}

/** git quotes paths with unusual characters as C does, and ends those with spaces, quoted or not, by a tab. */
function unquotePath(written: string): string {
  const text = written.replace(/\t$/, "");
  if (!text.startsWith('"')) return text;
  const bytes: number[] = [];
  const escapes: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11 };
  for (const [token, octal, letter] of text.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|[^\\]/gsu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
    else bytes.push(...Buffer.from(token));
  }
  return Buffer.from(bytes).toString("utf8");
}
