import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gitIn, scratchFolder } from "../../support/scratch.ts";
import { type ApiAnswer, type ApiWorld, answerApi, refusal } from "./api.ts";
import { serveGit } from "./git-http.ts";
import type { Exchange, Misbehaviour, MisbehaviourRule, SeenRequest, StandInRepository } from "./state.ts";

/** Starts with what GitHub's tokens start with, and is none. */
export const standInToken = "test-token-of-ada-0123456789";

/**
 * A GitHub Enterprise server for tests: the REST API below `/api/v3` and git's smart HTTP beside it, over a real socket
 * on the loopback. Tokens stand for people; git wants them as a password.
 */
export async function startForge() {
  const folder = scratchFolder();
  const tokens = new Map([[standInToken, "ada"]]);
  const repositories = new Map<string, StandInRepository>();
  const rules: MisbehaviourRule[] = [];
  const seen: SeenRequest[] = [];
  const exchanges: Exchange[] = [];
  const waiting: { method: string; path: RegExp; wake: () => void }[] = [];
  const add = (path: string, change: Partial<StandInRepository> = {}): StandInRepository => {
    const made = newRepository(folder.path, path, repositories.size + 1, change);
    repositories.set(path, made);
    return made;
  };
  const world: ApiWorld & { gitSeen: string[] } = {
    gitSeen: [],
    renamed: new Map(),
    ignoresFilters: false,
    repository: (path) => repositories.get(path) ?? null,
    makeFork: (of, owner) => {
      const path = `${owner}/${of.path.split("/")[1]}`;
      const there = repositories.get(path);
      if (there !== undefined) return there;
      const fork = add(path, { forkOf: of.path, writers: new Set([owner]) });
      gitIn(of.folder, "push", "--quiet", "--all", fork.folder);
      return fork;
    },
  };
  const server = createServer((request, response) => {
    // A mistake of the stand-in is an answer like any other: whoever waits for one must not wait for ever.
    route(request, response).catch((error: unknown) => send(response, refusal(500, String(error))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = new URL(request.url ?? "/", url);
    if (!address.pathname.startsWith("/api/")) return routeGit(request, response, address);
    const path = address.pathname.replace(/^\/api(\/v3)?/, "");
    const body = await readJson(request);
    const authorization = request.headers.authorization ?? null;
    seen.push({ method: request.method ?? "", path: path + address.search, authorization, body });
    for (const each of waiting) if (each.method === request.method && each.path.test(path)) each.wake();
    const token = authorization?.replace(/^(Bearer|token) /, "") ?? null;
    const how = takeRule(rules, request.method ?? "", path);
    if (how !== null && "cut" in how && how.cut === "before") return void request.socket.destroy();
    if (how !== null && "hang" in how) return;
    if (how !== null && "html" in how)
      return void response.writeHead(200, { "content-type": "text/html" }).end("<html>");
    if (how !== null && "answer" in how) return send(response, { status: how.answer, body: how.body ?? {}, ...how });
    if (token !== null && !tokens.has(token)) return send(response, refusal(401, "Bad credentials"));
    const user = token === null ? null : (tokens.get(token) ?? null);
    const answer = answerApi(world, {
      method: request.method ?? "",
      path,
      query: address.searchParams,
      body,
      user,
      url,
    });
    exchanges.push({ method: request.method ?? "", path, body, status: answer.status, answer: answer.body });
    if (how !== null && "cut" in how) return void request.socket.destroy();
    send(response, how !== null && "answerAfter" in how ? { status: how.answerAfter, body: {} } : answer);
  }

  function routeGit(request: IncomingMessage, response: ServerResponse, address: URL): void {
    const path = /^\/([^/]+\/[^/]+)\.git\//.exec(address.pathname)?.[1] ?? "";
    const moved = world.renamed.get(path);
    if (moved !== undefined) {
      const location = url + address.pathname.replace(path, moved) + address.search;
      return void response.writeHead(301, { location }).end();
    }
    const repository = repositories.get(path);
    const [, password = ""] = basicOf(request);
    const user = tokens.get(password) ?? null;
    const writes = `${address.pathname}${address.search}`.includes("git-receive-pack");
    world.gitSeen.push(`${request.method} ${address.pathname}${address.search}`);
    if (repository === undefined) return void response.writeHead(404).end();
    if (user === null && (writes || repository.private || password !== "")) {
      return void response.writeHead(401, { "www-authenticate": 'Basic realm="GitHub"' }).end();
    }
    if (writes && (user === null || !repository.writers.has(user))) {
      return void response.writeHead(403).end(`Permission to ${path}.git denied to ${user}.`);
    }
    serveGit(folder.path, user, request, response);
  }

  return {
    url,
    seen,
    exchanges,
    world,
    /** Resolves when such a request has come in. */
    arrival: (method: string, path: RegExp) =>
      new Promise<void>((wake) => {
        waiting.push({ method, path, wake });
      }),
    add,
    addUser: (token: string, login: string) => tokens.set(token, login),
    /** The next `times` requests that match are answered wrongly. */
    misbehave: (method: string, path: RegExp, how: Misbehaviour, times = 1) => rules.push({ method, path, how, times }),
    cloneUrl: (path: string, credentials = "") => `${url.replace("//", `//${credentials}`)}/${path}.git`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      folder[Symbol.dispose]();
    },
  };
}

export type StandInForge = Awaited<ReturnType<typeof startForge>>;

function newRepository(root: string, path: string, id: number, change: Partial<StandInRepository>): StandInRepository {
  const folder = join(root, `${path}.git`);
  gitIn(root, "init", "--quiet", "--bare", "--initial-branch=main", folder);
  gitIn(folder, "config", "http.receivepack", "true");
  gitIn(folder, "config", "receive.advertisePushOptions", "true");
  return {
    id,
    path,
    folder,
    private: false,
    archived: false,
    defaultBranch: "main",
    forkOf: null,
    protectedBranches: new Set(),
    writers: new Set(["ada"]),
    pulls: [],
    issues: [],
    checks: new Map(),
    draftsAllowed: true,
    ...change,
  };
}

function takeRule(rules: MisbehaviourRule[], method: string, path: string): Misbehaviour | null {
  const rule = rules.find((each) => each.times > 0 && each.method === method && each.path.test(path));
  if (rule === undefined) return null;
  rule.times--;
  return rule.how;
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  const text = typeof answer.body === "string";
  response.writeHead(answer.status, {
    "content-type": text ? "text/plain" : "application/json; charset=utf-8",
    ...answer.headers,
  });
  response.end(text ? answer.body : JSON.stringify(answer.body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const part of request) text += part;
  return text === "" ? {} : JSON.parse(text);
}

function basicOf(request: IncomingMessage): [string, string] {
  const encoded = /^Basic (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const [user = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return [user, rest.join(":")];
}
