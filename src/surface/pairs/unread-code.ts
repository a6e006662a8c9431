import { extensionOf } from "../../core/path.ts";
import { isCode } from "./path-role.ts";
import type { StorySurface } from "./story-surface.ts";

/** Programs in languages whose imports nobody here reads. */
export const unreadExtensions = new Set(
  (
    "sh bash zsh fish ps1 bat lua pl pm r jl dart nim hs ml mli clj cljs erl ex exs swift f90 for sol vb fs fsx " +
    "proto sql tf nix elm cr d v sv vhd asm s"
  ).split(" "),
);

/** Says which code was not looked into, when both stories write code; `null` when all of it was. */
export function unreadReason(a: StorySurface, b: StorySurface): string | null {
  if (![a, b].every(({ paths }) => paths.some((path) => isCode(path) || isUnread(path)))) return null;
  const path = [...a.paths, ...b.paths].find(isUnread);
  return path === undefined
    ? null
    : `imports in \`${path}\` are not read: .${extensionOf(path)} is not among the known languages`;
}

function isUnread(path: string): boolean {
  return unreadExtensions.has(extensionOf(path));
}
