import { folderOf } from "../core/path.ts";
import { type FileKind, fileKind } from "../ecosystems/file-kind.ts";
import type { ChangeSize, Reach } from "./intake-facts.ts";

/** Lines changed in one document or test that make it a piece of work of its own. */
const largeText = 30;

/** A file that a change touched; `lines`: added and deleted. */
export interface ChangedFile {
  path: string;
  lines: number;
}

/** How far a change reached, by the paths it touched. */
export function reachOf(paths: readonly string[]): Reach {
  const of = (kind: FileKind) => paths.filter((path) => fileKind(path) === kind);
  const code = of("code");
  return {
    codeFiles: code.length,
    testFiles: of("test").length,
    docFiles: of("doc").length,
    directories: new Set(code.map(folderOf)).size,
  };
}

/** How large a change was, by its lines in each file. */
export function sizeOf(files: readonly ChangedFile[]): ChangeSize {
  const sizes = { lines: 0, textLines: 0, writtenLines: 0, largestLines: 0, largeTexts: 0 };
  for (const { path, lines } of files) {
    const kind = fileKind(path);
    sizes.lines += lines;
    if (kind === "other") continue;
    sizes.writtenLines += lines;
    sizes.largestLines = Math.max(sizes.largestLines, lines);
    if (kind === "code") continue;
    sizes.textLines += lines;
    if (lines >= largeText) sizes.largeTexts += 1;
  }
  return { ...reachOf(files.map(({ path }) => path)), ...sizes };
}

/** The files of one record of `git log --numstat -z --no-renames`: fields of `added TAB deleted TAB path`. */
export function readNumstat(fields: readonly string[]): ChangedFile[] {
  return fields.flatMap((field) => {
    const [, added, deleted, path] = /^\n*(\d+|-)\t(\d+|-)\t([\s\S]+)$/.exec(field) ?? [];
    if (path === undefined) return [];
    const count = (text: string | undefined) => (text === "-" ? 0 : Number(text));
    return [{ path, lines: count(added) + count(deleted) }];
  });
}
