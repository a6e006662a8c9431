import { BaroError } from "../core/error.ts";
import type { StoryId } from "../core/story.ts";
import { moveRefs, readRefs, removeRefs } from "../git/refs.ts";
import type { Host } from "../host/host.ts";
import { attributesFolder } from "./attributes-folder.ts";
import type { Integration, IntegrationRequest } from "./effects.ts";
import type { LandRequest } from "./real-effects.ts";
import { runRefs } from "./run-refs.ts";

export interface BranchOptions {
  root: string;
  run: string;
  branch: string;
  base: string;
  cacheDir: string;
  integrate(host: Host, request: LandRequest): Promise<Integration>;
}

/** The one branch that a run's stories land on. */
export class RunBranch {
  readonly #host: Host;
  readonly #options: BranchOptions;
  readonly #landed = new Set<StoryId>();
  #head: Promise<string> | null = null;
  #attributes: Promise<string | null> | null = null;

  constructor(host: Host, options: BranchOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** The newest integrated commit. The branch is made at the base when the run has none yet. */
  head(): Promise<string> {
    this.#head ??= this.#find();
    return this.#head;
  }

  async integrate(request: IntegrationRequest, sign: boolean): Promise<Integration> {
    const { root, run, base } = this.#options;
    const result = await this.#options.integrate(this.#host, {
      root,
      branch: this.#ref(),
      landed: runRefs(run).landed(request.story.id),
      known: await this.head(),
      commit: request.commit,
      base: request.base,
      sign,
      attributes: () => {
        this.#attributes ??= attributesFolder(this.#host, this.#options, base);
        return this.#attributes;
      },
    });
    if (result.kind === "merged") {
      this.#head = Promise.resolve(result.commit);
      this.#landed.add(request.story.id);
    }
    return result;
  }

  /** Removes the refs of what has landed. Work that is nowhere else stays on its ref. */
  async clear(): Promise<void> {
    const names = runRefs(this.#options.run);
    const refs = await readRefs(this.#host, this.#options.root, [names.prefix]);
    const landed = [...refs.keys()]
      .filter((ref) => ref.startsWith(names.landed("")))
      .map((ref) => ref.slice(names.landed("").length));
    const done = landed.flatMap((story) => [names.work(story), names.landed(story), names.kept(story)]);
    await removeRefs(
      this.#host,
      this.#options.root,
      done.filter((ref) => refs.has(ref)),
    );
  }

  #ref(): string {
    return `refs/heads/${this.#options.branch}`;
  }

  async #find(): Promise<string> {
    const { root, run, base, branch } = this.#options;
    const names = runRefs(run);
    const refs = await readRefs(this.#host, root, [this.#ref(), names.landed("")]);
    const head = refs.get(this.#ref());
    if (head !== undefined) return head;
    if (refs.size > 0) {
      throw new BaroError("git-failed", `Cannot go on: the branch "${branch}" was deleted`, {
        hint: `Restore it from one of the refs below ${names.landed("")}, then baro resume`,
      });
    }
    await moveRefs(this.#host, root, [{ ref: this.#ref(), to: base, from: null }]);
    return base;
  }
}
