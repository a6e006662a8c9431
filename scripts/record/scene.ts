import { artifact, privateState } from "../../test/artifact/artifact.ts";
import { openScreen, type Screen } from "../../test/artifact/screen.ts";
import { type Scenario, scriptedEndpoint } from "../../test/artifact/scripted-endpoint.ts";
import { scratchRepository } from "../../test/support/scratch.ts";
import { faultsOf } from "./faults.ts";
import { type Frame, frameOf } from "./frame.ts";

/** A stretch of real use that is made into a picture. */
export interface Scene {
  /** The picture's file name, without its end. */
  name: string;
  /** What a person typed. */
  args: readonly string[];
  /** What the picture shows, for who can't see it. */
  says: string;
  columns: number;
  rows: number;
  files: Readonly<Record<string, string>>;
  scenario: (beat: Beat) => Scenario;
  play(stage: Stage): Promise<void>;
}

/** Lets the scripted agents go on step by step, so that each moment can be looked at. */
export interface Beat {
  /** Resolves when the scene has come to this step. */
  reached(step: number): Promise<void>;
  /** Lets everybody go on who waits for this step or an earlier one. */
  to(step: number): void;
  /** How long agents take for each thing that they do: as long as it can be followed in a picture, no time in a test. */
  paceMs: number;
}

export interface Stage {
  screen: Screen;
  beat: Beat;
  /**
   * Takes a frame as soon as the screen shows all of these, and nothing is wrong with it. What a row says beside its name
   * is a pattern: a narrow screen has no room for it, and is not asked.
   */
  shot(holdMs: number, ...parts: (string | RegExp)[]): Promise<void>;
}

/**
 * Plays a scene with the compiled binary in a real pseudo-terminal. Throws, with the screen, when something is missing there,
 * stands there twice or is broken.
 */
export async function playScene(
  scene: Scene,
  { columns, rows, paceMs = 0 }: { columns: number; rows: number; paceMs?: number },
): Promise<Frame[]> {
  const beat = newBeat(paceMs);
  await using endpoint = await scriptedEndpoint(scene.scenario(beat));
  using state = privateState();
  using repo = scratchRepository(scene.files);
  const env = { ...state.env, ...endpoint.env, BARO_AGENT: "openai:scripted-1" };
  const screen = openScreen({ program: artifact, args: [...scene.args], cwd: repo.path, env, columns, rows });
  const frames: Frame[] = [];
  const shot: Stage["shot"] = async (holdMs, ...parts) => {
    const has = (lines: string[], part: string | RegExp) =>
      lines.some((line) => (typeof part === "string" ? line.includes(part) : part.test(line)));
    // A frame is drawn at once, but the model may be amid it.
    const asked = columns < roomy ? parts.filter((part) => typeof part === "string") : parts;
    await screen.until((lines) => asked.every((part) => has(lines, part)) && faultsOf(screen.model).length === 0);
    frames.push(frameOf(screen.model, holdMs));
  };
  try {
    await within(scene, scene.play({ screen, beat, shot }), screen);
  } finally {
    beat.to(Number.POSITIVE_INFINITY);
    screen.type("\u0003");
    await screen.exit;
  }
  if (!screen.cursorIsShown()) throw new Error(`${scene.name}: the cursor stays hidden`);
  return frames;
}

/** Cells from which on a row has room for all that it says. */
const roomy = 80;

/** A screen that never comes to look as it should is broken too. */
const mostMs = 30_000;

async function within(scene: Scene, played: Promise<void>, screen: Screen): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const faults = faultsOf(screen.model).join("; ");
    late.reject(
      new Error(`${scene.name}: the screen never looked as wanted (${faults})\n${screen.lines().join("\n")}`),
    );
  }, mostMs);
  try {
    await Promise.race([played, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function newBeat(paceMs: number): Beat {
  let at = 0;
  const waiting = new Set<{ step: number; go: () => void }>();
  return {
    paceMs,
    reached: (step) =>
      new Promise((resolve) => {
        if (step <= at) return resolve();
        waiting.add({ step, go: resolve });
      }),
    to(step) {
      at = Math.max(at, step);
      for (const one of waiting) {
        if (one.step > at) continue;
        waiting.delete(one);
        one.go();
      }
    },
  };
}
