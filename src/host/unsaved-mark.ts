import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";

/** The end of the file beside a worktree that says: what is in it could not be saved anywhere else. */
const mark = ".unsaved";

/**
 * Notes that a worktree holds work that is nowhere else, for every later process too. Where even that can't be written,
 * nothing can be removed either.
 */
export function markUnsaved(worktree: string): void {
  try {
    writeFileSync(`${worktree}${mark}`, "");
  } catch {
    return;
  }
}

/** Its work goes on, or is saved. */
export function unmarkUnsaved(worktree: string): void {
  rmSync(`${worktree}${mark}`, { force: true });
}

/** Whether a worktree, or the mark of one, belongs to work that is nowhere else. */
export function isUnsaved(path: string): boolean {
  return existsSync(path.endsWith(mark) ? path : `${path}${mark}`);
}

/** Whether work that is nowhere else is in one of the worktrees of this folder. */
export function holdsUnsaved(folder: string): boolean {
  try {
    const names = readdirSync(folder);
    return names.some((name) => names.includes(`${name}${mark}`));
  } catch {
    return false;
  }
}
