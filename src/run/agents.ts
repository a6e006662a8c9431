import type { Agent, AgentStatus } from "../agents/agent.ts";
import { askThroughAgent } from "../agents/ask/agent-ask.ts";
import type { AskModel } from "../agents/ask/ask.ts";
import { meteredAgent, pricedAnswer } from "../agents/metered.ts";
import { openaiAgent } from "../agents/openai/agent.ts";
import { endpointAsk } from "../agents/openai/openai-ask.ts";
import { programAgent } from "../agents/registry.ts";
import { agentTimeLeft } from "../conduct/limits.ts";
import { type AgentChoice, agentNames, renderAgentChoice } from "../core/agent-name.ts";
import { BaroError } from "../core/error.ts";
import type { Endpoint } from "../core/options.ts";
import type { Weight } from "../core/story.ts";
import type { Host } from "../host/host.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { RunOptions } from "../settings/options.ts";
import { type Asker, askInTurn } from "./ask-in-turn.ts";
import { questionTraceVariables } from "./export-otel.ts";
import { openSandbox } from "./sandbox.ts";
import type { EventStream } from "./stream.ts";
import { timeSpent } from "./time-spent.ts";
import { watchedCheckout } from "./watched-checkout.ts";

/** Who works on a run: who writes, by weight where `--tier` says so, and who answers questions. */
export interface RunAgents {
  writer: Agent;
  tiers: Partial<Record<Weight, Agent>>;
  planner: Agent;
  /** Who takes over, in this order, when an agent can't go on; `weight`: of stories of that weight alone. */
  fallbacks: { agent: Agent; weight: Weight | null }[];
}

/** Who takes over on stories of a weight: first who is named for it, then who is named for all. */
export function fallbacksFor({ fallbacks }: RunAgents, weight: Weight): Agent[] {
  const of = (wanted: Weight | null) => fallbacks.filter((one) => one.weight === wanted).map(({ agent }) => agent);
  return [...of(weight), ...of(null)];
}

/** The agent for a choice. Throws `agent-missing` when it needs an endpoint and none is known. */
export function agentOf(choice: AgentChoice, options: RunOptions): Agent {
  return meteredAgent(unmeteredAgent(choice, options), { priced: options.maxUsd !== null });
}

function unmeteredAgent(choice: AgentChoice, options: RunOptions): Agent {
  if (choice.name !== "openai" && choice.name !== "demo") return programAgent(choice);
  return openaiAgent(requireEndpoint(options.endpoint), choice);
}

function requireEndpoint(endpoint: Endpoint | null): Endpoint {
  if (endpoint !== null) return endpoint;
  throw new BaroError("agent-missing", 'Cannot use agent "openai": no endpoint is known', {
    hint: "Set OPENAI_BASE_URL (and OPENAI_API_KEY where the endpoint wants one)",
  });
}

/** The agents of a run, each checked before anything is spent. Throws `agent-missing` and `agent-sign-in`. */
export async function readyAgents(host: Host, options: RunOptions): Promise<RunAgents> {
  const writer =
    options.agent === null ? await firstReady(host, options) : await requireReady(host, options, options.agent);
  const tiers: Partial<Record<Weight, Agent>> = {};
  for (const [weight, choice] of Object.entries(options.tiers)) {
    tiers[weight as Weight] = await requireReady(host, options, choice);
  }
  const planner = options.planner === null ? writer : await requireReady(host, options, options.planner);
  const fallbacks: RunAgents["fallbacks"] = [];
  for (const { weight = null, ...choice } of options.fallback ?? []) {
    fallbacks.push({ agent: await requireReady(host, options, choice), weight });
  }
  return { writer, tiers, planner, fallbacks };
}

/** What the planner looks at: a commit of the repository at `root`. */
export interface LookedAt {
  root: string;
  /** The folder below the root that the person stands in, and the planner starts in; left out: the root. */
  folder?: string;
  commit: string;
}

/** What questions are asked for; `run`: its name, null where nothing is recorded. */
interface AskedFor {
  options: RunOptions;
  sandbox: Sandbox | null;
  run: string | null;
}

/**
 * How the planner's and intake's questions are asked: at the endpoint itself, or through an agent that only reads; of the
 * fallbacks, where its provider does not answer.
 */
function askerOf(
  host: Host,
  { planner, fallbacks }: Pick<RunAgents, "planner" | "fallbacks">,
  { options, sandbox, run }: AskedFor,
  looked: LookedAt,
  stream: EventStream,
): AskModel {
  const notice = async (message: string) => {
    await stream.emit({ type: "run.notice", message });
  };
  const env = (question: string) =>
    run === null ? {} : questionTraceVariables(host.env, run, stream.events, question);
  const asker = (agent: Agent): Asker => {
    const { name, model } = agent.choice;
    const ask =
      name === "openai" || name === "demo"
        ? endpointAsk(host, requireEndpoint(options.endpoint), model, { onNotice: (words) => void notice(words) })
        : askThroughAgent(host, agent, {
            checkout: () => watchedCheckout(host, { ...looked, who: name, options, notice }),
            sandbox,
            env,
          });
    return { name: renderAgentChoice(agent.choice), provider: agent.provider, ask };
  };
  const others = fallbacks.filter(({ weight }) => weight === null).map(({ agent }) => asker(agent));
  return askInTurn(host, [asker(planner), ...others], {
    waitForReset: options.waitForReset,
    leftMs: () => agentTimeLeft(options, timeSpent(host, stream.events)),
    onSwitch: async ({ question, ...change }) => {
      await stream.emit({ type: "agent.switched", story: question, ...change });
    },
    onWait: notice,
  });
}

/** As `askerOf`, for a run: what each question cost is put on the stream, so that the figures hold all that was spent. */
export function meteredAsker(
  host: Host,
  agents: Pick<RunAgents, "planner" | "fallbacks">,
  asked: AskedFor,
  looked: LookedAt,
  stream: EventStream,
): AskModel {
  const ask = askerOf(host, agents, asked, looked, stream);
  return meteredAsk({ host, options: asked.options }, agents.planner, ask, stream);
}

/** As `askerOf`, for commands that may end without a question: agents are looked for when one is asked. */
export function lazyAsker(host: Host, options: RunOptions, looked: LookedAt, stream: EventStream): AskModel {
  let asker: Promise<AskModel> | undefined;
  const find = async () => {
    const agent = options.planner ?? options.agent;
    const agents = await readyAgents(host, { ...options, agent, planner: null, tiers: {} });
    const sandbox = await openSandbox(host, options, looked.root);
    return askerOf(host, agents, { options, sandbox, run: null }, looked, stream);
  };
  return async (question, signal) => {
    asker ??= find();
    return (await asker)(question, signal);
  };
}

async function requireReady(host: Host, options: RunOptions, choice: AgentChoice): Promise<Agent> {
  const agent = agentOf(choice, options);
  const status = await agent.status(host);
  const name = renderAgentChoice(choice);
  if (!status.installed) {
    throw new BaroError("agent-missing", `Cannot use agent "${name}": it is ${status.lacks ?? "not installed"}`, {
      hint: status.advice ?? "See what is installed with: baro doctor",
    });
  }
  if (status.signedIn === false) {
    throw new BaroError("agent-sign-in", `Cannot use agent "${name}": it is not signed in`, {
      hint: status.advice ?? "See what to do with: baro doctor",
    });
  }
  return agent;
}

/** The first agent found ready, in the order of `agentNames`. */
async function firstReady(host: Host, options: RunOptions): Promise<Agent> {
  const statuses = await agentStatuses(host, options);
  const ready = statuses.find(({ installed, signedIn }) => installed && signedIn !== false);
  if (ready !== undefined) return agentOf({ name: ready.name, model: null, command: null }, options);
  const unsigned = statuses.find(({ installed }) => installed);
  const code = unsigned === undefined ? "agent-missing" : "agent-sign-in";
  throw new BaroError(code, "Cannot start: no coding agent is ready", {
    hint: unsigned?.advice ?? "Install one, or set OPENAI_BASE_URL; see what is missing with: baro doctor",
  });
}

/** What is known of each agent that has a name, without spending a token. */
export async function agentStatuses(host: Host, options: RunOptions): Promise<AgentStatus[]> {
  return Promise.all(agentNames.map((name) => agentStatus(host, options, { name, model: null, command: null })));
}

/** As `agentStatuses`, of one agent that was chosen. */
export async function agentStatus(host: Host, options: RunOptions, choice: AgentChoice): Promise<AgentStatus> {
  const { name } = choice;
  if (name !== "openai" || options.endpoint !== null) return agentOf(choice, options).status(host);
  const none = { path: null, version: null, tried: null, supported: null, signedIn: null };
  return {
    name,
    installed: false,
    lacks: "without an endpoint",
    ...none,
    advice: "Set OPENAI_BASE_URL (and OPENAI_API_KEY)",
  };
}

/** Puts what each question cost on the stream, so that the figures hold all that was spent. */
export function meteredAsk(
  { host, options }: { host: Pick<Host, "elapsed">; options: RunOptions },
  planner: Agent,
  ask: AskModel,
  stream: EventStream,
): AskModel {
  return async (question, signal) => {
    const started = host.elapsed();
    const answer = await ask(question, signal);
    const ms = Math.round(host.elapsed() - started);
    const { ok, usage, estimated } = answer;
    const model = (ok ? answer.model : null) ?? planner.choice.model;
    const cost = options.maxUsd === null ? answer : pricedAnswer(answer, model, renderAgentChoice(planner.choice));
    const marks = {
      ...(estimated === true ? { estimated } : {}),
      ...(cost.usdEstimated ? { usdEstimated: true } : {}),
    };
    await stream.emit({ type: "model.answered", question: question.name, ok, ms, usd: cost.usd, ...usage, ...marks });
    return answer;
  };
}
