import { existsSync } from "node:fs";
import { appendFile, mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { noHooks, tryGit } from "../../git/git.ts";
import { mostLookMs, outsideView, worktreeSource } from "../../git/worktree.ts";
import type { WorktreeChange } from "../../git/worktree-changes.ts";
import type { Host } from "../../host/host.ts";
import { removeTree } from "../../host/remove-tree.ts";
import type { Sandbox } from "../../host/sandbox.ts";
import { gitLiteral } from "../../text/quoting.ts";
import { Turns } from "../turns.ts";
import { traceOf } from "../verdicts/verdict-key.ts";
import type { FittedFolder } from "../warm/warm-note.ts";
import type { EarlyLooks, TakenWorktree } from "../warm/warm-store.ts";
import { runDeclared } from "./declared-commands.ts";
import { Dependencies } from "./dependencies.ts";
import { FittedFolders, type Given } from "./fitted-folders.ts";
import { readMark } from "./folder-state.ts";
import { type IsTrusted, readSetUp, type SetUpNeeds } from "./read-set-up.ts";
import { checkOutSubmodules, isKnownThere } from "./submodules.ts";
import { copyIncluded } from "./worktree-include.ts";

export interface SetUpOptions {
  /** The person's checkout. */
  root: string;
  /** The commit that the run builds on. */
  base: string;
  /** Folder for what set-up commands print. */
  logDir: string;
  isTrusted: IsTrusted;
  /** The person's own set-up commands; unset: what the repository declares for other tools. */
  commands?: readonly string[] | null;
  /** What set-up commands get beside the usual variables. */
  env?: Readonly<Record<string, string>>;
  /** What the commands are held to. */
  sandbox: Sandbox | null;
  /** Resolves when commands may be run: the person has accepted what is to be done. Rejects when that never comes. */
  accepted: Promise<void>;
  /** Looks at the person's folders that were begun already; left out: none. */
  early?: EarlyLooks | null;
  tell(message: string): Promise<void>;
}

/**
 * What a fresh checkout lacks to be worked in: submodules, ignored files that are listed, dependency folders, and what the
 * repository declares and the person trusts. Nothing that is written in a worktree afterwards reaches the person's checkout.
 */
export class WorktreeSetUp {
  readonly #host: Host;
  readonly #options: SetUpOptions;
  readonly #fitted: FittedFolders;
  readonly #told = new Set<string>();
  /** Ignored paths that the declared commands left; a folder ends in "/". */
  readonly #left = new Set<string>();
  readonly #stop = new AbortController();
  readonly #turns = new Turns(availableParallelism());
  /** Looks at what a worktree was given, each for one use; by worktree. */
  readonly #looks = new Map<string, TakenWorktree["looks"]>();
  #read: Promise<{ needs: SetUpNeeds; dependencies: Dependencies }> | null = null;
  /** Known as soon as the first worktree is set up. */
  #needs: SetUpNeeds | null = null;

  constructor(host: Host, options: SetUpOptions) {
    this.#host = host;
    this.#options = options;
    this.#fitted = new FittedFolders(host);
  }

  /** Starts to look at the person's checkout, their packages too. A failure shows in whatever needs the answer. */
  begin(): void {
    const look = async () => (await this.#known()).dependencies.look();
    look().catch(() => {});
  }

  /** Resolves when it is known what a worktree was given, also one that an earlier process set up. */
  async known(): Promise<void> {
    await this.#known();
  }

  fitted(worktree: string): Promise<readonly FittedFolder[]> {
    return this.#fitted.of(worktree);
  }

  /** Knows again what an earlier run gave a worktree, and looks at that which this run has begun already. */
  recall(worktree: string, fitted: readonly FittedFolder[], looks: TakenWorktree["looks"]): void {
    this.#fitted.recall(worktree, fitted);
    this.#looks.set(worktree, looks);
  }

  /**
   * The dependency folders of a used worktree that fit another commit and that nobody has written into. No more worktrees at
   * once than there are processors: all side by side, the first would be ready no sooner than the last.
   */
  async untouched(worktree: string, commit: string): Promise<string[]> {
    using _turn = await this.#turns.take(this.#stop.signal);
    return await this.#untouched(worktree, commit);
  }

  async #untouched(worktree: string, commit: string): Promise<string[]> {
    const fitted = await this.fitted(worktree);
    const { dependencies, needs } = await this.#known();
    const looks = this.#looks.get(worktree);
    // Somebody will have worked here by the next time.
    this.#looks.delete(worktree);
    const markOf = async (path: string) => (await looks?.get(path)) ?? readMark(this.#host, join(worktree, path));
    const kept = await Promise.all(
      fitted.map(async ({ path, key, digest, copiedFrom }) => {
        const folder = needs.folders.find((one) => one.path === path);
        if (digest === "" || folder === undefined || (await dependencies.inputs.key(commit, folder.inputs)) !== key)
          return [];
        // The person may have changed what it was copied from since: in an earlier run, say.
        const [now, theirs] = await Promise.all([
          markOf(path).catch(() => null),
          copiedFrom === null ? null : dependencies.digestOf(path),
        ]);
        if (now === null || now.digest !== digest || theirs !== copiedFrom) return [];
        // A cache speaks of the files that were here before.
        await Promise.all(now.caches.map((cache) => removeTree(join(worktree, path, cache))));
        return [path];
      }),
    );
    return kept.flat();
  }

  /** Sets up a checkout of `commit`. `kept`: what `untouched` said. Throws when a declared command fails. */
  async fit(
    worktree: string,
    commit: string,
    kept: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { needs, dependencies } = await this.#known();
    const { root, logDir, sandbox } = this.#options;
    const { signal } = this.#stop;
    const submodules = await checkOutSubmodules(this.#host, root, worktree, commit, signal);
    await this.#tellAll([...needs.notices, ...submodules.notices]);
    await copyIncluded(root, worktree, needs.included);
    const log = join(logDir, `${basename(worktree)}.log`);
    const place = { worktree, env: { ...env, ...this.environment(worktree) }, log, sandbox, signal };
    const request = { ...place, commit, kept };
    // Before anything of the repository's own runs here, which could put a link in its place.
    await this.#exclude(worktree, needs);
    await dependencies.bring(request);
    if (needs.declared !== null) await this.#options.accepted;
    if (needs.declared !== null && !signal.aborted) {
      const own = { ...env, ...this.environment(worktree) };
      await runDeclared(this.#host, { ...place, declared: needs.declared, root, env: own });
      for (const path of await listIgnored(this.#host, root, worktree)) this.#left.add(path);
    }
    const had = kept.length === 0 ? [] : (await this.fitted(worktree)).filter(({ path }) => kept.includes(path));
    await this.#fitted.note(worktree, had, await this.#given({ worktree, commit, kept }, needs, dependencies));
  }

  /**
   * The changes of a worktree that are somebody's work: what the set-up brought never is. A submodule at a commit that
   * only this worktree has counts as a repository of its own: a commit that names it could be fetched by nobody.
   */
  async work(worktree: string, changes: readonly WorktreeChange[]): Promise<WorktreeChange[]> {
    const { needs } = await this.#known();
    const own = changes.filter(({ path }) => !isBrought(needs, path));
    return Promise.all(
      own.map(async (change) => {
        if (change.kind !== "modified" || !existsSync(join(worktree, change.path, ".git"))) return change;
        const known = await isKnownThere(this.#host, this.#options.root, worktree, change.path);
        return known ? change : { ...change, node: "repository" as const };
      }),
    );
  }

  /** Whether an ignored path was there for the work to begin with; a folder ends in "/". */
  isBrought(path: string): boolean {
    const needs = this.#needs;
    if (needs === null) return false;
    const plain = path.replace(/\/$/, "");
    return isBrought(needs, plain) || this.#left.has(path);
  }

  /** Variables with which programs stay in the worktree. */
  environment(worktree: string): Record<string, string> {
    const own = this.#needs?.folders.find(({ kind, path }) => kind === "python" && existsSync(join(worktree, path)));
    const { pythonSource = null } = this.#needs ?? {};
    const places = { root: this.#options.root, worktree, virtualEnvironment: own?.path ?? null, pythonSource };
    return { ...this.#options.env, ...worktreeEnvironment(this.#host.env, places) };
  }

  /** All that is brought to a checkout of a commit, as it is known again; null: commands bring something, too. */
  async traces(commit: string): Promise<readonly unknown[] | null> {
    const { needs, dependencies } = await this.#known();
    if (needs.declared !== null) return null;
    const folders = await dependencies.traces(commit);
    return folders === null
      ? null
      : [...folders, ...needs.included.map((path) => traceOf(join(this.#options.root, path)))];
  }

  /** Ends what is under way; what it was for is not needed any more. */
  stop(): void {
    this.#stop.abort();
  }

  async #known(): Promise<{ needs: SetUpNeeds; dependencies: Dependencies }> {
    this.#read ??= this.#readNeeds();
    return this.#read;
  }

  async #readNeeds() {
    const { root, base, isTrusted, commands = null, accepted, early = null } = this.#options;
    const needs = await readSetUp(this.#host, root, base, { isTrusted, commands });
    this.#needs = needs;
    const tell = (message: string) => this.#tellAll([message]);
    return { needs, dependencies: new Dependencies(this.#host, root, needs, { tell, accepted, early }) };
  }

  /** Each sentence once in a run, however many worktrees it is true of. */
  async #tellAll(messages: readonly string[]): Promise<void> {
    for (const message of messages) {
      if (this.#told.has(message)) continue;
      this.#told.add(message);
      await this.#options.tell(message);
    }
  }

  /** Git of the worktree does not see what was brought, even where nobody ignores it; this repository is ours to write. */
  async #exclude(worktree: string, needs: SetUpNeeds): Promise<void> {
    const paths = [...needs.included, ...needs.folders.map(({ path }) => path)];
    if (paths.length === 0) return;
    await mkdir(join(worktree, ".git/info"), { recursive: true });
    const lines = paths.map((path) => `/${gitLiteral(path)}\n`).join("");
    await appendFile(join(worktree, ".git/info/exclude"), `\n${lines}`);
  }

  async #given(
    { worktree, commit, kept }: { worktree: string; commit: string; kept: readonly string[] },
    needs: SetUpNeeds,
    dependencies: Dependencies,
  ): Promise<Given[]> {
    const there = needs.folders.filter(({ path }) => !kept.includes(path) && existsSync(join(worktree, path)));
    return Promise.all(
      there.map(async ({ path, inputs, kind }) => {
        const key = await dependencies.inputs.key(commit, inputs);
        return { path, kind, key, copiedFrom: dependencies.copiedFrom(worktree, path) };
      }),
    );
  }
}

function isBrought({ included, folders }: SetUpNeeds, path: string): boolean {
  return (
    included.includes(path) || folders.some((folder) => path === folder.path || path.startsWith(`${folder.path}/`))
  );
}

/** What is ignored in a worktree that set-up commands alone have worked in: its own settings may be theirs. */
async function listIgnored(host: Host, root: string, worktree: string): Promise<string[]> {
  const args = [...noHooks, "status", "--porcelain=v1", "-z", "--ignored=matching", "--untracked-files=all"];
  const place = { path: worktree, index: `${worktree}.index` };
  const env = outsideView(await worktreeSource(host, root), place);
  const result = await tryGit(host, worktree, args, { env, timeoutMs: mostLookMs });
  const records = result.stdout.toString("utf8").split("\0");
  return records.flatMap((record) => (record.startsWith("!! ") ? [record.slice(3)] : []));
}

/** What a worktree has that programs must find before anything of the person's checkout. */
interface OwnPlaces {
  root: string;
  worktree: string;
  /** Relative to the worktree. */
  virtualEnvironment: string | null;
  pythonSource: string | null;
}

/**
 * Variables that keep a worktree's programs in the worktree: what the person's PATH has of their own checkout (an active
 * virtual environment, `node_modules/.bin`) is the worktree's, and the worktree's own virtual environment comes first.
 */
export function worktreeEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { root, worktree, virtualEnvironment, pythonSource }: OwnPlaces,
): Record<string, string> {
  const moved = (path: string) =>
    path === root || path.startsWith(`${root}/`) ? worktree + path.slice(root.length) : path;
  const path = (env["PATH"] ?? "").split(":").map(moved);
  const active = env["VIRTUAL_ENV"];
  const activeHere = active === undefined || moved(active) === active ? undefined : moved(active);
  const environment = virtualEnvironment === null ? activeHere : join(worktree, virtualEnvironment);
  if (virtualEnvironment !== null && environment !== undefined) path.unshift(join(environment, "bin"));
  const searched = [...new Set(path)].join(":");
  return {
    ...(searched === env["PATH"] ? {} : { PATH: searched }),
    ...(environment === undefined ? {} : { VIRTUAL_ENV: environment }),
    // A package that is installed in editable form is found where it was installed from: in the person's checkout.
    ...(pythonSource === null ? {} : { PYTHONPATH: join(worktree, pythonSource) }),
  };
}
