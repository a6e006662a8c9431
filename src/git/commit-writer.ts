import type { Host } from "../host/host.ts";
import { authorship, type CommitFacts, commitTree } from "./commit.ts";
import { type GitHost, tryGit } from "./git.ts";
import { writeLooseCommit } from "./loose-commit.ts";
import { writeLooseRef } from "./loose-ref.ts";
import { moveRefs } from "./refs.ts";

/** What writing a commit needs of the host. */
export type CommitHost = GitHost & Pick<Host, "now" | "newId">;

/** Who commits, as git would write it, and when that was asked. */
interface Identity {
  /** `NAME <MAIL>`, as git has cleaned them. */
  author: string;
  committer: string;
  /** `+HHMM` */
  zone: string;
  /** Git keeps refs as files. */
  looseRefs: boolean;
  askedAt: number;
  /** Of our own clock then: when it changes, so does git's zone. */
  offset: number;
}

/** The person may tell git another name while a run goes on. */
const mostAgeMs = 60_000;

/**
 * Writes the commits of one repository as `git commit-tree` would, to the byte, without starting one for each: that takes
 * a hundred times as long as the writing. What git alone knows how to do (signatures, another encoding than UTF-8, settings
 * about how objects are kept) is left to it.
 */
export class CommitWriter {
  readonly #host: CommitHost;
  readonly #root: string;
  readonly #commonDir: () => Promise<string>;
  /** Null in it: this repository's commits are for git to write. */
  #identity: Promise<Identity | null> | null = null;

  /** `commonDir`: where the repository that `root` lies in has its objects. */
  constructor(host: CommitHost, root: string, commonDir: () => Promise<string>) {
    this.#host = host;
    this.#root = root;
    this.#commonDir = commonDir;
  }

  /** As `commitTree`. */
  async write(facts: CommitFacts): Promise<string> {
    const own = facts.sign ? null : await this.#writeOwn(facts);
    return own ?? commitTree(this.#host, this.#root, facts);
  }

  /** Makes a commit anew with another tree and parent: message, author and the author's date stay. */
  async again(original: string, made: { tree: string; parent: string; sign: boolean }): Promise<string> {
    const { tree, parent, sign } = made;
    const { author, message } = await authorship(this.#host, this.#root, await this.#commonDir(), original);
    return this.write({ tree, parents: [parent], message: message.trimEnd(), author, sign });
  }

  /** Moves a ref of ours to a commit, whatever it was; no log is kept of it. */
  async hold(ref: string, commit: string): Promise<void> {
    const identity = await this.#current();
    const isDone = identity?.looseRefs === true && writeLooseRef(await this.#commonDir(), ref, commit);
    if (!isDone) await moveRefs(this.#host, this.#root, [{ ref, to: commit }]);
  }

  async #writeOwn(facts: CommitFacts): Promise<string | null> {
    const identity = await this.#current();
    const text = identity === null ? null : commitText(facts, identity, Math.floor(this.#host.now() / 1000));
    if (text === null) return null;
    const tree = facts.tree;
    return writeLooseCommit(await this.#commonDir(), Buffer.from(text), { sha256: tree.length === 64, by: this.#host });
  }

  async #current(): Promise<Identity | null> {
    this.#identity ??= askIdentity(this.#host, this.#root);
    const known = await this.#identity;
    const now = this.#host.now();
    if (known === null || (now - known.askedAt < mostAgeMs && offsetAt(now) === known.offset)) return known;
    this.#identity = askIdentity(this.#host, this.#root);
    return this.#identity;
  }
}

function offsetAt(ms: number): number {
  return new Date(ms).getTimezoneOffset();
}

/** Settings by which git would write another commit, or keep it in another way. */
const forGit =
  /^(?:core\.(?:sharedrepository|fsync\w*)|extensions\.(?!objectformat|worktreeconfig|partialclone|refstorage)\w+|i18n\.commitencoding(?!=utf-?8$))(?:=|$)/im;

const otherRefs = /^extensions\.refstorage=(?!files$)/im;

const identLine = (name: string) => new RegExp(`^${name}=([^<>\\n]+ <[^<>\\n]+>) \\d+ ([+-]\\d{4})$`, "gm");

/** Settings and identities in one answer. Null: what it says is more than we know to write. */
async function askIdentity(host: CommitHost, root: string): Promise<Identity | null> {
  const askedAt = host.now();
  const result = await tryGit(host, root, ["var", "-l"]);
  const text = result.stdout.toString("utf8");
  if (result.exitCode !== 0 || forGit.test(text)) return null;
  // Settings come first, whatever is in them.
  const [, author] = [...text.matchAll(identLine("GIT_AUTHOR_IDENT"))].at(-1) ?? [];
  const [, committer, zone] = [...text.matchAll(identLine("GIT_COMMITTER_IDENT"))].at(-1) ?? [];
  if (author === undefined || committer === undefined || zone === undefined) return null;
  return { author, committer, zone, looseRefs: !otherRefs.test(text), askedAt, offset: offsetAt(askedAt) };
}

const fullId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Git takes such characters off both ends of a name and of an address. */
const crud = /^[\0- .,:;<>"\\']|[\0- .,:;<>"\\']$|[<>\n\0]/;

/** The commit as an object holds it. Null: git may make something else of it. */
function commitText(facts: CommitFacts, identity: Identity, seconds: number): string | null {
  const { tree, parents, message } = facts;
  const now = `${seconds} ${identity.zone}`;
  const author = facts.author == null ? `${identity.author} ${now}` : givenAuthor(facts.author);
  const ids = [tree, ...parents];
  const odd = ids.some((id) => !fullId.test(id) || id.length !== tree.length) || new Set(parents).size < parents.length;
  if (author === null || odd) return null;
  const header = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${author}`,
    `committer ${identity.committer} ${now}`,
  ];
  const text = `${header.join("\n")}\n\n${message}`;
  // Git takes text with such characters in it for Latin-1, or for none.
  return /[\0\uFFFD\p{Noncharacter_Code_Point}]/u.test(text) ? null : text;
}

function givenAuthor({ name, email, date }: NonNullable<CommitFacts["author"]>): string | null {
  const at = /^@(\d+ [+-]\d{4})$/.exec(date)?.[1];
  if (at === undefined || name === "" || email === "" || crud.test(name) || crud.test(email)) return null;
  return `${name} <${email}> ${at}`;
}
