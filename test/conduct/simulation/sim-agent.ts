import type { AgentErrorKind, AgentEvent, AgentFinished } from "../../../src/core/agent-event.ts";
import type { AgentRequest } from "../../../src/worktrees/effects.ts";
import { Random } from "./random.ts";
import type { Scenario, Weather } from "./scenario.ts";
import { never, type SimProcess } from "./sim-process.ts";
import { most } from "./times.ts";
import { ignoredFolder, type World } from "./world.ts";

/** The snapshot that any story may be granted. */
export const sharedSnapshot = "__snapshots__/all.snap";

type End = AgentErrorKind | "done" | "stranger" | "hang";

/** A simulated agent: what it does depends on the seed, the story and the attempt, and on nothing else. */
export async function* simAgent(
  scenario: Scenario,
  world: World,
  process: SimProcess,
  request: AgentRequest,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent> {
  const { story, attempt, worktree } = request;
  const random = new Random(scenario.seed).branch(`${story.id}/${attempt}`);
  const files = world.worktrees.get(worktree.path)?.files;
  if (files === undefined) throw new Error(`Agent of ${story.id} was given a worktree that is not there`);
  const started = process.clock.now;
  const end = chooseEnd(random, scenario.weather);
  const last = (change: Partial<AgentFinished>): AgentFinished => ({
    type: "agent.finished",
    ok: false,
    why: "crash",
    exitCode: 1,
    signal: null,
    ms: process.clock.now - started,
    ...change,
  });
  yield { type: "agent.session", session: request.session ?? `session-${story.id}-${attempt}` };
  const turns = random.between(1, 3);
  for (let turn = 1; turn <= turns; turn++) {
    await turnOrStop(process, random.between(100, 9_000), signal);
    if (process.dead) return never();
    if (signal.aborted) return yield last({ why: "killed", signal: "SIGTERM", exitCode: null });
    if (end !== "hang" || turn < turns) {
      yield* toolCall(`${attempt}/${turn}`, () => write(scenario, files, request, random, turn === turns));
    }
    yield usage(random);
    if (signal.aborted) return yield last({ why: "killed", signal: "SIGTERM", exitCode: null });
  }
  if (random.chance(scenario.weather.replace)) world.replace(worktree.path);
  if (end === "done") return yield last({ ok: true, why: "done", exitCode: 0 });
  if (end === "stranger") return yield last({ why: "killed", signal: "SIGKILL", exitCode: null });
  if (end === "hang") {
    await turnOrStop(process, 600_000, signal);
    if (process.dead) return never();
    if (signal.aborted) return yield last({ why: "killed", signal: "SIGTERM", exitCode: null });
  }
  const kind = end === "hang" ? "stalled" : end;
  const reset = kind === "usage_limit" && random.chance(0.7) ? new Date(process.clock.now + 3_600_000) : null;
  yield { type: "agent.error", kind, message: `simulated ${kind}`, resetAt: reset?.toISOString() ?? null };
  yield last({ why: kind });
}

function* toolCall(call: string, act: () => void): Generator<AgentEvent> {
  yield { type: "agent.tool.called", call, tool: "edit", nativeTool: "edit", input: {}, paths: [] };
  act();
  yield { type: "agent.tool.finished", call, ok: true, exitCode: null, output: "", outputBytes: 0 };
}

function chooseEnd(random: Random, weather: Weather): End {
  const ends: [End, number][] = [
    ["crash", weather.crash],
    ["hang", weather.hang],
    ["rate_limit", weather.rateLimit],
    ["usage_limit", weather.usageLimit],
    ["auth", weather.refuse],
    ["stranger", weather.stranger],
  ];
  let draw = random.next();
  for (const [end, probability] of ends) {
    draw -= probability;
    if (draw < 0) return end;
  }
  return "done";
}

function usage(random: Random): AgentEvent {
  const input = random.between(50, 800);
  const cachedInput = random.between(0, input);
  return {
    type: "agent.usage",
    input,
    cachedInput,
    output: random.between(1, 90),
    reasoning: 0,
    usd: null,
    requests: 1,
  };
}

function write(
  scenario: Scenario,
  files: Map<string, string>,
  request: AgentRequest,
  random: Random,
  isLast: boolean,
): void {
  const { story } = request;
  const { weather } = scenario;
  const own = `${story.writes[0]}${story.id}`;
  const told = request.prompt.includes("## Failing") || request.prompt.includes("went wrong");
  if (!told && random.chance(weather.empty)) return;
  const bug = told ? !random.chance(weather.mend) : random.chance(weather.bug);
  const clash = scenario.clash.includes(story.id) && !(told && random.chance(weather.mend));
  files.set(own, `${story.id}${isLast ? "" : " half"}${bug ? " bug" : ""}${clash ? " clash" : ""}`);
  if (random.chance(weather.outside)) files.set(`outside/${story.id}.ts`, story.id);
  if (random.chance(weather.hidden)) files.set(`${ignoredFolder}${story.id}`, story.id);
  if (random.chance(weather.shared)) files.set(sharedSnapshot, `${files.get(sharedSnapshot) ?? ""}${story.id};`);
}

async function turnOrStop(process: SimProcess, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const cancel = process.clock.after(ms, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    const stop = () => {
      cancel();
      // Stopping takes a moment, as with a real process.
      process.clock.after(most.agentEnd, resolve);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}
