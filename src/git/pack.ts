import { GitFailure, type GitHost, git, tryGit } from "./git.ts";

/** What a pack holds: these objects with all that they are made of, without what is reached from commits that both sides have. */
export interface PackContent {
  wanted: readonly string[];
  known: readonly string[];
}

/** Packs objects for a repository that has the known ones. `null`: that takes more than so many bytes. */
export async function packObjects(
  host: GitHost,
  gitDir: string,
  { wanted, known }: PackContent,
  mostBytes: number,
): Promise<Uint8Array | null> {
  const args = ["pack-objects", "--quiet", "--revs", "--thin", "--delta-base-offset", "--stdout"];
  const stdin = [...wanted, "--not", ...known, ""].join("\n");
  const result = await tryGit(host, gitDir, args, { stdin, maxStdoutBytes: mostBytes });
  if (result.exitCode !== 0) throw new GitFailure(args, result);
  return result.stdoutBytes > mostBytes ? null : result.stdout;
}

/** Of more objects than these, a file for each takes longer than a pack does, as git has it where it fetches. */
const mostLoose = 100;

/**
 * Puts the objects of a pack into a repository: few of them one by one, many as a pack. `strict`: none that is malformed, and
 * none that leads to one that is not there.
 */
export async function unpackObjects(host: GitHost, gitDir: string, pack: Uint8Array, strict: boolean): Promise<void> {
  const how = countOf(pack) > mostLoose ? ["index-pack", "--stdin", "--fix-thin"] : ["unpack-objects", "-q"];
  await git(host, gitDir, [...how, ...(strict ? ["--strict"] : [])], { stdin: pack });
}

/** "PACK", a version, and how many objects there are. */
function countOf(pack: Uint8Array): number {
  return pack.length < 12 ? 0 : new DataView(pack.buffer, pack.byteOffset).getUint32(8);
}
