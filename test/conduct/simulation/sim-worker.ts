import type { ConductEffects } from "../../../src/conduct/effects.ts";
import type { Story } from "../../../src/core/story.ts";
import type { Lease } from "../../../src/fleet/lease.ts";
import { type Asked, type Bench, LeaseDesk } from "../../../src/fleet/lease-desk.ts";
import type { ArgsOf, FromWorker, Operation, ToWorker, ValueOf } from "../../../src/fleet/protocol.ts";
import { patienceShare } from "../../../src/fleet/serve-worker.ts";
import type { StoryWorktree } from "../../../src/worktrees/effects.ts";
import { Turns } from "../../../src/worktrees/turns.ts";
import { BrokenInvariant, must } from "./must.ts";
import type { Random } from "./random.ts";
import type { SimProcess } from "./sim-process.ts";
import { most } from "./times.ts";
import type { World } from "./world.ts";

/** A simulated commit's name as git's are, and back. */
export const objectOf = (name: string) => Buffer.from(name).toString("hex").padEnd(40, "0");
export const nameOf = (object: string) => Buffer.from(object, "hex").toString().replaceAll("\0", "");

interface Setting {
  world: World;
  process: SimProcess;
  inner: ConductEffects;
  random: Random;
  patienceMs: number;
  slots: number;
  accident: number;
  twice: number;
}

/** A machine behind a way that lags. When it goes away, it is up again as a new one. */
export class SimWorker {
  readonly name: string;
  readonly turns: Turns;
  isUp = true;
  readonly #setting: Setting;
  readonly #leases = new Map<string, Lease>();
  #desk: LeaseDesk;
  /** What is on its way comes in order, and only while this life of it lasts. */
  #life = 0;
  /** Nothing passes: it is said when it wakes. */
  #asleep: FromWorker[] | null = null;
  #cut = false;
  /** One thing at a time befalls it. */
  #isHit = false;
  #outAt = 0;
  #inAt = 0;
  #benches: SimBench[] = [];

  constructor(name: string, setting: Setting) {
    this.name = name;
    this.turns = new Turns(setting.slots);
    this.#setting = setting;
    this.#desk = this.#newDesk();
  }

  take(lease: Lease): void {
    this.#leases.set(lease.name, lease);
    const { random, process, accident } = this.#setting;
    if (!random.chance(accident)) return;
    const life = this.#life;
    const how = random.pick([() => this.#die(), () => this.#beCut(), () => this.#sleep()]);
    process.clock.after(random.between(1, 25_000), () => {
      if (life !== this.#life || this.#isHit || !this.isUp) return;
      this.#isHit = true;
      how();
    });
  }

  drop(lease: Lease): void {
    if (this.#leases.get(lease.name) === lease) this.#leases.delete(lease.name);
    lease.close();
  }

  hear(message: ToWorker): void {
    const { process, random } = this.#setting;
    const life = this.#life;
    this.#inAt = Math.max(this.#inAt, process.clock.now + random.between(1, most.lag));
    process.clock.after(this.#inAt - process.clock.now, () => {
      if (life !== this.#life || this.#cut || this.#asleep !== null) return;
      if (message.is === "call") void this.#desk.take(message);
      else if (message.is === "stop") this.#desk.stop(message);
      else if (message.is === "drop") void this.#desk.drop(message);
    });
  }

  #newDesk(): LeaseDesk {
    const life = this.#life;
    this.#benches = [];
    const agents = { now: 0 };
    return new LeaseDesk(
      (message) => this.#say(message, life),
      () => {
        const bench = new SimBench(this.#setting, (message) => this.#say(message, life), agents);
        this.#benches.push(bench);
        return bench;
      },
    );
  }

  #say(message: FromWorker, life: number): void {
    const { process, random, twice } = this.#setting;
    if (this.#asleep !== null && life === this.#life) this.#asleep.push(message);
    if (this.#cut || this.#asleep !== null || life !== this.#life) return;
    this.#outAt = Math.max(this.#outAt, process.clock.now + random.between(1, most.lag));
    for (let times = random.chance(twice) ? 2 : 1; times > 0; times--) {
      process.clock.after(this.#outAt - process.clock.now, () => {
        if (!this.#cut) this.#deliver(message);
      });
    }
  }

  #deliver(message: FromWorker): void {
    if ("lease" in message) this.#leases.get(message.lease)?.take(message);
  }

  /** The machine is off in this moment; its connection ends soon. */
  #die(): void {
    const { process, random } = this.#setting;
    this.#cut = true;
    void this.#end();
    process.clock.after(random.between(1, this.#setting.patienceMs), () => this.#lost("its connection ended"));
  }

  /** Neither side hears the other. Each has a clock of its own, which runs at its own speed. */
  #beCut(): void {
    const { process, random, patienceMs } = this.#setting;
    this.#cut = true;
    const speed = random.between(85, 130) / 100;
    process.clock.after(patienceMs * patienceShare * speed, () => void this.#end());
    process.clock.after(patienceMs, () => this.#lost("it said nothing for 20 s"));
  }

  /** It stands still with everything on it, and says what it had to say when nobody waits for that any more. */
  #sleep(): void {
    const { process, random, patienceMs } = this.#setting;
    this.#asleep = [];
    const said = this.#asleep;
    void this.#end();
    process.clock.after(patienceMs, () => this.#lost("it said nothing for 20 s"));
    process.clock.after(patienceMs + random.between(1, 30_000), () => {
      for (const message of said) this.#deliver(message);
    });
  }

  /** What is at work there ends, and its worktrees with it. */
  async #end(): Promise<void> {
    for (const bench of this.#benches) bench.isGone = true;
    await this.#desk.close();
  }

  #lost(why: string): void {
    const { process, random } = this.#setting;
    this.isUp = false;
    for (const lease of this.#leases.values()) lease.lose(why);
    this.#leases.clear();
    this.#life++;
    process.clock.after(random.between(500, 5_000), () => {
      this.#cut = false;
      this.#isHit = false;
      this.#asleep = null;
      this.#desk = this.#newDesk();
      this.isUp = true;
    });
  }
}

type Perform = { [T in Operation]: (args: ArgsOf<T>, asked: Asked) => Promise<ValueOf<T>> };

/** What a lease's worker does on the simulated world. A ref it can't move: that does who fetches from it. */
class SimBench implements Bench {
  /** Its machine is gone: nothing is looked at there any more. */
  isGone = false;
  readonly #setting: Setting;
  readonly #send: (message: FromWorker) => void;
  readonly #at: Perform;
  /** Those of the whole machine. */
  readonly #agents: { now: number };
  #worktree: StoryWorktree | null = null;
  #story: Story | null = null;

  constructor(setting: Setting, send: (message: FromWorker) => void, agents: { now: number }) {
    this.#agents = agents;
    this.#setting = setting;
    this.#send = send;
    this.#at = this.#operations();
  }

  async perform(op: Operation, args: unknown, asked: Asked): Promise<unknown> {
    try {
      return await (this.#at[op] as (args: unknown, asked: Asked) => Promise<unknown>)(args, asked);
    } catch (error) {
      if (error instanceof BrokenInvariant) this.#setting.process.broken = error;
      throw error;
    }
  }

  clear(): Promise<void> {
    if (this.#worktree !== null) this.#setting.world.worktrees.delete(this.#worktree.path);
    return Promise.resolve();
  }

  #operations(): Perform {
    const { inner, world } = this.#setting;
    const here = () => {
      if (this.#worktree === null) throw new Error("There is no worktree");
      return this.#worktree;
    };
    const object = (commit: string | null) => (commit === null ? null : objectOf(commit));
    return {
      openWorktree: async ({ story, base, work }, { signal }) => {
        const request = { story, base: nameOf(base), path: null, work: work === null ? null : nameOf(work) };
        this.#story = story;
        this.#worktree = await inner.openWorktree(request, signal);
        if (this.isGone) await this.clear();
        return { path: this.#worktree.path };
      },
      requireOurs: async () => {
        await inner.requireOurs(here());
        return null;
      },
      runAgent: async (args, asked) => {
        must(++this.#agents.now <= this.#setting.slots, `${args.story.id} is one too many for its machine`);
        try {
          return await this.#runAgent(args, here(), asked);
        } finally {
          this.#agents.now--;
        }
      },
      inspect: () => inner.inspect(here()),
      peek: () => inner.peek(here()),
      snapshot: async ({ paths }) => object(await inner.snapshot(here(), paths)),
      revert: async ({ paths }) => {
        await inner.revert(here(), paths);
        return null;
      },
      runHooks: ({ story, again }, { signal }) => inner.runHooks(here(), story, again, signal),
      commit: async (request) => {
        const make = () => inner.commit({ ...request, message: null, worktree: here() });
        const commit = await this.#onNoRef(`work/${request.story.id}`, make);
        return commit === null ? null : { commit: objectOf(commit), tree: objectOf(commit) };
      },
      checkWorktree: ({ story, command }, { signal }) => inner.checkWorktree(here(), story, command, signal),
      checkCommit: ({ commit, command }, { signal }) => inner.checkCommit(nameOf(commit), command, signal),
      keepLeftOut: async ({ story, paths }) => {
        const ref = `left-out/${story.id}`;
        const make = async () => world.refs.get((await inner.keepLeftOut(story, here(), paths)) ?? "") ?? null;
        return object(await this.#onNoRef(ref, make));
      },
      keep: async ({ story }) => {
        const make = async () => (await inner.keep(story, here()))?.commit ?? null;
        return object(await this.#onNoRef(`kept/${story.id}`, make));
      },
      release: () => this.#leave("release"),
      abandon: () => this.#leave("abandon"),
    };
  }

  async #leave(how: "release" | "abandon"): Promise<null> {
    const worktree = this.#worktree;
    const story = this.#story;
    if (worktree !== null && story !== null) await this.#setting.inner[how](story.id, worktree);
    return null;
  }

  async #onNoRef<T>(ref: string, make: () => Promise<T>): Promise<T> {
    const { refs } = this.#setting.world;
    const before = refs.get(ref);
    const made = await make();
    if (before === undefined) refs.delete(ref);
    else refs.set(ref, before);
    return made;
  }

  async #runAgent(args: ArgsOf<"runAgent">, worktree: StoryWorktree, asked: Asked): Promise<ValueOf<"runAgent">> {
    const { inner, world, random } = this.#setting;
    const { lease, fence, n } = asked;
    let seq = 0;
    for await (const event of inner.runAgent({ ...args, worktree }, asked.signal)) {
      this.#send({ is: "events", lease, fence, n, seq: seq++, events: [event] });
      const files = world.worktrees.get(worktree.path)?.files;
      if (files === undefined || !random.chance(0.3)) continue;
      this.#send({ is: "kept", lease, fence, commit: objectOf(world.commit(worktree.base, new Map(files))) });
    }
    const left = world.worktrees.get(worktree.path);
    const kept =
      left === undefined || left.replaced ? null : objectOf(world.commit(worktree.base, new Map(left.files)));
    // Nobody looks ahead: what is asked for one by one can go wrong one by one.
    return { kept, log: null, output: [], left: null };
  }
}
