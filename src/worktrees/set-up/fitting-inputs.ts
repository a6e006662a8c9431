import { existsSync } from "node:fs";
import { join } from "node:path";
import { type GitHost, git } from "../../git/git.ts";

/** The contents that a commit and the person's checkout have of some files, as ids of git. */
export class FittingInputs {
  readonly #host: GitHost;
  readonly #root: string;
  readonly #paths: readonly string[];
  readonly #ofCommits = new Map<string, Promise<Map<string, string>>>();
  #ofCheckout: Promise<Map<string, string>> | null = null;

  constructor(host: GitHost, root: string, paths: readonly string[]) {
    this.#host = host;
    this.#root = root;
    this.#paths = [...new Set(paths)];
  }

  /** One text for what a commit has of these files. */
  async key(commit: string, paths: readonly string[]): Promise<string> {
    const ids = await this.#commit(commit);
    return paths.map((path) => ids.get(path) ?? "").join(" ");
  }

  /** Whether what was installed in the person's checkout is what the commit asks for. */
  async fits(commit: string, paths: readonly string[]): Promise<boolean> {
    this.#ofCheckout ??= this.#checkout();
    const [wanted, there] = await Promise.all([this.#commit(commit), this.#ofCheckout]);
    return paths.every((path) => wanted.get(path) === there.get(path));
  }

  #commit(commit: string): Promise<Map<string, string>> {
    const known = this.#ofCommits.get(commit);
    if (known !== undefined) return known;
    const ids = this.#readCommit(commit);
    this.#ofCommits.set(commit, ids);
    return ids;
  }

  async #readCommit(commit: string): Promise<Map<string, string>> {
    if (this.#paths.length === 0) return new Map();
    const output = await git(this.#host, this.#root, ["ls-tree", "-z", "--full-tree", commit, "--", ...this.#paths]);
    return new Map(
      output.split("\0").flatMap((entry) => {
        const tab = entry.indexOf("\t");
        return tab < 0 ? [] : [[entry.slice(tab + 1), entry.slice(0, tab).split(" ")[2] ?? ""] as const];
      }),
    );
  }

  async #checkout(): Promise<Map<string, string>> {
    const paths = this.#paths.filter((path) => existsSync(join(this.#root, path)) && !path.includes("\n"));
    if (paths.length === 0) return new Map();
    const output = await git(this.#host, this.#root, ["hash-object", "--stdin-paths"], {
      stdin: `${paths.join("\n")}\n`,
    });
    const ids = output.trimEnd().split("\n");
    return new Map(paths.map((path, position) => [path, ids[position] ?? ""]));
  }
}
