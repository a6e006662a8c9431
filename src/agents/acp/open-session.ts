import {
  type AuthMethod,
  type ClientContext,
  type InitializeResponse,
  methods,
  type NewSessionRequest,
  type NewSessionResponse,
  PROTOCOL_VERSION,
  RequestError,
  type SessionConfigOption,
} from "@agentclientprotocol/sdk";
import { messageOf } from "../../core/error.ts";
import { isRecord, recordOf } from "../../core/narrow.ts";
import type { AgentTask } from "../agent.ts";
import { classifyError } from "../classify.ts";
import type { Environment } from "../program-spec.ts";
import { requestWords, SignInNeeded } from "./endings.ts";

export interface OpenedSession {
  id: string;
  /** What the agent calls itself. */
  agent: string;
  /** Another process of the agent can go on with it. */
  goesOn: boolean;
}

/** Opens a session, or goes on with one: signed in as the agent offers, with the model and in the mode of the task. */
export async function openAcpSession(agent: ClientContext, task: AgentTask, env: Environment): Promise<OpenedSession> {
  const hello = await agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    // It works on the files itself: what it writes is judged by the worktree, not by what it tells us.
    clientCapabilities: { _meta: { terminal_output: true } },
    clientInfo: { name: "baro", version: "0" },
  });
  const name = hello.agentInfo?.name ?? "";
  const place: NewSessionRequest = { cwd: task.cwd, mcpServers: [] };
  if (task.resume !== null) {
    const session = task.resume;
    await signedIn(agent, hello, env, () => goOn(agent, hello, { ...place, sessionId: session }));
    return { id: session, agent: name, goesOn: true };
  }
  const opened = await signedIn(agent, hello, env, () => agent.request(methods.agent.session.new, place));
  if (task.model !== null) await chooseModel(agent, opened, task.model);
  await chooseMode(agent, opened, task.readOnly);
  return { id: opened.sessionId, agent: name, goesOn: canGoOn(hello) };
}

function canGoOn({ agentCapabilities }: InitializeResponse): boolean {
  return agentCapabilities?.sessionCapabilities?.resume != null || agentCapabilities?.loadSession === true;
}

async function goOn(
  agent: ClientContext,
  { agentCapabilities }: InitializeResponse,
  known: NewSessionRequest & { sessionId: string },
): Promise<unknown> {
  if (agentCapabilities?.sessionCapabilities?.resume != null) return agent.request(methods.agent.session.resume, known);
  if (agentCapabilities?.loadSession === true) return agent.request(methods.agent.session.load, known);
  throw new Error("The agent cannot go on with a session");
}

const authRequired = -32000;

/** Does what may need a sign-in; when it does, once more after each way to sign in that needs nobody. */
async function signedIn<T>(
  agent: ClientContext,
  { authMethods = [] }: InitializeResponse,
  env: Environment,
  open: () => Promise<T>,
): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!needsSignIn(error)) throw error;
    let last = wordsOf(error);
    for (const { id } of silentMethods(authMethods, env)) {
      try {
        await agent.request(methods.agent.authenticate, { methodId: id });
        return await open();
      } catch (refusal) {
        last = wordsOf(refusal);
      }
    }
    throw new SignInNeeded(`It is not signed in: ${last}. ${adviceFor(authMethods)}`);
  }
}

/** Some say so in words alone. */
function needsSignIn(error: unknown): boolean {
  if (!(error instanceof RequestError)) return false;
  return (
    error.code === authRequired || classifyError(`${error.message} ${JSON.stringify(error.data ?? "")}`) === "auth"
  );
}

/** The ways to sign in that take a key from the environment, those whose variable is set first. */
function silentMethods(offered: readonly AuthMethod[], env: Environment): AuthMethod[] {
  const usable = offered.filter((method) => !("type" in method && method.type === "terminal"));
  const keyed = usable.filter((method) => /key|token|env|vertex|api/i.test(`${method.id} ${method.name}`));
  const isSet = (method: AuthMethod) => variablesOf(method).some((name) => (env[name] ?? "") !== "");
  return [...keyed.filter(isSet), ...keyed.filter((method) => !isSet(method))];
}

/** Names of variables in what a method says of itself: `OPENAI_API_KEY`, or an id like `openai-api-key`. */
function variablesOf(method: AuthMethod): string[] {
  const words = JSON.stringify(method);
  const named = [...words.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name);
  return [...named, method.id.toUpperCase().replace(/[^A-Z0-9]+/g, "_")];
}

function adviceFor(offered: readonly AuthMethod[]): string {
  const ways = offered.map(({ name }) => name).join(", ");
  return `Start it once by itself and sign in, or set the key of its model provider${ways === "" ? "" : ` (it offers: ${ways})`}`;
}

/** A refusal says why beside its message, which is "Internal error" with most. */
function wordsOf(error: unknown): string {
  return error instanceof RequestError ? requestWords(error) : messageOf(error);
}

async function chooseModel(agent: ClientContext, opened: NewSessionResponse, model: string): Promise<void> {
  const { sessionId } = opened;
  const option = (opened.configOptions ?? []).find(({ category }) => category === "model");
  if (option !== undefined) {
    await agent.request(methods.agent.session.setConfigOption, { sessionId, configId: option.id, value: model });
    return;
  }
  // Many have the choice of a model that the protocol had before it knew options.
  if (!isRecord(recordOf(opened)["models"])) {
    throw new Error(`The agent does not let the model be chosen: it runs without "${model}"`);
  }
  await agent.request("session/set_model", { sessionId, modelId: model });
}

const looking = [/read.?only/i, /^ask$/i, /plan/i];
/** Modes that write, the ones that ask least for what a story needs first; those without any bounds are nobody's wish. */
const writing = [/accept.?edits?/i, /auto.?edit/i, /^agent$/i, /^(build|code|write|edit)$/i, /^auto$/i, /^default$/i];

/** A question is asked in a mode that only reads, and a story is written in one that writes, where there are such. */
async function chooseMode(
  agent: ClientContext,
  { sessionId, modes, configOptions }: NewSessionResponse,
  readOnly: boolean,
): Promise<void> {
  const option = (configOptions ?? []).find(({ category }) => category === "mode");
  const current = modes?.currentModeId ?? String(option?.currentValue ?? "");
  const offered = modes?.availableModes?.map(({ id }) => id) ?? valuesOf(option);
  const wanted = modeFor(offered, current, readOnly);
  if (wanted === null) return;
  if (modes != null) await agent.request(methods.agent.session.setMode, { sessionId, modeId: wanted });
  else if (option !== undefined) {
    await agent.request(methods.agent.session.setConfigOption, { sessionId, configId: option.id, value: wanted });
  }
}

/** The mode to change to; `null`: it may stay as it is. */
export function modeFor(offered: readonly string[], current: string, readOnly: boolean): string | null {
  const looks = (id: string) => looking.some((words) => words.test(id));
  if (readOnly && looks(current)) return null;
  // A mode that decides by itself what it may do asks a model for that, which costs: the plainest that writes is enough.
  for (const words of readOnly ? looking : writing) {
    const found = offered.find((id) => words.test(id) && looks(id) === readOnly);
    if (found !== undefined) return found === current ? null : found;
  }
  if (readOnly || (current !== "" && !looks(current))) return null;
  return offered.find((id) => !looks(id)) ?? null;
}

function valuesOf(option: SessionConfigOption | undefined): string[] {
  if (option === undefined || !("options" in option) || !Array.isArray(option.options)) return [];
  const all = option.options.flatMap((one) => ("options" in one ? one.options : [one]));
  return all.flatMap((one) => ("value" in one ? [String(one.value)] : []));
}
