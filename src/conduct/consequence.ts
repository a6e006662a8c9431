import { isSnapshot, isTestFolder, testedSubject } from "../ecosystems/file-kind.ts";
import type { Change } from "../worktrees/change.ts";

/**
 * Why a change outside the surface is a plain consequence of the changes inside it, or `null`: a new test of a changed
 * file, or the snapshot of a test.
 */
export function isConsequence(change: Change, inside: readonly string[]): string | null {
  if (change.node !== "file" || change.kind === "deleted") return null;
  if (isSnapshot(change.path)) return "a test's snapshot";
  if (change.kind !== "added") return null;
  const tested = testedSubject(change.path);
  if (tested === null) return null;
  const beside = inside.find((path) => stemOf(path) === tested && near(path, change.path));
  return beside === undefined ? null : `a new test of ${beside}`;
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/\.[^.]+$/, "");
}

/** The same folder, a test folder in it, or the mirrored place below a test root. */
function near(code: string, test: string): boolean {
  const folder = (path: string) => path.split("/").slice(0, -1);
  const plain = (parts: string[]) => parts.filter((part) => !isTestFolder(part)).join("/");
  const inTests = plain(folder(test));
  const inCode = plain(folder(code));
  return inTests === inCode || inTests === inCode.replace(/^(src|lib|app|main)(\/|$)/, "");
}
