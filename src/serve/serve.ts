import { existsSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { BaroError, messageOf } from "../core/error.ts";
import type { Host } from "../host/host.ts";
import type { HttpServer } from "../host/http-server.ts";
import { chooseRun } from "../run/choose-run.ts";
import type { RunOptions } from "../settings/options.ts";
import { readPageTokens } from "../store/page-tokens.ts";
import { shellWord } from "../text/quoting.ts";
import { answerRequest } from "./answer.ts";
import { type Gate, newTicket } from "./guard.ts";
import { newSite } from "./site.ts";

/** How to serve the page. */
export interface ServeRequest {
  /** The run that it opens on; null: the list. */
  run: string | null;
  /** Null: the usual one, or any that is free. */
  port: number | null;
  /** The address to listen on; null: this machine alone. */
  address: string | null;
  tls: { cert: string; key: string } | null;
  behindProxy: boolean;
  /** How the page is reached from outside: `https://baro.example.com`. */
  origin: string | null;
  readOnly: boolean;
  repositories: readonly string[];
  version: string;
}

export interface Serving {
  /** With the token behind `#`. */
  url: string;
  /** As `url`, for looking alone. */
  lookUrl: string;
  /** Where it listens, for a proxy in front, without a token. */
  local: string;
  /** An address for a browser on this machine that everybody may see: it lets one in, once, within a minute. */
  ticketUrl(): string;
  notices: string[];
  close(): Promise<void>;
}

const usualPort = 7421;

/** Serves the page until it is closed. Throws `usage` for what is not safe, and when it can't listen. */
export async function openServer(host: Host, options: RunOptions, request: ServeRequest): Promise<Serving> {
  const address = request.address ?? "127.0.0.1";
  requireSafe(request, address);
  const outside = originOf(request.origin);
  const run = request.run === null ? null : (await chooseRun(host, options, request.run)).run;
  const tokens = readPageTokens(host, options.stateDir);
  const gate: Gate = { ...tokens, hosts: new Set(), origins: new Set(), readOnly: request.readOnly };
  const { version } = request;
  const repositories = request.repositories.map((path) => realRepository(path));
  const site = newSite({ host, options, gate, run, repositories, version });
  const listen = (port: number) =>
    host.listen({ address, port, tls: tlsFiles(host, request.tls) }, (asked) => answerRequest(site, asked));
  // A proxy leads to one port alone.
  const port = request.port ?? (request.behindProxy ? usualPort : null);
  const { server, notices } = await listenSomewhere(listen, port, address);
  const scheme = request.tls === null ? "http" : "https";
  const names = [...(isLoopback(address) ? loopbackNames : []), ...(isAny(address) ? [] : [urlName(address)])];
  for (const name of names) {
    gate.hosts = new Set([...gate.hosts, `${name}:${server.port}`]);
    gate.origins = new Set([...gate.origins, `${scheme}://${name}:${server.port}`]);
  }
  if (outside !== null) {
    gate.hosts = new Set([...gate.hosts, outside.host]);
    gate.origins = new Set([...gate.origins, outside.origin]);
  }
  const own = `${scheme}://${isAny(address) ? "localhost" : urlName(address)}:${server.port}`;
  const urlWith = (token: string) => `${outside?.origin ?? own}/#${token}`;
  const token = request.readOnly ? tokens.lookToken : tokens.token;
  return {
    url: urlWith(token),
    lookUrl: urlWith(tokens.lookToken),
    local: own,
    ticketUrl: () => {
      site.ticket = newTicket(host.newSecret(), token, host.elapsed());
      return `${own}/#ticket=${site.ticket.text}`;
    },
    notices,
    close: () => server.close(),
  };
}

const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];

function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^127\./.test(address);
}

function isAny(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

function urlName(address: string): string {
  return address.includes(":") ? `[${address}]` : address.toLowerCase();
}

/** Whoever listens for more than this machine encrypts, or has somebody in front who does. */
function requireSafe({ tls, behindProxy, origin }: ServeRequest, address: string): void {
  if (!isLoopback(address) && tls === null && !behindProxy) {
    throw new BaroError(
      "usage",
      `Cannot serve on "${address}" without encryption: the token could be read in transit`,
      {
        hint: "Give --tls-cert FILE and --tls-key FILE, or --behind-proxy when a proxy encrypts; on a laptop, leave --host out",
      },
    );
  }
  if (isAny(address) && origin === null) {
    throw new BaroError("usage", `Cannot serve on "${address}" without a name: requests for other names are refused`, {
      hint: "Say how the page is reached: --origin https://baro.example.com",
    });
  }
}

function originOf(text: string | null): { origin: string; host: string } | null {
  if (text === null) return null;
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.username === "") return url;
  throw new BaroError("usage", `Cannot use --origin ${text}: it must be an origin, without a path`, {
    hint: "Write it like https://baro.example.com",
  });
}

/** A chain of certificates is no longer. */
const mostKeyBytes = 1024 * 1024;

function tlsFiles(host: Host, files: ServeRequest["tls"]): { cert: string; key: string } | null {
  if (files === null) return null;
  try {
    return { cert: host.readNamed(files.cert, mostKeyBytes), key: host.readNamed(files.key, mostKeyBytes) };
  } catch (error) {
    throw new BaroError("usage", `Cannot read the certificate: ${messageOf(error)}`, {
      hint: "Give --tls-cert and --tls-key files that can be read",
      cause: error,
    });
  }
}

function realRepository(path: string): string {
  const own = join(path, ".git");
  // An empty folder of that name is what a killed sandbox leaves, and no repository.
  if (existsSync(join(own, "HEAD")) || statSync(own, { throwIfNoEntry: false })?.isFile()) return realpathSync(path);
  if (!existsSync(path)) {
    throw new BaroError("usage", `Cannot start runs in "${path}": it does not exist`, {
      hint: "Give --repo the folder of a git repository",
    });
  }
  throw new BaroError("usage", `Cannot start runs in "${path}": it is in no git repository`, {
    hint: `Make it one with: git -C ${shellWord(path)} init; or give --repo another folder`,
  });
}

/** A port that was asked for is that one; the usual one may be another server's. */
async function listenSomewhere(
  listen: (port: number) => Promise<HttpServer>,
  asked: number | null,
  address: string,
): Promise<{ server: HttpServer; notices: string[] }> {
  try {
    return { server: await listen(asked ?? usualPort), notices: [] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" && asked === null) {
      return { server: await listen(0), notices: [`Port ${usualPort} is taken, perhaps by another baro serve`] };
    }
    if (error instanceof BaroError) throw error;
    const why = code === "EADDRINUSE" ? "it is taken" : messageOf(error);
    throw new BaroError("usage", `Cannot listen on ${address}, port ${asked ?? usualPort}: ${why}`, {
      hint: "Leave --port out, or name another",
      cause: error,
    });
  }
}
