import type { Change } from "../worktrees/change.ts";

/**
 * Why a change outside the surface is a plain consequence of the changes inside it, or `null`: a new test of a changed
 * file, or the snapshot of a test.
 */
export function isConsequence(change: Change, inside: readonly string[]): string | null {
  if (change.node !== "file" || change.kind === "deleted") return null;
  if (isSnapshot(change.path)) return "a test's snapshot";
  if (change.kind !== "added") return null;
  const tested = testedStem(change.path);
  if (tested === null) return null;
  const beside = inside.find((path) => stemOf(path) === tested && near(path, change.path));
  return beside === undefined ? null : `a new test of ${beside}`;
}

function isSnapshot(path: string): boolean {
  return /(^|\/)__snapshots__\/|\.snap$|(^|\/)snapshots\/[^/]+\.(snap|txt|json)$/.test(path);
}

/** The name of what a test file tests, or `null` when it is no test. */
function testedStem(path: string): string | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const match =
    /^(.+)\.(?:test|spec)\.[cm]?[jt]sx?$/.exec(name) ??
    /^test_(.+)\.py$/.exec(name) ??
    /^(.+)_(?:test|spec)\.(?:py|go|rb|exs|ts|js|dart)$/.exec(name) ??
    /^(.+?)(?:Tests?|Spec)\.(?:java|kt|cs|scala|php|swift)$/.exec(name);
  return match?.[1] ?? null;
}

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/\.[^.]+$/, "");
}

/** The same folder, a test folder in it, or the mirrored place below a test root. */
function near(code: string, test: string): boolean {
  const folder = (path: string) => path.split("/").slice(0, -1);
  const plain = (parts: string[]) => parts.filter((part) => !testFolders.has(part)).join("/");
  const inTests = plain(folder(test));
  const inCode = plain(folder(code));
  return inTests === inCode || inTests === inCode.replace(/^(src|lib|app|main)(\/|$)/, "");
}

const testFolders = new Set(["test", "tests", "__tests__", "spec"]);
