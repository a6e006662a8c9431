import type { AgentEvent } from "../core/agent-event.ts";
import type { Host } from "../host/host.ts";
import { roughTimeText } from "../text/duration.ts";
import type { AgentLimits } from "./agent.ts";

/** Watches an agent for silence. A running tool is not silence, and has a limit of its own. */
export interface SilenceWatch {
  /** Something was said: a line, whether or not it meant anything. */
  heard(events: readonly AgentEvent[]): void;
  /** Resolves with what was waited for in vain; never, once the watch was ended. */
  readonly stalled: Promise<string>;
  end(): void;
}

export interface SilenceLimits extends Pick<AgentLimits, "silenceMs" | "toolMs"> {
  /** False for agents that tell of a tool only once it ended: their silence may be a running tool. */
  announcesTools: boolean;
}

export function watchSilence(host: Pick<Host, "elapsed" | "sleep">, limits: SilenceLimits): SilenceWatch {
  const silenceMs = limits.announcesTools ? limits.silenceMs : Math.max(limits.silenceMs, limits.toolMs);
  const running = new Map<string, number>();
  const done = new AbortController();
  let lastHeard = host.elapsed();

  const deadline = (): number => {
    const [oldest] = running.values();
    return oldest === undefined ? lastHeard + silenceMs : oldest + limits.toolMs;
  };
  const watch = async (): Promise<string> => {
    for (;;) {
      const left = deadline() - host.elapsed();
      if (left <= 0) break;
      await host.sleep(left, done.signal);
      if (done.signal.aborted) return new Promise<never>(() => {});
    }
    const [tool] = running.keys();
    if (tool !== undefined) return `One tool call ran for more than ${roughTimeText(limits.toolMs)}`;
    return `It was silent for ${roughTimeText(silenceMs)}`;
  };

  return {
    heard(events) {
      lastHeard = host.elapsed();
      for (const event of events) {
        if (event.type === "agent.tool.called") running.set(event.call, lastHeard);
        if (event.type === "agent.tool.finished") running.delete(event.call);
      }
    },
    stalled: watch(),
    end: () => done.abort(),
  };
}
