import { folderOf, joinPath, nameOf } from "../core/path.ts";

/** The repository as a planner may write paths of it. */
export interface PlannedPlace {
  root: string;
  /** The folder that the person stands in, below the root; empty: the root. */
  folder: string;
  /** Every file at the base. */
  files: readonly string[];
  /** What the person asked for; left out: nobody knows. */
  goal?: string;
}

/** What is known of the paths at the base. */
class BasePaths {
  readonly #all = new Set<string>();

  constructor(files: readonly string[]) {
    for (const file of files) {
      this.#all.add(file);
      for (let at = folderOf(file); at !== "" && !this.#all.has(at); at = folderOf(at)) this.#all.add(at);
    }
  }

  /** The path, or the folder that all of the pattern is in, is there. */
  has(path: string): boolean {
    const wild = path.search(/[*?{]/);
    const fixed = wild < 0 ? path.replace(/\/+$/, "") : folderOf(path.slice(0, wild));
    return this.#all.has(fixed);
  }

  /** It is there, or it would be new in a folder that is. */
  mayHave(path: string): boolean {
    return this.has(path) || this.#all.has(folderOf(path.replace(/\/+$/, "")));
  }
}

let newest: { files: readonly string[]; paths: BasePaths } | null = null;

function pathsOf(files: readonly string[]): BasePaths {
  if (newest?.files !== files) newest = { files, paths: new BasePaths(files) };
  return newest.paths;
}

/** Whether a path, or the folder that all of a pattern is in, is there at the base. */
export function isAtBase(path: string, files: readonly string[]): boolean {
  return pathsOf(files).has(path);
}

/**
 * The path from the repository's root that was plainly meant by one that is not written so, judged by what is there at the
 * base: `/lib/x.js`, `repository/lib/x.js`, `/workspace/lib/x.js`, `a/lib/x.js`, `../lib/x.js` from the person's folder.
 * What could be meant in no way, or may be meant as it is, comes back as it was.
 */
export function pathAtBase(path: string, { root, folder, files }: PlannedPlace): string {
  const paths = pathsOf(files);
  const name = nameOf(root);
  if (path.startsWith("/")) return fromSlash(path, name, paths) ?? path;
  if (/(?:^|\/)\.\.(?:\/|$)/.test(path)) return withoutSteps(path, folder, paths) ?? path;
  return fromBeside(path, name, folder, paths) ?? path;
}

/** A relative path whose first folder is not there: something stands before it, or is left out. */
function fromBeside(path: string, name: string, folder: string, paths: BasePaths): string | null {
  const [top = ""] = path.split("/");
  if (top === path || top === "" || /[*?{]/.test(top) || paths.has(top)) return null;
  const below = path.slice(top.length + 1);
  const found = [
    // `a/` and `b/` are the two sides of a difference, `@/` and `~/` are how imports name the sources.
    ...(top === name || ["a", "b", "@", "~"].includes(top) ? [below] : []),
    ...(["@", "~"].includes(top) ? [`src/${below}`, `app/${below}`] : []),
    ...(top.startsWith("@") ? [path.slice(1)] : []),
    ...(folder === "" ? [] : [`${folder}/${path}`]),
  ].filter((one) => paths.has(one));
  if (found.length === 0) return top === name && paths.mayHave(below) ? below : null;
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** An absolute path of another place where the repository might be, or of none at all. */
function fromSlash(path: string, name: string, paths: BasePaths): string | null {
  const bare = path.replace(/^\/+/, "");
  const parts = bare.split("/");
  // Below a folder that is called as the repository is: another checkout of it. The innermost one counts.
  const named = name === "" ? -1 : parts.slice(0, -1).lastIndexOf(name);
  const elsewhere = usualRoots.exec(path)?.[0];
  const candidates = [
    bare,
    ...(named < 0 ? [] : [parts.slice(named + 1).join("/")]),
    ...(elsewhere === undefined ? [] : [path.slice(elsewhere.length)]),
  ].filter((one) => one !== "");
  const there = candidates.find((one) => paths.has(one));
  if (there !== undefined) return there;
  // What is not there yet may be a file of the machine's.
  const isMachine = machineFolders.test(path);
  return candidates.find((one) => (one !== bare || !isMachine) && paths.mayHave(one)) ?? null;
}

/** Where containers for agents have the repository. */
const usualRoots =
  /^\/(?:workspaces\/[^/]+|[a-z]+\/workspace|usr\/src\/app|home\/user\/(?:repo|project)|workspace|repository|repo|app|project|code|testbed)\//;

const machineFolders =
  /^\/(?:etc|usr|var|tmp|home|root|opt|dev|proc|sys|bin|sbin|lib\d*|mnt|srv|run|boot|media|Users|Library|Applications|System)(?:\/|$)/;

/** A path with its `..` taken out: within itself, or as it is written from the person's folder. */
function withoutSteps(path: string, folder: string, paths: BasePaths): string | null {
  const end = path.endsWith("/") ? "/" : "";
  const inside = joinPath("", path);
  if (inside !== null && inside !== "") return `${inside}${end}`;
  const stood = folder === "" ? null : joinPath(folder, path);
  return stood !== null && stood !== "" && paths.mayHave(stood) ? `${stood}${end}` : null;
}
