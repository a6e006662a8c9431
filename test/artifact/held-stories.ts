import type { ScriptedTurn, ScriptRequest } from "../../src/demo/scripted/script.ts";
import { running, story, writing } from "./scripted-endpoint.ts";

const titles = ["Alpha", "Beta"];
const fileOf = (title: string) => `${title.toLowerCase()}.txt`;

/** Two stories, of which the first can be held in the middle of its work. */
export const heldStories = titles.map((title, at) =>
  story(`S${at + 1}`, { title, writes: [fileOf(title)], verify: [`grep -q done ${fileOf(title)}`] }),
);

/** Alpha's first agent writes half and hangs; whoever comes after it finds that half, or has nothing to go on from. */
export class Alpha {
  starts = 0;
  /** The first agent finishes its work when it is let go on. */
  finishes = false;
  /** The first agent has said its last word. */
  ended = false;
  readonly hangs = Promise.withResolvers<void>();
  readonly go = Promise.withResolvers<void>();

  async answer({ turn, aborted }: ScriptRequest): Promise<ScriptedTurn> {
    if (turn === 0) this.starts++;
    if (this.starts > 1) {
      return turn === 0 ? running("grep -q half alpha.txt && echo done > alpha.txt") : { text: "Done" };
    }
    if (turn === 0) return writing({ "alpha.txt": "half\n" });
    this.hangs.resolve();
    const gone = new Promise<void>((resolve) => aborted.addEventListener("abort", () => resolve(), { once: true }));
    await Promise.race([gone, this.go.promise]);
    if (this.finishes && turn === 1) return running("echo done > alpha.txt");
    this.ended = true;
    return { text: "Done" };
  }
}
