import type { McpServer, ServerContext } from "@modelcontextprotocol/server";
import type { z } from "zod";
import { BaroError } from "../core/error.ts";
import { answerRun } from "../run/answer-run.ts";
import { runDiff, storyDiff } from "../run/diff.ts";
import { readRun } from "../run/read-run.ts";
import { stopRun } from "../run/runs.ts";
import { stopStory } from "../run/steer.ts";
import { foldRun } from "../state/run-state.ts";
import { hintFor } from "../text/typed-command.ts";
import { attendRun, type Call, type Reply, type Seal, ticketOf } from "./attend.ts";
import { beginRun, resumeRun } from "./begin.ts";
import { type Desk, requireRun } from "./desk.ts";
import { inputs, outputs } from "./shapes.ts";
import { decideGoal, planGoal } from "./think.ts";
import { toolWords } from "./tool-words.ts";

type Name = keyof typeof inputs;

type Tool<N extends Name> = (asked: z.output<(typeof inputs)[N]>, call: Omit<Call, "waitMs">) => Promise<Reply>;

/** More of a diff than this fits no conversation. */
const mostDiff = 200_000;

/** What each tool does. */
function callsOf(desk: Desk, seal: Seal): { [N in Name]: Tool<N> } {
  const { host, options } = desk;
  const seconds = (given: number | undefined) => (given === undefined ? null : given * 1000);
  return {
    decide: (asked, { ctx }) => decideGoal(desk, asked, ctx.mcpReq.signal),
    plan: (asked, { ctx }) => planGoal(desk, asked, ctx.mcpReq.signal),
    run: async (asked, call) => {
      const run = ticketOf(call.ctx)?.run ?? (await beginRun(desk, asked));
      const waitMs = seconds(asked.waitSeconds) ?? (call.asksPerson && !asked.yes ? null : 0);
      return await attendOwn(desk, { ...call, waitMs }, run, seal);
    },
    status: async (asked, call) => {
      const { run } = await requireRun(desk, ticketOf(call.ctx)?.run ?? asked.run);
      return await attendRun(desk, { ...call, waitMs: asked.waitSeconds * 1000 }, run, seal);
    },
    answer: async (asked, call) => {
      const { run } = await requireRun(desk, asked.run);
      const { id, answer } = asked;
      if (ticketOf(call.ctx) === null) await answerRun(host, options, run, { id, answer, by: "mcp" });
      return await attendRun(desk, { ...call, waitMs: asked.waitSeconds * 1000 }, run, seal);
    },
    diff: async ({ run: name, story, stat }) => {
      const { run } = await requireRun(desk, name);
      const state = foldRun(readRun(options.stateDir, run));
      const look = { color: false, stat };
      const whole = story === undefined ? await runDiff(host, state, look) : await storyDiff(host, state, story, look);
      const diff = whole.slice(0, mostDiff);
      const cut = diff.length < whole.length;
      const text =
        diff === "" ? "Nothing has changed yet." : cut ? `${diff}\n… cut; ask with stat, or for a story` : diff;
      return { content: [{ type: "text", text }], structuredContent: { run, diff, cut } };
    },
    stop: async ({ run: name, story }) => {
      const { run } = await requireRun(desk, name);
      const said = story === undefined ? await stopRun(host, options, run) : await stopStory(host, options, run, story);
      return { content: [{ type: "text", text: said }], structuredContent: { run, said } };
    },
    resume: async (asked, call) => {
      const run = ticketOf(call.ctx)?.run ?? (await resumeRun(desk, asked));
      const waitMs = seconds(asked.waitSeconds) ?? (call.asksPerson ? null : 0);
      return await attendOwn(desk, { ...call, waitMs }, run, seal);
    },
  };
}

/** Attends a run that this very call has begun: whoever cancels it does not want the run any more. */
async function attendOwn(desk: Desk, call: Call, run: string, seal: Seal): Promise<Reply> {
  const { signal } = call.ctx.mcpReq;
  // A connection that ends is no cancelling: what was kept goes on then.
  const stop = () => void (desk.over.aborted ? null : stopRun(desk.host, desk.options, run).catch(() => {}));
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const reply = await attendRun(desk, call, run, seal);
  // While its person is asked, the call goes on.
  if (reply["resultType"] !== "input_required") signal.removeEventListener("abort", stop);
  return reply;
}

/** Gives a server all tools. `asksPerson` tells whether the client of a call can show forms. */
export function registerTools(
  server: McpServer,
  desk: Desk,
  given: { seal: Seal; asksPerson(ctx: ServerContext): boolean },
): void {
  const tools = callsOf(desk, given.seal);
  const register = <N extends Name>(name: N, call: Tool<N>) => {
    const shapes = { inputSchema: inputs[name] as z.ZodType, outputSchema: outputs[name] as z.ZodType };
    server.registerTool(name, { ...toolWords[name], ...shapes }, async (asked, ctx) => {
      try {
        return await call(asked as z.output<(typeof inputs)[N]>, {
          ctx,
          asksPerson: given.asksPerson(ctx),
          from: desk.host.now(),
        });
      } catch (error) {
        return failed(error);
      }
    });
  };
  for (const name of Object.keys(tools) as Name[]) register(name, tools[name] as Tool<typeof name>);
}

/** What a person can act on is an answer; a bug is not. */
function failed(error: unknown): Reply {
  if (!(error instanceof BaroError)) throw error;
  const text = [error.message, ...(error.hint === undefined ? [] : [hintFor(error.place, error.hint)])].join("\n");
  return { content: [{ type: "text", text }], isError: true };
}
