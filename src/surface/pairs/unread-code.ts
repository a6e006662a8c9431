import { extensionOf } from "../../core/path.ts";
import { isCode, isUnreadCode } from "../../ecosystems/file-kind.ts";
import type { StorySurface } from "./story-surface.ts";

/** Says which code was not looked into, when both stories write code; `null` when all of it was. */
export function unreadReason(a: StorySurface, b: StorySurface): string | null {
  if (![a, b].every(({ paths }) => paths.some(isCode))) return null;
  const path = [...a.paths, ...b.paths].find(isUnreadCode);
  return path === undefined
    ? null
    : `imports in \`${path}\` are not read: .${extensionOf(path)} is not among the known languages`;
}
