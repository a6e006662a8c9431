import { setTimeout as delay } from "node:timers/promises";
import type { ScriptedTurn } from "../../src/demo/scripted/script.ts";
import { running, story, writing } from "../../test/artifact/scripted-endpoint.ts";
import { keys } from "../../test/artifact/terminal.ts";
import { ghostsIn } from "./faults.ts";
import type { Beat, Scene } from "./scene.ts";

const modules = ["cart", "price", "coupon", "invoice"];
const goal = `Write unit tests for ${modules
  .slice(0, -1)
  .map((name) => `lib/${name}.sh`)
  .join(", ")} and lib/${modules.at(-1)}.sh`;

const files: Readonly<Record<string, string>> = {
  "README.md": "# shop\n",
  Makefile: "test:\n\t@for t in test/*.test.sh; do sh $$t || exit 1; done\n",
  ...Object.fromEntries(modules.map((name) => [`lib/${name}.sh`, `${name}() { echo "${name} $1"; }\n`])),
  "test/shop.test.sh": ". ./lib/cart.sh\n[ \"$(cart 1)\" = 'cart 1' ]\n",
};

const titleOf = (name: string) => `Test lib/${name}.sh`;

const plan = {
  stories: modules.map((name, index) =>
    story(`S${index + 1}`, {
      title: titleOf(name),
      brief: `Write test/${name}.test.sh: every function of lib/${name}.sh, its limits included.`,
      writes: [`test/${name}.test.sh`],
      reads: [`lib/${name}.sh`],
      acceptance: [`Every function of lib/${name}.sh is tested`],
      weight: "light",
    }),
  ),
};

const sure = {
  mode: "parallel",
  confidence: 0.88,
  reason: "Four modules that have nothing to do with each other",
  clear: true,
  question: null,
};

function testOf(name: string): string {
  return `. ./lib/${name}.sh\n\n[ "$(${name} 1)" = "${name} 1" ]\n[ "$(${name} 2)" = "${name} 2" ]\n`;
}

/** What each agent does in turn, each as soon as the scene has come to its own step. */
function works(beat: Beat, steps: (index: number) => readonly number[]) {
  return Object.fromEntries(
    modules.map((name, index) => {
      const turns: ScriptedTurn[] = [
        { text: `Reading lib/${name}.sh first.`, calls: [{ name: "read_file", input: { path: `lib/${name}.sh` } }] },
        writing({ [`test/${name}.test.sh`]: testOf(name) }),
        running(`sh test/${name}.test.sh`),
      ];
      const work = async ({ turn }: { turn: number }) => {
        if (beat.paceMs > 0) await delay(beat.paceMs);
        await beat.reached(steps(index)[turn] ?? 0);
        return turns[turn] ?? { text: `Every function of lib/${name}.sh is tested.` };
      };
      return [titleOf(name), work];
    }),
  );
}

/** The whole job: the mode, the plan, the agents at work, and what came of it. */
const run: Scene = {
  name: "run",
  args: [goal],
  says: "baro suggests a mode, shows the plan, four agents write one test file each side by side, and the card says what came of it: four stories merged into one branch, the time that was saved, and what to do next",
  columns: 88,
  rows: 32,
  files,
  scenario: (beat) => ({
    plan,
    decision: sure,
    stories: works(beat, (index) => [0, 1 + (index % 2), 3 + (index % 2), 5 + Math.min(1, index)]),
  }),
  async play({ screen, beat, shot }) {
    await shot(3500, "● parallel", "Four modules", "confirm");
    screen.type(keys.enter);
    await shot(3500, "Run this plan?", "● Accept", titleOf("cart"));
    screen.type(keys.enter);
    await shot(1500, /S1 .*read lib.cart.sh/, /S4 .*read/, "4 working", "? help");
    beat.to(1);
    await shot(1000, /S1 .*write test.cart/, /S3 .*write/);
    beat.to(2);
    await shot(1000, /S2 .*write test/, /S4 .*write/);
    beat.to(3);
    await shot(1000, /S1 .*run sh test.cart/, /S3 .*run sh/);
    beat.to(5);
    await shot(1500, /✓ S1 .*merged/, /S2 .*run sh/);
    beat.to(6);
    await shot(6000, /^Delivered/, "speedup", "● Nothing", "Merge it into main");
    screen.type(keys.enter);
    await screen.exit;
    const ghosts = ghostsIn(screen.everything());
    if (ghosts.length > 0) throw new Error(`run: something is left on the screen:\n${ghosts.join("\n")}`);
  },
};

/** What a person is asked when the decision is not sure. */
const unsure: Scene = {
  name: "unsure",
  args: ["Clean up how prices and coupons are computed", "--intake", "model"],
  says: "A picker that is not sure: each mode with how likely it is and what it would cost, and arrows to choose",
  columns: 88,
  rows: 16,
  files,
  scenario: () => ({
    decision: {
      ...sure,
      mode: "sequential",
      confidence: 0.58,
      reason: "Coupons are taken off prices, so one goes before the other",
    },
  }),
  async play({ screen, shot }) {
    await shot(1000, "sequential is suggested", /● focused .*likely/, /○ sequential .*likely/, /parallel .*likely/);
    screen.type(keys.interrupt);
    await screen.exit;
  },
};

/** What the keys of the live view show of one story. */
const watch: Scene = {
  name: "watch",
  args: [goal, "--yes", "--mode", "parallel"],
  says: "The live view of a run: a story is chosen, its agent's stream is opened, then the diff so far",
  columns: 88,
  rows: 20,
  files,
  scenario: (beat) => ({ plan, decision: sure, stories: works(beat, (index) => [0, 0, 0, 1 + (index % 2)]) }),
  async play({ screen, beat, shot }) {
    await shot(1500, "4 working", "? help", /› ?[⠋-⠿] S1/u, /S1 .*run sh/, /S2 .*run sh/, /S3 .*run sh/, /S4 .*run sh/);
    screen.type(keys.down);
    await shot(1500, /› ?[⠋-⠿] S2/u);
    screen.type(keys.enter);
    await shot(3000, "S2 stream: Test lib/price.sh", "write test/price.test.sh", "Esc back");
    screen.type("d");
    await shot(3500, "S2 diff: Test lib/price.sh", '+[ "$(price 2)" = "price 2" ]');
    beat.to(2);
  },
};

export const scenes: readonly Scene[] = [run, unsure, watch];
