import { commitTree } from "../commit.ts";
import { type GitHost, git } from "../git.ts";

/** Makes a commit anew with another tree and parent: message, author and the author's date stay. */
export async function commitAgain(
  host: GitHost,
  root: string,
  original: string,
  made: { tree: string; parent: string; sign: boolean },
): Promise<string> {
  const args = ["log", "-1", "--no-show-signature", "--format=%an%x00%ae%x00%aI%x00%B", original];
  const [name = "", email = "", date = "", message = ""] = (await git(host, root, args)).split("\0");
  const { tree, parent, sign } = made;
  const author = { name, email, date };
  return commitTree(host, root, { tree, parents: [parent], message: message.trimEnd(), author, sign });
}
