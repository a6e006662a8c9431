import { withoutComments } from "./comments.ts";
import { captures } from "./language.ts";

const declared = /\bmod\s+(\w+)\s*;/g;
const placed = /#\[path\s*=\s*"([^"\n]+)"\]|\binclude(?:_str|_bytes)?!\(\s*"([^"\n]+)"/g;
const used = /\buse\s+([^;]{1,4000});|\bextern\s+crate\s+(\w+)/g;
const inline = /\b([a-z_]\w*(?:::\w+)+)/g;

/** The references of a file: `mod name`, `file path`, and paths as seen from the file's own module. */
export function scanRust(text: string): string[] {
  const code = withoutComments(text.replace(/'(?:\\.|[^\\'\n])'/g, "' '"));
  const files = captures(code, placed).map((path) => `file ${path}`);
  const found = modulesIn(withoutComments(code, { dropStrings: true })).flatMap(({ within, code: part }) => [
    ...captures(part, declared).map((name) => `mod ${[...within, name].join("/")}`),
    ...pathsIn(part).flatMap((path) => fromFile(path, within)),
  ]);
  return [...new Set([...files, ...found])];
}

function pathsIn(code: string): string[] {
  const trees = captures(code, used).map((tree) => tree.replace(/\s+as\s+\w+/g, "").replace(/\s+/g, ""));
  const elsewhere = captures(code, inline).filter((path) => !/^(std|core|alloc)::/.test(path));
  return [...trees.flatMap(flatten), ...elsewhere];
}

interface Part {
  /** The modules around it that are written within the file. */
  within: readonly string[];
  code: string;
}

/** Nobody nests modules deeper within one file. */
const maxWithin = 12;

/** Cuts a file up by the modules that are written within it: there `super` is the file's own module. */
function modulesIn(code: string): Part[] {
  const parts: Part[] = [];
  const open: { name: string; depth: number }[] = [];
  let depth = 0;
  let from = 0;
  const cut = (to: number) => {
    parts.push({ within: open.map(({ name }) => name), code: code.slice(from, to) });
    from = to;
  };
  for (const match of code.matchAll(/\bmod\s+(\w+)\s*\{|[{}]/g)) {
    if (match[0] === "}") {
      depth--;
      if (open.at(-1)?.depth !== depth) continue;
      cut(match.index);
      open.pop();
    } else {
      if (match[1] !== undefined && open.length < maxWithin) {
        cut(match.index);
        open.push({ name: match[1], depth });
      }
      depth++;
    }
  }
  cut(code.length);
  return parts;
}

/** A path as the file's own module would write it; none for what lies within the file. */
function fromFile(path: string, within: readonly string[]): string[] {
  if (within.length === 0) return [path];
  const parts = path.split("::");
  if (parts[0] === "self") return [["self", ...within, ...parts.slice(1)].join("::")];
  const up = parts.findIndex((part) => part !== "super");
  const supers = up < 0 ? parts.length : up;
  if (supers === 0) return [path];
  const names = [...within.slice(0, Math.max(0, within.length - supers)), ...parts.slice(supers)];
  const above = supers - within.length;
  if (above > 0) return [[...parts.slice(0, above), ...names].join("::")];
  return names.length === 0 ? [] : [["self", ...names].join("::")];
}

const maxSteps = 2000;

/** `a::{b,c::{d,e}}` stands for a::b, a::c::d, a::c::e. */
function flatten(tree: string): string[] {
  const done: string[] = [];
  const open = [tree];
  let steps = 0;
  for (let path = open.pop(); path !== undefined && steps < maxSteps; path = open.pop()) {
    steps++;
    const group = /\{([^{}]*)\}/.exec(path);
    if (group === null) {
      done.push(path.replace(/^::/, "").replace(/::(self|\*)$/, ""));
      continue;
    }
    const before = path.slice(0, group.index);
    const after = path.slice(group.index + group[0].length);
    for (const choice of (group[1] ?? "").split(",")) if (choice !== "") open.push(before + choice + after);
  }
  return done;
}
