import type { Child, Host } from "../host/host.ts";
import { type GitHost, git, startGit } from "./git.ts";
import { readLooseCommit } from "./loose-commit.ts";

/** A path in which two trees differ. Of a binary file no lines are counted. */
export interface TreeDifference {
  path: string;
  insertions: number;
  deletions: number;
}

/** So long a git waits for the next question: those of a run's stories come in crowds. */
const idleMs = 500;
/** So long it may take for one. */
const mostMs = 30 * 60_000;

const shape = ["diff-tree", "-r", "--raw", "--numstat", "-z", "--no-renames"] as const;

/** Compares trees of one repository, with one git for all questions that come close together. */
export class TreeDiffs {
  readonly #host: GitHost & Pick<Host, "newId">;
  readonly #root: string;
  readonly #gitDir: () => Promise<string>;
  readonly #trees = new Map<string, Promise<string>>();
  #open: OpenGit | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #timer: AbortController | null = null;

  constructor(host: GitHost & Pick<Host, "newId">, root: string, gitDir: () => Promise<string>) {
    this.#host = host;
    this.#root = root;
    this.#gitDir = gitDir;
  }

  /** Each path in which a commit, or a tree, differs from a commit. */
  async between(from: string, to: string | { tree: string }): Promise<TreeDifference[]> {
    const there = typeof to === "string" ? this.#treeOf(to) : to.tree;
    const [one, other] = await Promise.all([this.#treeOf(from), there]);
    if (one === other) return [];
    const asking = this.#turn.then(() => this.#ask(one, other));
    this.#turn = asking.catch(() => {});
    // One that says nothing of it, or has ended, is not asked why.
    const answer = await asking.catch(async () => {
      const { cwd, env } = await this.#place();
      return git(this.#host, cwd, [...shape, one, other], { env });
    });
    return readDifferences(answer);
  }

  #treeOf(commit: string): Promise<string> {
    const known = this.#trees.get(commit);
    if (known !== undefined) return known;
    const tree = this.#findTree(commit);
    this.#trees.set(commit, tree);
    tree.catch(() => this.#trees.delete(commit));
    return tree;
  }

  async #findTree(commit: string): Promise<string> {
    const loose = readLooseCommit(await this.#gitDir(), commit);
    return loose?.tree ?? (await git(this.#host, this.#root, ["rev-parse", "--verify", `${commit}^{tree}`])).trim();
  }

  async #ask(one: string, other: string): Promise<string> {
    const open = this.#open ?? (await this.#start());
    this.#watch(mostMs, () => void open.child.stop());
    try {
      return await open.ask(`${one} ${other}\n`);
    } catch (error) {
      this.#open = null;
      open.close();
      throw error;
    } finally {
      this.#watch(idleMs, () => this.#close(open));
    }
  }

  async #start(): Promise<OpenGit> {
    const { cwd, env } = await this.#place();
    const child = await startGit(this.#host, cwd, [...shape, "--stdin"], env);
    this.#open = new OpenGit(child, `end of ${this.#host.newId()}${this.#host.newId()}\n`);
    return this.#open;
  }

  /** Beside no files of the person's: git reads attributes there, and would wait for ever for a pipe called so. */
  async #place(): Promise<{ cwd: string; env: Record<string, string> }> {
    const gitDir = await this.#gitDir();
    return { cwd: gitDir, env: { GIT_DIR: gitDir } };
  }

  #close(open: OpenGit): void {
    if (this.#open === open) this.#open = null;
    open.close();
  }

  #watch(ms: number, act: () => void): void {
    this.#timer?.abort();
    const timer = new AbortController();
    this.#timer = timer;
    void this.#host.sleep(ms, timer.signal).then(() => {
      if (!timer.signal.aborted) act();
    });
  }
}

/** A `git diff-tree --stdin`: a line that names no object is said again at once, and so marks the end of an answer. */
class OpenGit {
  readonly child: Child;
  readonly #mark: string;
  readonly #output: AsyncIterator<Uint8Array>;

  constructor(child: Child, mark: string) {
    this.child = child;
    this.#mark = mark;
    this.#output = child.stdout[Symbol.asyncIterator]();
    void drain(child.stderr);
  }

  /** What it says of two trees. Throws where it has ended, or knows one of them not. */
  async ask(question: string): Promise<string> {
    void this.child.stdin?.write(question + this.#mark);
    const mark = Buffer.from(this.#mark);
    let said = Buffer.alloc(0);
    while (!said.subarray(-mark.length).equals(mark)) {
      const { done, value } = await this.#output.next();
      if (done === true) throw new Error("git has ended");
      said = Buffer.concat([said, value]);
    }
    const answer = said.subarray(0, -mark.length).toString("utf8");
    if (!answer.startsWith(question)) throw new Error("git knows no such trees");
    return answer.slice(question.length);
  }

  close(): void {
    this.child.stdin?.close();
    void drain({ [Symbol.asyncIterator]: () => this.#output });
  }
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const _ of chunks);
  } catch {
    // Nobody wants it.
  }
}

/** First `:MODES OBJECTS STATE`, NUL and the path for each, then each path's line counts: `-` for a binary file. */
function readDifferences(text: string): TreeDifference[] {
  const records = text.split("\0");
  const found = new Map<string, TreeDifference>();
  let at = 0;
  for (; records[at]?.startsWith(":") === true; at += 2) {
    const path = records[at + 1] ?? "";
    found.set(path, { path, insertions: 0, deletions: 0 });
  }
  for (const record of records.slice(at)) {
    const [, added = "", removed = "", path = ""] = /^([\d-]+)\t([\d-]+)\t([\s\S]*)$/.exec(record) ?? [];
    const known = found.get(path);
    if (known === undefined) continue;
    known.insertions = Number.parseInt(added, 10) || 0;
    known.deletions = Number.parseInt(removed, 10) || 0;
  }
  return [...found.values()];
}
