import type { RunEventBody } from "../../../src/core/event.ts";
import type { StoryId } from "../../../src/core/story.ts";
import type { Must } from "./must.ts";
import { changedPaths, ignoredFolder, type World } from "./world.ts";

/** Work that did not land is never thrown away: what an unfinished or failed story has is held on a ref. */
export class KeepingInvariants {
  readonly #must: Must;
  /** Worktrees in the hands of this process. */
  readonly #open = new Map<StoryId, string>();
  readonly #over = new Set<StoryId>();
  /** Places that could not be given back, and that nobody was told of. */
  readonly #jammed = new Set<string>();
  /** Stories whose ignored files were told of. */
  readonly #named = new Set<StoryId>();

  constructor(must: Must) {
    this.#must = must;
  }

  newProcess(): void {
    this.#jammed.clear();
    this.#open.clear();
  }

  opened(story: StoryId, path: string): void {
    this.#open.set(story, path);
  }

  released(story: StoryId): void {
    this.#open.delete(story);
  }

  /** A clean-up that failed: it decides nothing, and the person hears of the place. */
  jammed(path: string): void {
    this.#jammed.add(path);
  }

  see(event: RunEventBody, world: World): void {
    if (event.type === "run.notice")
      for (const path of this.#jammed) if (event.message.endsWith(`it is in ${path}`)) this.#jammed.delete(path);
    if (event.type === "story.merged") this.#nothingHidden(event.story, event.commit, world);
    // What its machine had goes with it; what was kept of it in time is on a ref.
    if (event.type === "lease.lost") this.#open.delete(event.story);
    if (event.type === "files.left_out") this.#named.add(event.story);
    if (event.type === "story.dropped") this.#over.delete(event.story);
    if (event.type === "run.resumed") for (const id of event.again ?? []) this.#over.delete(id);
    if (event.type !== "story.finished") return;
    this.#over.add(event.story);
    if (event.outcome === "failed") this.#kept(event.story, world, "failed");
  }

  atTheEnd(world: World): void {
    this.#must(this.#jammed.size === 0, `nobody was told of what lies in ${[...this.#jammed].join(", ")}`);
    for (const story of this.#open.keys()) if (!this.#over.has(story)) this.#kept(story, world, "is not finished");
  }

  /** Ignored files of a story are in no commit, and were named and held before it landed. */
  #nothingHidden(story: StoryId, commit: string, world: World): void {
    const hidden = [...world.files(commit).keys()].filter((path) => path.startsWith(ignoredFolder));
    this.#must(hidden.length === 0, `${story} landed with ${hidden.join(", ")}`);
    const worktree = world.worktrees.get(this.#open.get(story) ?? "");
    const left = worktree !== undefined && !worktree.replaced && worktree.files.has(`${ignoredFolder}${story}`);
    this.#must(!left || this.#named.has(story), `${story} left out a file that nobody was told of`);
    this.#must(!left || world.refs.has(`left-out/${story}`), `${story} left out a file that is on no ref`);
  }

  #kept(story: StoryId, world: World, how: string): void {
    const worktree = world.worktrees.get(this.#open.get(story) ?? "");
    // What was put where a worktree was is nobody's to look at.
    if (
      worktree === undefined ||
      worktree.replaced ||
      changedPaths(world.files(worktree.base), worktree.files).length === 0
    )
      return;
    const commit = world.refs.get(`kept/${story}`);
    const lost = commit === undefined || changedPaths(world.files(commit), worktree.files).length > 0;
    this.#must(!lost, `${story} ${how}, and what it has is on no ref`);
  }
}
