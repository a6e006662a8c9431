import { existsSync } from "node:fs";
import { join } from "node:path";
import { BaroError } from "../../core/error.ts";
import type { Install, Installer } from "../../ecosystems/ecosystem.ts";
import { installFrom } from "../../ecosystems/known.ts";
import { modernYarnSettings } from "../../ecosystems/npm-installers.ts";
import type { Host } from "../../host/host.ts";
import type { Sandbox } from "../../host/sandbox.ts";
import { findProgram } from "../../host/spawn.ts";
import { sizeText } from "../../text/units.ts";
import type { EarlyLook, EarlyLooks } from "../warm/warm-store.ts";
import { copyFolder, relocatePython, sharesBlocks } from "./copy-folder.ts";
import type { DependencyFolder } from "./dependency-folders.ts";
import { FittingInputs } from "./fitting-inputs.ts";
import { type FolderState, mostLookedAt, readFolder } from "./folder-state.ts";
import type { SetUpNeeds } from "./read-set-up.ts";
import { runLogged } from "./run-logged.ts";

export interface DependencyRequest {
  worktree: string;
  commit: string;
  /** Folders that are there already and as they should be. */
  kept: readonly string[];
  env: Readonly<Record<string, string>>;
  log: string;
  sandbox: Sandbox | null;
  signal: AbortSignal;
}

/** What is copied byte by byte for every worktree has to end; where blocks can be shared nothing has. */
const mostFiles = 150_000;
const mostBytes = 2 * 1024 ** 3;
const installTimeoutMs = 10 * 60_000;

/** Gives worktrees their dependency folders, one worktree after the other: they would only wait for the same disk. */
export class Dependencies {
  readonly #host: Host;
  readonly #root: string;
  readonly #needs: SetUpNeeds;
  readonly #tell: (message: string) => Promise<void>;
  readonly #accepted: Promise<void>;
  readonly #states = new Map<string, Promise<FolderState>>();
  readonly #early: EarlyLooks | null;
  /** What early looks said of the person's folders; null: nothing. */
  readonly #marks = new Map<string, EarlyLook | null>();
  /** By worktree and folder: what the person's folder was when it was copied. */
  readonly #copies = new Map<string, string>();
  readonly inputs: FittingInputs;
  #turn: Promise<unknown> = Promise.resolve();

  /** `accepted`: as in `SetUpOptions`. A copy waits for nothing; an install runs what packages bring. */
  constructor(
    host: Host,
    root: string,
    needs: SetUpNeeds,
    given: { tell: (message: string) => Promise<void>; accepted: Promise<void>; early: EarlyLooks | null },
  ) {
    this.#host = host;
    this.#root = root;
    this.#needs = needs;
    this.#tell = given.tell;
    this.#accepted = given.accepted;
    this.#early = given.early;
    this.inputs = new FittingInputs(
      host,
      root,
      needs.folders.flatMap((folder) => folder.inputs),
    );
  }

  /** Looks at the person's folders ahead of need. */
  async look(): Promise<void> {
    for (const { path, missing } of this.#needs.folders) if (missing !== true) await this.digestOf(path);
  }

  /** What the person's folder looks like, as this run found it; empty when that can't be told. */
  async digestOf(path: string): Promise<string> {
    if (!this.#marks.has(path)) this.#marks.set(path, this.#early?.take(join(this.#root, path)) ?? null);
    const mark = (await this.#marks.get(path)) ?? (await this.#stateOf(path).catch(() => null));
    return mark?.digest ?? "";
  }

  /** All that decides what a checkout of a commit is given; null: what the person's folders hold can't be told. */
  async traces(commit: string): Promise<readonly unknown[] | null> {
    const traces = await Promise.all(
      this.#needs.folders.map(async ({ path, inputs, missing = false }) => {
        const [key, fits] = await Promise.all([this.inputs.key(commit, inputs), this.inputs.fits(commit, inputs)]);
        return [path, key, fits, missing ? "missing" : await this.digestOf(path)];
      }),
    );
    return traces.some(([, , , digest]) => digest === "") ? null : traces;
  }

  /** What the person's folder was when a worktree got its copy; null: it got none. */
  copiedFrom(worktree: string, path: string): string | null {
    return this.#copies.get(`${worktree}\0${path}`) ?? null;
  }

  bring(request: DependencyRequest): Promise<void> {
    const mine = this.#turn.then(() => this.#bring(request));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #bring(request: DependencyRequest): Promise<void> {
    const wanted = this.#needs.folders.filter(({ path }) => !request.kept.includes(path));
    for (const { path } of wanted) this.#copies.delete(`${request.worktree}\0${path}`);
    if (wanted.length === 0) return;
    const fits = await Promise.all(wanted.map((folder) => this.inputs.fits(request.commit, folder.inputs)));
    // One install serves all folders of its lockfile: workspaces are the package manager's own business.
    const installs = new Map<string, Promise<boolean>>();
    for (const [position, folder] of wanted.entries()) {
      if (request.signal.aborted) return;
      const anew = folder.missing === true || fits[position] === false;
      if (anew && (await this.#install(request, folder, installs))) continue;
      if (folder.missing === true) continue;
      if (fits[position] === false) await this.#tell(outdated(folder));
      await this.#copy(request, folder, installs);
    }
  }

  async #copy(
    request: DependencyRequest,
    folder: DependencyFolder,
    installs: Map<string, Promise<boolean>>,
  ): Promise<void> {
    const { worktree, signal } = request;
    let state = await this.#stateOf(folder.path);
    if (await this.#isTooMuch(folder.path, state, worktree)) {
      if (folder.kind === "node" && (await this.#install(request, folder, installs))) return;
      const size = `${state.files} files, ${sizeText(state.bytes)}`;
      await this.#tell(
        `${folder.path} (${size}) is too large to be copied for every worktree: worktrees do without it`,
      );
      return;
    }
    try {
      await copyFolder(this.#host, { root: this.#root, worktree, path: folder.path, state, signal });
    } catch (error) {
      if (!(error instanceof BaroError) || signal.aborted) throw error;
      // An install that was under way in the checkout pulls files away from below a copy; what stays wrong fails again.
      this.#states.delete(folder.path);
      state = await this.#stateOf(folder.path);
      await copyFolder(this.#host, { root: this.#root, worktree, path: folder.path, state, signal });
    }
    this.#copies.set(`${worktree}\0${folder.path}`, state.digest);
    if (folder.kind === "python") await relocatePython(join(worktree, folder.path), this.#root, worktree);
  }

  async #isTooMuch(path: string, state: FolderState, worktree: string): Promise<boolean> {
    if (state.files <= mostFiles && state.bytes <= mostBytes) return false;
    const [file] = state.samples;
    if (file === undefined || state.files > mostLookedAt) return true;
    return !(await sharesBlocks(join(this.#root, path, file), join(worktree, ".git")));
  }

  /** Makes a folder by the package manager's own install, once for all folders of a lockfile. */
  async #install(
    request: DependencyRequest,
    folder: DependencyFolder,
    installs: Map<string, Promise<boolean>>,
  ): Promise<boolean> {
    const install = installOf(folder, request.worktree, this.#needs);
    if (install === null) return false;
    const key = `${install.program} ${install.folder}`;
    const known = installs.get(key);
    if (known !== undefined) return known;
    const made = this.#runInstall(request, install, folder);
    installs.set(key, made);
    return made;
  }

  async #runInstall(
    { worktree, env, log, sandbox, signal }: DependencyRequest,
    { program, args, folder }: FolderInstall,
    wanted: DependencyFolder,
  ): Promise<boolean> {
    const command = [program, ...args].join(" ");
    const shown = folder === "" ? command : `cd ${folder} && ${command}`;
    if (findProgram(program, env["PATH"] ?? this.#host.env["PATH"]) === null) {
      if (wanted.missing === true) {
        await this.#tell(
          `${wanted.path} is not in your checkout and ${program} is not on the PATH, so worktrees do without it`,
        );
      }
      return false;
    }
    if (wanted.missing === true) {
      await this.#tell(`${wanted.path} is not in your checkout: each worktree gets its own by \`${shown}\``);
    }
    await this.#accepted;
    if (signal.aborted) return false;
    const place = { worktree, cwd: join(worktree, folder), env, log, timeoutMs: installTimeoutMs, sandbox, signal };
    const { ok, end } = await runLogged(this.#host, { program, args, shown, ...place });
    if (!ok && !signal.aborted) await this.#tell(`\`${shown}\` for a worktree ${end}; what it printed is in ${log}`);
    return ok;
  }

  #stateOf(path: string): Promise<FolderState> {
    const known = this.#states.get(path);
    if (known !== undefined) return known;
    const state = readFolder(this.#host, join(this.#root, path));
    this.#states.set(path, state);
    return state;
  }
}

function outdated({ path, inputs }: DependencyFolder): string {
  return `${path} is copied from your checkout, whose ${inputs.join(", ")} is not the commit's: packages may be missing`;
}

interface FolderInstall extends Install {
  /** Where it is run, relative to the worktree. */
  folder: string;
}

/** How a dependency folder is made anew from its lockfile; `null`: there is none, or no program that keeps to it. */
function installOf(
  { inputs }: Pick<DependencyFolder, "inputs">,
  worktree: string,
  { manager, modernYarn }: Installer,
): FolderInstall | null {
  const [lockfile = ""] = inputs;
  if (!existsSync(join(worktree, lockfile))) return null;
  const folder = lockfile.slice(0, Math.max(0, lockfile.lastIndexOf("/")));
  const modern = modernYarn || existsSync(join(worktree, folder, modernYarnSettings));
  const install = installFrom(lockfile, { manager, modernYarn: modern });
  return install === null ? null : { ...install, folder };
}
