import process from "node:process";
import { isCompiled } from "./compiled.ts";

/**
 * How often a piece of the program is run before the engine compiles it for the second time, which takes a thread of its
 * own longer than the piece saves, unless it is at work for seconds. Ten times as often as it does by itself: a run of a few
 * stories takes a tenth less processor time, and what streams by the gigabyte is as fast.
 */
const runsBeforeOptimizing = String(10_000);

const engineOptions: Readonly<Record<string, string>> = {
  /**
   * How much memory the JavaScript engine is to take the machine for: by this it decides how far its heap may grow before
   * it looks for garbage. No ceiling. Told of a small machine it keeps some tens of megabytes less, and takes no more time.
   */
  BUN_JSC_forceRAMSize: String(256 * 1024 * 1024),
  BUN_JSC_thresholdForOptimizeAfterWarmUp: runsBeforeOptimizing,
  BUN_JSC_thresholdForOptimizeAfterLongWarmUp: runsBeforeOptimizing,
  BUN_JSC_thresholdForOptimizeSoon: runsBeforeOptimizing,
};

/** This process, as far as it is started anew; the real one, except in tests. */
export interface Starter {
  isCompiled: boolean;
  platform: string;
  env: Readonly<Record<string, string | undefined>>;
  program: string;
  /** As it was started: its name, and what was said to it. */
  argv: readonly string[];
  /** Puts another program in the stead of this one. Comes back only where that can't be done, or throws. */
  execve: ((program: string, argv: readonly string[], env: Record<string, string>) => unknown) | undefined;
}

/**
 * Gives the engine its options, which it reads once, before anything of ours is run: the process starts itself anew, with
 * its number, its files and its terminal. That takes 4 ms. Where it can't be done all goes on as it is.
 */
export function optEngine(starter: Starter = ownStart()): void {
  const { env, program, argv, execve } = starter;
  if (!starter.isCompiled || starter.platform === "win32" || execve === undefined) return;
  if (Object.keys(engineOptions).some((name) => env[name] !== undefined)) return;
  const all = Object.entries({ ...env, ...engineOptions }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  try {
    execve(program, argv, Object.fromEntries(all));
  } catch {
    // No room for one more variable, or the program was replaced in this moment.
  }
}

function ownStart(): Starter {
  const { execve } = process as { execve?: Starter["execve"] };
  return {
    isCompiled: isCompiled(),
    platform: process.platform,
    env: process.env,
    program: process.execPath,
    argv: [process.argv0, ...process.argv.slice(2)],
    execve: execve?.bind(process),
  };
}
