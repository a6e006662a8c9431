import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Host } from "../host/host.ts";
import type { RunOptions } from "../settings/options.ts";
import type { Ticket } from "./attend.ts";
import { type Desk, repositoriesOf, stopTied } from "./desk.ts";
import { registerResources } from "./resources.ts";
import { registerTools } from "./tools.ts";
import { lineTransport } from "./transport.ts";

/** How to serve the protocol. */
export interface McpRequest {
  /** Folders in the repositories that callers may name; none: the one that baro was started in. */
  repositories: readonly string[];
  /** Callers may have work pushed. */
  mayDeliver: boolean;
  version: string;
}

const instructions = `baro does coding tasks with agents in worktrees of their own and proves the result with the project's checks.
Ask decide first: it costs little and says which shape fits. Then run, with the goal in the person's words.
A run goes on after the call; follow it with status and waitSeconds. needs_input is a question for the person: ask them, then call answer.`;

/** A person thinks for as long as they like, and may change the plan many times. */
const personMs = 24 * 60 * 60 * 1000;
const mostRounds = 100;

/**
 * Serves the Model Context Protocol on stdin and stdout, to clients of its 2025 and 2026 versions, until the client leaves or
 * a signal comes. Runs that nobody asked to keep are stopped then.
 */
export async function serveMcp(host: Host, options: RunOptions, request: McpRequest): Promise<void> {
  const over = new AbortController();
  const desk: Desk = {
    host,
    options,
    repositories: repositoriesOf(host.cwd, request.repositories),
    mayDeliver: request.mayDeliver,
    over: over.signal,
    tied: new Set(),
  };
  const codec = createRequestStateCodec<Ticket>({ key: host.newSecret(), ttlSeconds: personMs / 1000 });
  const build = () => {
    const server = new McpServer(
      { name: "baro", title: "baro", version: request.version },
      {
        instructions,
        capabilities: { tools: { listChanged: false }, resources: { listChanged: false } },
        inputRequired: { maxRounds: mostRounds, roundTimeoutMs: personMs },
        requestState: { verify: codec.verify },
      },
    );
    const asksPerson = (ctx: ServerContext) => canShowForms(server, ctx);
    registerTools(server, desk, { seal: (ticket) => codec.mint(ticket), asksPerson });
    registerResources(server, desk);
    return server;
  };
  const transport = lineTransport(host);
  const handle = serveStdio(build, { transport });
  const left = new Promise<void>((resolve) => {
    const closed = transport.onclose;
    transport.onclose = () => {
      over.abort();
      closed?.();
      resolve();
    };
    host.onSignal(() => resolve());
  });
  await left;
  over.abort();
  await Promise.all([stopTied(desk), handle.close()]);
}

/** Of a 2026 call its own envelope tells it, of a 2025 connection its handshake. */
function canShowForms({ server }: McpServer, { mcpReq }: ServerContext): boolean {
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  const declared = (envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities()) as ClientCapabilities;
  const elicitation = declared?.elicitation;
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
}
