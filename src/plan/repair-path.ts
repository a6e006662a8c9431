import { folderOf } from "../core/path.ts";
import { markedPath } from "./marked-path.ts";
import { isAtBase, type PlannedPlace, pathAtBase } from "./path-at-base.ts";

/** What a path says beside itself, from the outside in; each is taken off as long as one fits. */
const wrappings: readonly (readonly [RegExp, string])[] = [
  // What nobody sees, and what stands before a path in lists: a box, a picture, a letter of git's.
  [/[\u200b\u2060\ufeff]/g, ""],
  [/^\[[ xX✓-]?\]\s+(?=\S)/, ""],
  [/^(?:\p{Extended_Pictographic}\ufe0f?)+\s*(?=[\w./@])/u, ""],
  [/^(?:[AMDRTU]{1,2}|\?\?|[+~±✓✔→])\s+(?=\S*[./\\]\S*$)/, ""],
  // A list's bullet, or a word for what will be done.
  [/^(?:[-*•]|\d+[.)])\s+(?=\S)/, ""],
  [
    /^\(?(?:new|create|creates|modify|modifies|edit|edits|update|updates|delete|deletes)(?: file)?\)?:?\s+(?=[^\s]*[./\\])/i,
    "",
  ],
  // What stands in quotes is the path, whatever is said of it.
  [/^(`+|"|')([^`"']+)\1\s*(?:--?|–|—|#|\/\/|=>|→|:)\s+\S.*$/, "$2"],
  // Markdown: code, a link, a pointed bracket, quotes.
  [/^`+([^`]+)`+(?=$|[\s:,(#–—-])/, "$1"],
  [/^\[([^\]]+)\]\([^)\s]*\)/, "$1"],
  [/^<([^<>]+)>$/, "$1"],
  [/^"([^"]+)"$/, "$1"],
  [/^'([^']+)'$/, "$1"],
  [/^[“”‘’„«»]+([^“”‘’„«»]+)[“”‘’„«»]+$/, "$1"],
  [/^\*\*([^*\s/][^*\s]*[^*\s/])\*\*$/, "$1"],
  [/^<(code|b|em|i|strong|kbd)>([^<>]+)<\/\1>$/i, "$2"],
  // Lines.
  [/,?\s*\(?\blines?\s+L?\d+(?:\s*(?:-|–|to|and)\s*L?\d+)?\)?$/i, ""],
  [/(?<=[^:\s]):L?\d+(?:(?:-|–|:|,\s*)L?\d+)*$/i, ""],
  [/(?<=\.\w+)\{L?\d+(?:\s*(?:-|–|:|\.\.)\s*L?\d+)?\}$/i, ""],
  [/#L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$/i, ""],
  // What git counted.
  [/\s+\|\s+(?:\d+(?:\s+\+*-*)?|Bin\b.*)$/, ""],
  // A remark.
  [/(?<=\S)\s+(?:\([^()]*\)|\[(?:new|create[ds]?|modif(?:y|ied)|edit(?:ed)?|updated?|deleted?)(?: file)?\])$/i, ""],
  [
    /(?<=^\S*\.\w+),?\s+[*_(]*(?:new|create[ds]?|existing|modif(?:y|ied)|edit(?:ed)?|updated?|deleted?|added)(?: file)?[*_)]*!?$/i,
    "",
  ],
  [/(?<=^\S*[./\\]\S*)\s+(?:--?|–|—|#|\/\/|=>|→)\s+\S.*$/, ""],
  [/(?<=^\S*[./\\][^\s:]*):\s+\S.*$/, ""],
  [/[,;]$/, ""],
  // The repository as a place, a revision or an address; Go's way to write all that is below a folder.
  [/^(?:file:\/\/|(?:vscode|cursor|idea):\/\/file)(?=\/)/i, ""],
  [/^(?:(?:file|repo|repository|workspace|project):(?:\/\/(?!\/))?|file:\s+)(?=[^\s:])/i, ""],
  [/^(?:HEAD|main|master):(?=[^\s:])/, ""],
  [/^https?:\/\/[^/\s]+\/[^\s]+?\/(?:-\/)?(?:blob|tree|raw|src\/branch)\/[^/\s]+\/(?=\S)/i, ""],
  [/^(?:\$\{?|%|<)(?:pwd|cwd|cd|repo|root|repository|project|workspace|\w+_workspace)[\w\s-]*[}%>]?[/\\]+(?=\S)/i, ""],
  [/(?<=[^/.])\/\.\.\.$/, "/"],
];

/** A remark that takes something away says that less was meant than the path alone: that can't be written as a path. */
const narrowing = /\b(?:only|except|but|not|without|excluding|unless|if|other than|apart from)\b/i;

/**
 * The path or pattern that was plainly meant by what a planner wrote: without lines, remarks and marks, with `/`, from
 * the repository's root. What is not understood comes back as it was, for the plan's check to refuse.
 */
export function repairPath(written: string, place: PlannedPlace): string {
  let path = written.trim();
  for (let before = ""; before !== path; ) {
    before = path;
    for (const [pattern, kept] of wrappings) {
      const shorter = path.replace(pattern, kept).trim();
      if (shorter === path || shorter === "") continue;
      if (narrowing.test(path.replace(shorter, " ")) && /\s/.test(path)) return written;
      path = shorter;
    }
  }
  path = markedPath(path, place.files) ?? path;
  const root = place.root.replaceAll("\\", "/").replace(/\/+$/, "");
  const found = pathAtBase(fromRoot(path.replaceAll("\\", "/"), root), { ...place, root });
  // What was marked as well as written from elsewhere: `./lib/a.js:render()`.
  return markedPath(found.replace(/^(?:\.\/)+/, ""), place.files) ?? found;
}

/** What one entry names, each as `repairPath` has it; a name that follows a path may be of its folder: "lib/a.js, b.js". */
export function pathsIn(written: string, place: PlannedPlace): string[] {
  const [first = written, ...others] = splitPaths(written).map((one) => repairPath(one, place));
  const folder = folderOf(first);
  return [
    first,
    ...others.map((path) => {
      const beside = `${folder}/${path}`;
      const isShort = folder !== "" && !path.includes("/") && !isAtBase(path, place.files);
      return isShort && isAtBase(beside, place.files) ? beside : path;
    }),
  ];
}

/**
 * What is one entry and names two: the old name of a file and its new one, or two that stand side by side. Neither may be
 * lost as a remark about the other.
 */
export function splitPaths(written: string): readonly string[] {
  const [, around = "", before, after, rest = ""] = /^(\S*)\{(\S*) => (\S*)\}(\S*)$/.exec(written.trim()) ?? [];
  if (before !== undefined && after !== undefined)
    return [before, after].map((part) => `${around}${part}${rest}`.replaceAll("//", "/"));
  const parts = written
    .trim()
    .replace(/^(?:renamed?|moved?)\s+/i, "")
    .split(twoPaths);
  const arePaths = parts.length > 1 && parts.every((part) => /^\S*(?:\.[A-Za-z]\w*|[^.]\/|\*)[`"')]*$/.test(part));
  return arePaths
    ? parts.map((part, at) => (at === parts.length - 1 ? part.replace(/(?<=^[^(]*)\)$/, "") : part))
    : [written];
}

const twoPaths =
  /\s+\(?(?:(?:renamed?|moved?|becomes)\s+)?(?:->|=>|→|to|as|and|&|\+)\s+|\s*(?:[,;]\s+|;|\s\||\n)\s*(?![^{]*\})/i;

/** An absolute path that lies in the repository, as the repository writes it. */
function fromRoot(path: string, root: string): string {
  if (root === "") return path;
  // On Windows letters of either case are the same, the drive's at the least.
  const drive = /^[A-Za-z]:/.test(root);
  const starts = drive ? path.toLowerCase().startsWith(`${root.toLowerCase()}/`) : path.startsWith(`${root}/`);
  if (!starts) return path;
  const inside = path.slice(root.length).replace(/^\/+/, "");
  return inside === "" ? path : inside;
}
