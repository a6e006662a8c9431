/** Hosting services refuse files of 100 MB; a little is left for what encoding adds. */
export const mostBytes = 95 * 1024 * 1024;

/** One path that differs from the base. A rename is a deletion and an addition. */
export interface Change {
  /** Repository-relative. */
  path: string;
  kind: "added" | "modified" | "deleted";
  /** What it is now; for a deletion, what it was. `special`: a pipe, a socket or a device, which nobody may open. */
  node: "file" | "symlink" | "repository" | "special";
  /** Size now; 0 for a deletion. */
  bytes: number;
  /** The blob at the base for a deletion, of the content now for an addition; `null`: not worked out. */
  oid: string | null;
  /** A symlink whose target lies outside the worktree, or is absolute. */
  leadsOut: boolean;
  /** The repository ignores it: git would leave it out. */
  ignored?: true;
  /** It lies in a submodule: no commit of this repository can hold it. */
  submodule?: true;
}
