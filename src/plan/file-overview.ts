/** A folder as a range of the sorted list of files: what is below it stands together. */
interface Folder {
  /** Ends with `/`; `""` is the repository. */
  path: string;
  from: number;
  to: number;
}

interface Contents {
  folders: Folder[];
  files: string[];
}

/** Written by tools or by other projects: planners need to know that they are there, not what is in them. */
const opaque = /(?:^|\/)(?:\.[^/]*|node_modules|vendor|third[_-]party|dist|build|out|target|coverage|__snapshots__)\/$/;
const longestLine = 320;

/**
 * The top of a file tree in at most `maxLength` characters, one line per folder: the root, then what leads to `targets`,
 * then the largest folders, level by level. `files` must be sorted as git lists them.
 */
export function overviewOfFiles(files: readonly string[], targets: readonly string[], maxLength: number): string {
  const lines: string[] = [];
  let left = maxLength;
  let level: Folder[] = [{ path: "", from: 0, to: files.length }];
  while (level.length > 0) {
    const next: Folder[] = [];
    for (const folder of level) {
      const contents = contentsOf(files, folder);
      const line = lineFor(folder, contents);
      if (line.length + 1 > left) return lines.join("\n");
      lines.push(line);
      left -= line.length + 1;
      next.push(...contents.folders.filter(({ path }) => !opaque.test(path)));
    }
    const leads = (folder: Folder) => (targets.some((target) => target.startsWith(folder.path)) ? 1 : 0);
    level = next.sort((a, b) => leads(b) - leads(a) || sizeOf(b) - sizeOf(a));
  }
  return lines.join("\n");
}

function contentsOf(files: readonly string[], { path, from, to }: Folder): Contents {
  const folders: Folder[] = [];
  const own: string[] = [];
  for (let at = from; at < to; at++) {
    const name = files[at]?.slice(path.length) ?? "";
    const slash = name.indexOf("/");
    const last = folders.at(-1);
    if (slash < 0) own.push(name);
    else if (last?.path === `${path}${name.slice(0, slash + 1)}`) last.to = at + 1;
    else folders.push({ path: `${path}${name.slice(0, slash + 1)}`, from: at, to: at + 1 });
  }
  return { folders, files: own };
}

function lineFor(folder: Folder, { folders, files }: Contents): string {
  const largest = [...folders].sort((a, b) => sizeOf(b) - sizeOf(a));
  const names = [...largest.map((inner) => `${inner.path.slice(folder.path.length)} (${sizeOf(inner)})`), ...files];
  let line = `${folder.path === "" ? "./" : folder.path}:`;
  for (const [place, name] of names.entries()) {
    const rest = `, and ${names.length - place} more`;
    if (line.length + name.length + rest.length + 2 > longestLine) return `${line}${rest}`;
    line += `${place === 0 ? " " : ", "}${name}`;
  }
  return line;
}

function sizeOf(folder: Folder): number {
  return folder.to - folder.from;
}
