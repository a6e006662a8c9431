import type { AgentStatus } from "../agents/agent.ts";
import { tryEndpoint } from "../agents/openai/try-endpoint.ts";
import { type AgentChoice, renderAgentChoice } from "../core/agent-name.ts";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import { agentStatus, agentStatuses } from "./agents.ts";
import type { DoctorCheck } from "./doctor-check.ts";

/** The endpoint may take this long to list its models. */
const endpointMs = 6_000;

/** Whether any agent is ready, those that were chosen, the endpoint, and every agent there is. */
export async function checkAgents(host: Host, options: RunOptions, offline: boolean): Promise<DoctorCheck[]> {
  const [agents, chosen, endpoint] = await Promise.all([
    agentStatuses(host, options),
    Promise.all(chosenAgents(options).map((choice) => checkChosen(host, options, choice))),
    offline ? [] : checkEndpoint(host, options),
  ]);
  return [anyReady(options, agents, chosen), ...chosen, ...endpoint, ...agents.map(checkAgent)];
}

const anyAgent = "an agent that is ready";

/** What was chosen counts, too: a program of the Agent Client Protocol is none of those that there always are. */
function anyReady({ agent }: RunOptions, agents: readonly AgentStatus[], chosen: readonly DoctorCheck[]): DoctorCheck {
  const able = agents.filter(({ installed, signedIn }) => installed && signedIn !== false).map(({ name }) => name);
  const isReady = chosen.some(({ name, state }) => agent !== null && name === chosenName(agent) && state !== "error");
  const own = agent?.name === "demo" || (agent?.name === "acp" && isReady) ? [renderAgentChoice(agent)] : [];
  const ready = [...able, ...own];
  if (ready.length > 0) return { name: anyAgent, state: "ok", detail: ready.join(", "), advice: null };
  const advice = "Install and sign in to one of the agents below, or set OPENAI_BASE_URL; baro demo needs none";
  return { name: anyAgent, state: "error", detail: "none", advice, lacks: anyAgent };
}

/** The endpoint that was given, asked once. An error where it is what was chosen; else other agents can do without it. */
async function checkEndpoint(host: Host, options: RunOptions): Promise<DoctorCheck[]> {
  if (options.endpoint === null) return [];
  const using = chosenAgents(options).filter(({ name }) => name === "openai");
  const models = using.length === 0 ? [null] : using.map(({ model }) => model);
  const news = await tryEndpoint(options.endpoint, models, { now: () => host.now(), timeoutMs: endpointMs });
  const state = news.ok ? "ok" : using.length > 0 ? "error" : "warning";
  return [{ name: "endpoint", state, detail: news.detail, advice: news.advice }];
}

/** The agents that flags or the configuration name; the scripted one is always there. */
function chosenAgents({ agent, planner, tiers }: RunOptions): AgentChoice[] {
  const named = [agent, planner, ...Object.values(tiers)].filter((choice) => choice !== null);
  const byName = new Map(named.map((choice) => [choice.command ?? choice.name, choice]));
  return [...byName.values()].filter(({ name }) => name !== "demo");
}

/** What was chosen is needed: no other agent takes its place. */
async function checkChosen(host: Host, options: RunOptions, choice: AgentChoice): Promise<DoctorCheck> {
  const status = await agentStatus(host, options, choice);
  const check = checkAgent(status);
  const lacks = !status.installed || status.signedIn === false;
  return { ...check, name: chosenName(choice), state: lacks ? "error" : check.state };
}

function chosenName(choice: AgentChoice): string {
  return `chosen ${choice.command === null ? choice.name : renderAgentChoice(choice)}`;
}

function checkAgent(status: AgentStatus): DoctorCheck {
  const name = `agent ${status.name}`;
  if (!status.installed)
    return { name, state: "missing", detail: status.lacks ?? "not installed", advice: status.advice };
  const untried = status.supported === false;
  const signedIn = status.signedIn === null ? "sign-in unknown" : status.signedIn ? "signed in" : "not signed in";
  const version =
    status.version === null
      ? []
      : [status.tried === null ? status.version : `${status.version} (tried: ${status.tried})`];
  const where = status.path === null ? [] : [status.path];
  const state = untried || status.signedIn === false ? "warning" : "ok";
  return { name, state, detail: [...version, signedIn, ...where].join(", "), advice: status.advice };
}
