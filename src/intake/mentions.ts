import { posix } from "node:path";
import type { GoalText } from "./goal-text.ts";
import { extension, listsIn } from "./lists.ts";

/** Something in a goal that may be the name of a place in the repository. */
export interface Mention {
  text: string;
  by: "path" | "area" | "list" | "code";
}

/** The paths a goal names, sorted by where they lead. */
export interface NamedPaths {
  inside: string[];
  outside: string[];
}

const pathToken = /(?<![\w:/@.#{}-])(?:~\/|\.{1,2}\/|\/|[A-Za-z]:\\)?[\w@.*+-]+(?:[/\\][\w@.*+[\]-]+)*\/?/g;
/** `Node.js` and the like are names of things, not of files. */
export const product =
  /^(?:node|next|vue|nuxt|express|react|ember|three|d3|p5|backbone|angular|deno|bun|chart|moment|discord|solid)\.js$|^(?:docs|crates|lib)\.rs$/i;
const systemFolder =
  /^\/(?:etc|usr|var|home|root|tmp|opt|bin|sbin|lib|boot|dev|proc|sys|mnt|media|srv|Users|Library|System|Volumes|private|Windows)\/[^\s/]/;

const fileSign = /^@(?=[\w./-]+\.\w+$)/;

/** The paths a goal names: inside the repository, or outside it. `root` makes absolute paths of the repository inside. */
export function namedPaths(text: string, root: string): NamedPaths {
  const plain = text.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, " ");
  const inside = new Set<string>();
  const outside = new Set<string>();
  for (const found of plain.matchAll(pathToken)) {
    const [match] = found;
    // Agents are shown a file as `@src/app.ts`; a package of a scope has no extension.
    const token = match
      .replace(/[.,;:!?]+$/, "")
      .replaceAll("\\", "/")
      .replace(fileSign, "");
    if (token.startsWith(`${root}/`)) inside.add(token.slice(root.length + 1));
    else if (leadsOut(token)) outside.add(token);
    else if (looksLikePath(token) && !isOfCode(token, plain.slice(found.index + match.length)))
      inside.add(token.replace(/^\.\//, ""));
  }
  return { inside: [...inside], outside: [...outside] };
}

/**
 * The paths of a goal that was written in a folder of the repository, as paths from the root: what the folder has comes
 * first, then what the root has, and what neither has will be new in the folder. `..` leads out of the folder first.
 */
export function namedFrom(folder: string, named: NamedPaths, files: readonly string[]): NamedPaths {
  if (folder === "") return named;
  const isThere = (path: string) =>
    files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, "")}/`));
  const inside = named.inside.map((path) => {
    const own = posix.normalize(`${folder}/${path}`);
    return isThere(own) || !isThere(path) ? own : path;
  });
  const outside: string[] = [];
  for (const path of named.outside) {
    const own = path.startsWith("../") ? posix.normalize(`${folder}/${path}`) : "..";
    if (own === "." || own.startsWith("..")) outside.push(path);
    else inside.push(own);
  }
  return { inside: [...new Set(inside)], outside };
}

function leadsOut(token: string): boolean {
  if (/^(?:~\/|[A-Za-z]:\/)./.test(token) || systemFolder.test(token)) return true;
  let depth = 0;
  for (const segment of token.split("/")) {
    if (segment === "..") depth -= 1;
    else if (segment !== "." && segment !== "") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

/** `schema-*`, `docker*` and `exporter-*-http` are said of all that are called so. */
export const familyOfNames = /^[A-Za-z][\w.]+(?:[\w.]|[-_])\*(?:[-_][\w-]+)?$/;

/** `on_*` hooks and `DKIM_*` methods are names in code, whatever files are called so. */
function isOfCode(token: string, behind: string): boolean {
  return familyOfNames.test(token) && ofCode.test(behind);
}

const ofCode =
  /^[`"']?\s+(?:(?:env(?:ironment)?|config|helper|class|instance|static|private|public)\s+)?(?:methods?|functions?|helpers?|constants?|fields?|columns?|props|properties|flags?|options?|variables?|vars|macros?|types?|class(?:es)?|hooks?|events?|errors?|keys?|settings?|attributes?|param(?:eter)?s?|arg(?:ument)?s?|calls?|symbols?|headers?)\b/i;

function looksLikePath(token: string): boolean {
  if (product.test(token)) return false;
  if (familyOfNames.test(token)) return true;
  if (/[\w-]\*|\*[\w-]/.test(token) && /\.\w{1,12}$/.test(token)) return /[A-Za-z]/.test(token);
  if (extension.test(token)) return /^[\w@.*+/[\]-]*[A-Za-z][\w@.*+/[\]-]*$/.test(token) && !/^\.\w+$/.test(token);
  return token.includes("/") && /[a-z]/i.test(token) && !token.startsWith("/") && !programAndVersion.test(token);
}

/** `Ddg/17.4`: how programs call themselves and their version. */
const programAndVersion = /^[\w.-]+\/v?\d+(?:\.\d+)+$/;

/**
 * A folder of which a goal says that every file in it is meant stands for those files: "all scripts in scripts/" is
 * `scripts/*`.
 */
export function everyFileIn(scope: string, path: string): boolean {
  const place = RegExp.escape(path.replace(/\/$/, ""));
  return new RegExp(
    `\\b(?:${everyOf})\\b[^.;:]{1,50}\\b(?:in|of|under|below)\\s+[\`"']?${place}(?![\\w-]|/\\w)`,
    "i",
  ).test(scope);
}

const everyOf = "all|every|each|both|the (?:three|four|five|six|seven|eight|nine|ten|eleven|twelve)";

/** Every word of a goal that could name a place: areas, code, and members of a list like `auth, billing and search`. */
export function findMentions(goal: GoalText): Mention[] {
  const mentions: Mention[] = goal.areas.map((text) => ({ text, by: "area" as const }));
  for (const [, code] of goal.scope.matchAll(/`([^`\n]{2,80})`/g))
    if (code !== undefined) mentions.push({ text: code, by: "code" });
  for (const [word] of goal.scope.matchAll(/\b(?:[a-z]+[A-Z]\w*|[A-Z][a-z0-9]+[A-Z]\w*|[a-z0-9]+_\w+)\b/g)) {
    mentions.push({ text: word, by: "code" });
  }
  for (const members of listsIn(goal.scope)) for (const text of members) mentions.push({ text, by: "list" });
  const seen = new Set<string>();
  return mentions.filter(({ text }) => !seen.has(text) && seen.add(text)).slice(0, 60);
}
