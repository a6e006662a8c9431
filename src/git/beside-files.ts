import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeTree } from "../host/remove-tree.ts";
import { attributeFiles, writeAttributes } from "./attribute-files.ts";
import type { GitHost } from "./git.ts";
import { gitDirOf } from "./git-dir.ts";

/** Where git is started, and what it is told of the repository. */
export interface BesidePlace {
  cwd: string;
  env: Readonly<Record<string, string>>;
}

/**
 * Where git looks at commits beside no files of the person's: in a checkout it opens `.gitattributes`, `.mailmap` and
 * `.gitmodules` there, whatever they are, and waits for ever for a pipe called so. No attributes hold there.
 */
export async function besideFiles(host: GitHost, root: string): Promise<BesidePlace> {
  const gitDir = await gitDirOf(host, root);
  return { cwd: gitDir, env: { GIT_DIR: gitDir } };
}

/** As `besideFiles`, for what attributes matter to: those of a commit hold. */
export async function besideWithAttributes<T>(
  host: GitHost,
  root: string,
  commit: string,
  ask: (place: BesidePlace) => Promise<T>,
): Promise<T> {
  const [place, files] = [await besideFiles(host, root), await attributeFiles(host, root, commit)];
  if (files.length === 0) return ask(place);
  const folder = await mkdtemp(join(tmpdir(), "baro-attributes-"));
  try {
    await writeAttributes(host, root, files, folder);
    return await ask({ cwd: folder, env: { ...place.env, GIT_WORK_TREE: folder } });
  } finally {
    await removeTree(folder).catch(() => {});
  }
}
