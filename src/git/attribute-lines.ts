import { eachTreeEntry, listBaseFiles } from "./base-files.ts";
import { readBlobs } from "./blobs.ts";
import { type GitHost, gitBytes } from "./git.ts";

/** A file of attributes, and the folder that it holds for: empty, or with a "/" behind it. */
export interface Attributes {
  folder: string;
  text: string;
}

const fileName = ".gitattributes";
const isAttributes = /(?:^|\/)\.gitattributes$/;
/** So many files of attributes are read; no repository has more. */
const mostFiles = 1_000;
/** No such file of a person's is longer. */
const mostBytes = 256 * 1024;

/** The files of attributes that a commit has. */
export async function attributesOf(host: GitHost, root: string, commit: string): Promise<Attributes[]> {
  const paths = (await listBaseFiles(host, root, commit)).filter((path) => isAttributes.test(path)).slice(0, mostFiles);
  if (paths.length === 0) return [];
  const asked: { folder: string; id: string }[] = [];
  eachTreeEntry(
    await gitBytes(host, root, ["ls-tree", "-z", "--full-tree", commit, "--", ...paths]),
    (path, id, isLink) => {
      if (!isLink) asked.push({ folder: path.slice(0, -fileName.length), id });
    },
  );
  const texts = new Map<string, string>();
  for await (const portion of readBlobs(host, root, [...new Set(asked.map(({ id }) => id))], { maxBytes: mostBytes })) {
    for (const [id, bytes] of portion) texts.set(id, bytes?.toString("utf8") ?? "");
  }
  return asked.map(({ folder, id }) => ({ folder, text: texts.get(id) ?? "" }));
}

/** The filters that lines of attributes name. */
export function filtersIn(text: string): string[] {
  return linesOf(text).flatMap((line) => [...line.matchAll(/\sfilter=(\S+)/g)].map(([, name = ""]) => name));
}

/** One path for each pattern that attributes are given to, and the pattern as it stands there. */
export function examplesOf({ folder, text }: Attributes): { pattern: string; path: string }[] {
  return linesOf(text).flatMap((line) => {
    const [pattern = ""] = /^\s*(?:"(?:[^"\\]|\\.)*"|\S+)/.exec(line) ?? [];
    const own = pattern.trim();
    const path = `${folder}${exampleOf(own)}`;
    // A macro has no files of its own.
    return own.startsWith("[attr]") || path.endsWith("/") ? [] : [{ pattern: `${folder}${own}`, path }];
  });
}

function linesOf(text: string): string[] {
  return [...text.matchAll(/^[^#\n].*$/gm)].map(([line]) => line);
}

/** A path that a pattern stands for: what it leaves open is an `x`. */
function exampleOf(pattern: string): string {
  return pattern
    .replace(/^"(.*)"$/, "$1")
    .replace(/\[!?\^?(\\?.)[^\]]*\]/g, "$1")
    .replace(/\*+|\?/g, "x")
    .replace(/^\/|\\/g, "");
}
