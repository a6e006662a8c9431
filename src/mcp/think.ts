import type { CallToolResult } from "@modelcontextprotocol/server";
import type { z } from "zod";
import type { Decision } from "../core/decision.ts";
import { BaroError } from "../core/error.ts";
import type { EnforcedPlan, PairVerdict, Plan } from "../core/plan.ts";
import { renderDecision } from "../report/decision-text.ts";
import { plain } from "../report/layout.ts";
import { renderPlan } from "../report/plan-text.ts";
import { askOwnProgram } from "../run/start-run.ts";
import { type Desk, requireRepository } from "./desk.ts";
import { type inputs, outputs } from "./shapes.ts";

const layout = { paint: plain, width: 100 };

/** So many goals are thought about at once. */
const mostThinking = 8;

/** `intake` also ends with a decision when the goal is too vague to run. */
const vague = 3;

/** The decision for a goal. */
export async function decideGoal(
  desk: Desk,
  asked: z.output<typeof inputs.decide>,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const said = await think(desk, asked, ["intake", "-", "--json"], signal);
  const decided = outputs.decide.parse(said);
  if (!asked.explain) decided.signals = [];
  const { notices, ...decision } = decided;
  const lines = renderDecision(decision as unknown as Decision, layout, false);
  return { content: [{ type: "text", text: [...lines, ...notices].join("\n") }], structuredContent: decided };
}

/** The enforced plan for a goal, as the document that a run takes. */
export async function planGoal(
  desk: Desk,
  asked: z.output<typeof inputs.plan>,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const mode = asked.mode === undefined ? [] : ["--mode", asked.mode];
  const planned = outputs.plan.parse(await think(desk, asked, ["plan", "-", "--json", ...mode], signal));
  if (!asked.explain) shorten(planned);
  const { version, goal, mode: shape, stories, decision, notices, ...account } = planned;
  const plan = { version, goal, mode: shape, stories } as Plan;
  const lines = [
    ...(decision === null ? [] : [...renderDecision(decision as unknown as Decision, layout, false), ""]),
    ...renderPlan({ plan, ...account } as unknown as EnforcedPlan, layout, false),
    ...notices,
  ];
  return { content: [{ type: "text", text: lines.join("\n") }], structuredContent: planned };
}

/** Takes out of a plan what is evidence alone: it fills a conversation, and a run does not need it back. */
function shorten(planned: z.output<typeof outputs.plan>): void {
  if (planned.decision !== null) planned.decision.signals = [];
  const { pairs } = planned;
  if (Array.isArray(pairs)) for (const pair of pairs as Partial<PairVerdict>[]) delete pair.weighed;
}

let thinking = 0;

/** Asks a process of its own, which is gone as soon as nobody waits for it. */
async function think(
  desk: Desk,
  asked: { repository?: string | undefined; goal: string },
  words: readonly string[],
  signal: AbortSignal,
): Promise<unknown> {
  const cwd = await requireRepository(desk, asked.repository);
  if (thinking >= mostThinking) {
    throw new BaroError("ceiling", `Cannot consider another goal: ${thinking} are already being considered`);
  }
  thinking++;
  try {
    const said = await askOwnProgram(desk.host, {
      cwd,
      words: [...words, "--no-input", "--quiet", "--cwd", cwd],
      text: asked.goal,
      signal: AbortSignal.any([signal, desk.over]),
      fine: [0, vague],
    });
    return JSON.parse(said);
  } finally {
    thinking--;
  }
}
