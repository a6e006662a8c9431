import { setTimeout as wait } from "node:timers/promises";
import { type ClientContext, methods, type SessionUpdate } from "@agentclientprotocol/sdk";
import type { AgentEvent } from "../../core/agent-event.ts";
import { growth, noUsage, tokenCount, type Usage } from "../../core/usage.ts";

/** Agents that tell what a session used to whoever types the command for it, and to nobody else. It asks no model. */
const tellers = /^pi-acp$/i;
const command = "/session";
const answerMs = 5000;

interface Sums {
  usage: Usage;
  usd: number | null;
}

interface Asked {
  id: string;
  /** What the agent calls itself. */
  agent: string;
}

/** Asks an agent what a session has used, aside of the work: what it says to that is kept from everybody else. */
export function newSessionCommand() {
  let said: string | null = null;
  let before: Sums | null = { usage: noUsage, usd: null };

  /** `null`: it has no such command, or nothing that can be read came in time. */
  const sums = async (client: ClientContext, { id, agent }: Asked): Promise<Sums | null> => {
    if (!tellers.test(agent)) return null;
    said = "";
    try {
      const prompt = { sessionId: id, prompt: [{ type: "text" as const, text: command }] };
      const late = wait(answerMs, undefined, { ref: false });
      await Promise.race([client.request(methods.agent.session.prompt, prompt), late]);
      return readSums(said);
    } catch {
      return null;
    } finally {
      said = null;
    }
  };

  return {
    /** True for what belongs to the command. */
    takes(update: SessionUpdate): boolean {
      if (said === null) return false;
      if (update.sessionUpdate === "agent_message_chunk" && update.content.type === "text") said += update.content.text;
      return true;
    },
    /** A session that is gone on with has used something already. */
    async goOn(client: ClientContext, session: Asked): Promise<void> {
      before = await sums(client, session);
    },
    async used(client: ClientContext, session: Asked): Promise<AgentEvent[]> {
      const after = before === null ? null : await sums(client, session);
      if (before === null || after === null) return [];
      const usd = after.usd === null ? null : Math.max(0, after.usd - (before.usd ?? 0));
      return [{ type: "agent.usage", ...growth(after.usage, before.usage), usd, requests: null }];
    },
  };
}

/** Reads `Tokens: in 2400, out 50, cache read 100, …`; cached input and what is written to the cache are counted apart. */
export function readSums(text: string): Sums | null {
  const line = /^Tokens: (.+)$/m.exec(text)?.[1];
  if (line === undefined) return null;
  const count = (name: string) => tokenCount(Number(new RegExp(`(?:^|, )${name} (\\d+)`).exec(line)?.[1]));
  const [cachedInput, written] = [count("cache read"), count("cache write")];
  const usage = { ...noUsage, input: count("in") + cachedInput + written, cachedInput, output: count("out") };
  const cost = Number(/^Cost: ([\d.e-]+)$/m.exec(text)?.[1]);
  return { usage, usd: cost > 0 ? cost : null };
}
