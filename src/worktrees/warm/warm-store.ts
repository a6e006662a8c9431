import { createHash } from "node:crypto";
import { lstatSync, readdirSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { git } from "../../git/git.ts";
import { recallPlace, type WorktreePlace } from "../../git/place.ts";
import type { WorktreeSource } from "../../git/worktree.ts";
import { pathsInUse } from "../../host/folder-users.ts";
import type { Host } from "../../host/host.ts";
import { removeTree } from "../../host/remove-tree.ts";
import { isPlainFolder, setAside } from "../set-aside.ts";
import type { FolderMark } from "../set-up/folder-state.ts";
import { type FittedFolder, makingOf, noteFile, readNote, type WarmNote } from "./warm-note.ts";

/** How much of what runs set up stays for the next one. */
export interface WarmLimits {
  /** Per repository. */
  worktrees: number;
  ageMs: number;
  /** Of all repositories. */
  bytes: number;
}

/** A look at a dependency folder that is under way; null: nothing came of it. */
export type EarlyLook = Promise<FolderMark | null>;

/** Looks that were begun before anybody asked; see `early-looks.ts`. */
export interface EarlyLooks {
  take(folder: string): EarlyLook | null;
}

/** A worktree that an earlier run set up, where the run that took it wants it. */
export interface TakenWorktree {
  /** The commit that is checked out. */
  commit: string;
  seal: string;
  fitted: readonly FittedFolder[];
  /** Looks at its dependency folders that were begun where it waited. */
  looks: ReadonlyMap<string, EarlyLook>;
}

/** A worktree of a run that has ended, with what is known of it. */
export interface GivenWorktree extends Pick<WarmNote, "commit" | "seal" | "bytes" | "fitted"> {
  place: WorktreePlace;
}

/** A worktree that waits for the next run of its repository. */
export interface WarmWorktree {
  path: string;
  note: WarmNote | null;
}

const parts = ["w.index.place", "w.index", "w"] as const;

/** Where worktrees wait, a folder for each repository. */
export function warmFolder(cacheDir: string): string {
  return join(cacheDir, "warm");
}

/**
 * The worktrees that outlive a run, set up. Each lies in a folder of its own, whole, and changes hands by one rename: whoever
 * moves it away has it, and a process that dies leaves it there or in its run's own folder, never half.
 */
export class WarmStore {
  readonly #host: Host;
  readonly #options: { cacheDir: string; limits: WarmLimits; early: EarlyLooks | null };

  constructor(host: Host, options: { cacheDir: string; limits: WarmLimits; early: EarlyLooks | null }) {
    this.#host = host;
    this.#options = options;
  }

  /** How many may wait. */
  get most(): number {
    return this.#options.limits.worktrees;
  }

  /**
   * Moves a worktree of this repository to `place`, below `folder`, which is the run's own. Null: none is fit. Nothing is
   * known of its files yet.
   */
  async take(
    source: WorktreeSource,
    at: { folder: string; place: WorktreePlace; base: string },
  ): Promise<TakenWorktree | null> {
    const { cacheDir, limits } = this.#options;
    const making = await makingOf(source, maskOf(at.folder));
    if (making === null) return null;
    const oldest = this.#host.now() - limits.ageMs;
    const listed = await listWarm(cacheDir, { root: source.root, owner: at.folder });
    const fit = listed.filter(({ note }) => note !== null && note.making === making && note.at > oldest);
    for (const { path, note } of bestFirst(fit, at.base)) {
      if (note === null) continue;
      const taken = join(at.folder, `take-${this.#host.newId()}`);
      // Somebody else was faster.
      if (!(await moved(path, taken))) continue;
      if (await this.#isLikeNew(source, note.commit, at.base)) {
        await unpack(taken, at.place);
        await removeTree(taken);
        return { commit: note.commit, seal: note.seal, fitted: note.fitted, looks: this.#looksAt(path, note) };
      }
      await setAside(this.#host, cacheDir, taken);
    }
    return null;
  }

  /** Nobody else had it since they began: whoever takes one and gives it back gives it another name. */
  #looksAt(path: string, { fitted }: WarmNote): Map<string, EarlyLook> {
    const looks = fitted.map(
      (one) => [one.path, this.#options.early?.take(join(wherePacked(path), one.path))] as const,
    );
    return new Map(looks.flatMap(([folder, look]) => (look == null ? [] : [[folder, look] as const])));
  }

  /** Whether a checkout of the difference gives what one of the whole would: attributes decide about files that do not differ. */
  async #isLikeNew(source: WorktreeSource, from: string, to: string): Promise<boolean> {
    if (from === to) return true;
    const args = ["diff-tree", "-r", "--name-only", from, to, "--", ":(glob)**/.gitattributes"];
    return git(this.#host, source.root, args).then(
      (names) => names === "",
      () => false,
    );
  }

  /**
   * Keeps worktrees for the next run. Their agents have ended; one that somebody still works in is not kept. What can't be
   * kept stays where it is.
   */
  async give(source: WorktreeSource, folder: string, worktrees: readonly GivenWorktree[]): Promise<void> {
    const { cacheDir } = this.#options;
    const making = await makingOf(source, maskOf(folder));
    const store = storeOf(cacheDir, source.root);
    await mkdir(store, { recursive: true, mode: 0o700 });
    if (making === null || !isOwn(store, folder)) return;
    const given: string[] = [];
    for (const { place, ...known } of worktrees) {
      const path = join(folder, `give-${this.#host.newId()}`);
      await mkdir(path);
      const note: WarmNote = { version: 1, making, at: this.#host.now(), root: source.root, ...known };
      await writeFile(join(path, noteFile), JSON.stringify(note), { mode: 0o600 });
      await pack(place, path);
      given.push(path);
    }
    // Asked when nobody finds them any more who does not hold on to them.
    const used = pathsInUse(folder);
    for (const path of given) {
      const isUsed = used === null || used.some((one) => one === path || one.startsWith(`${path}/`));
      if (isUsed) await setAside(this.#host, cacheDir, path);
      else await rename(path, join(store, this.#host.newId()));
    }
    await this.prune();
  }

  /** Sets aside what is too old or too much, the oldest first. */
  async prune(): Promise<void> {
    const { cacheDir, limits } = this.#options;
    const oldest = this.#host.now() - limits.ageMs;
    const perRepository = new Map<string, number>();
    let bytes = 0;
    for (const worktree of (await listWarm(cacheDir)).sort((a, b) => ageOf(a) - ageOf(b))) {
      const { note, path } = worktree;
      const root = note?.root ?? "";
      const count = (perRepository.get(root) ?? 0) + 1;
      perRepository.set(root, count);
      bytes += note?.bytes ?? 0;
      const isOver = note === null || note.at < oldest || count > limits.worktrees || bytes > limits.bytes;
      if (isOver) await setAside(this.#host, cacheDir, path);
    }
  }
}

/** The worktrees that wait, of one repository or of all. With an `owner`, a folder of ours: only what is the same person's. */
export async function listWarm(
  cacheDir: string,
  { root, owner }: { root?: string; owner?: string } = {},
): Promise<WarmWorktree[]> {
  const warm = warmFolder(cacheDir);
  const stores = root === undefined ? namesIn(warm).map((name) => join(warm, name)) : [storeOf(cacheDir, root)];
  const own = owner === undefined ? stores : stores.filter((store) => isOwn(store, owner));
  const paths = own.flatMap((store) => namesIn(store).map((name) => join(store, name)));
  const all = await Promise.all(paths.map(async (path) => ({ path, note: await readNote(path) })));
  return root === undefined ? all : all.filter(({ note }) => note === null || note.root === root);
}

/** One that has the commit already needs no checkout; else the one that was used last differs least. */
export function bestFirst(worktrees: readonly WarmWorktree[], commit: string): WarmWorktree[] {
  return worktrees.toSorted(
    (a, b) => Number(b.note?.commit === commit) - Number(a.note?.commit === commit) || ageOf(a) - ageOf(b),
  );
}

/** The files of a worktree that waits at a path. */
export function wherePacked(path: string): string {
  return join(path, "w");
}

function storeOf(cacheDir: string, root: string): string {
  return join(warmFolder(cacheDir), createHash("sha256").update(root).digest("hex").slice(0, 12));
}

function ageOf({ note }: WarmWorktree): number {
  return -(note?.at ?? 0);
}

/** Whether a folder is a real one of the same user as one of ours, and nobody else may write in it. */
function isOwn(folder: string, ours: string): boolean {
  const [stat, own] = [folder, ours].map((path) => lstatSync(path, { throwIfNoEntry: false }));
  return stat?.isDirectory() === true && stat.uid === own?.uid && (stat.mode & 0o022) === 0;
}

/** What new folders are made with: the run's own was made so. */
function maskOf(folder: string): number {
  return lstatSync(folder, { throwIfNoEntry: false })?.mode ?? 0;
}

/** The folder of files last: what is there is whole. */
async function unpack(from: string, place: WorktreePlace): Promise<void> {
  for (const part of parts) await rename(join(from, part), partOf(place, part));
  recallPlace(place);
}

/** The folder of files first: without it, the rest is nothing. */
async function pack(place: WorktreePlace, to: string): Promise<void> {
  for (const part of [...parts].reverse()) await rename(partOf(place, part), join(to, part));
}

function partOf(place: WorktreePlace, part: (typeof parts)[number]): string {
  return part === "w" ? place.path : `${place.index}${part.slice("w.index".length)}`;
}

async function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

function namesIn(folder: string): string[] {
  return isPlainFolder(folder) ? readdirSync(folder) : [];
}
