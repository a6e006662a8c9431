import { fileKind } from "../ecosystems/file-kind.ts";
import { localObjects } from "../git/blobs.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import type { IntakeFacts } from "./intake-facts.ts";

/** What could be a file as well as a member of an object: `res.json`, `db.sql`. */
const mayBeMember = /^[A-Za-z_$][\w$]*\.[a-z]{1,4}$/;
const limits = { ...localObjects, timeoutMs: 1000, maxStdoutBytes: 1024 * 1024 };

/**
 * The absent paths of a goal without those that are no paths: what code at the base calls, takes apart, sets or imports is
 * the member of an object. Looked for only where a name could be one; where that takes too long it stays a path.
 */
export async function withoutMembers(
  host: GitHost,
  root: string,
  base: string,
  absent: IntakeFacts["absent"],
): Promise<IntakeFacts["absent"]> {
  const isMember = async (name: string) => {
    const quoted = name.replace(/[.$]/g, "[$&]");
    // A comment that speaks of a file neither calls it nor takes something of it.
    const used = `(^|[^"'\`/A-Za-z0-9_.-])${quoted}([([]|[.][A-Za-z_]| = )`;
    const pattern = `${used}|^[ \t]*(import|from|use)[ \t]+${quoted}([ \t;]|$)`;
    const args = ["grep", "-l", "-z", "-I", "-E", "--no-color", "--full-name", "-e", pattern, base];
    const { stdout } = await tryGit(host, root, args, limits);
    const paths = stdout.toString("utf8").split("\0");
    return paths.some((path) => ["code", "test"].includes(fileKind(path.slice(path.indexOf(":") + 1))));
  };
  const members = await Promise.all(absent.map(({ path }) => mayBeMember.test(path) && isMember(path)));
  return absent.filter((_, index) => !members[index]);
}
