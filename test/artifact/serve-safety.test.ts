import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { privateState, runArtifact } from "./artifact.ts";
import { type PageServer, pageServer } from "./page-server.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const goal = "Fix the typo in a.txt";
const state = privateState();
const repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
let server: PageServer;
let run: string;
const env = () => ({ ...state.env, ...endpoint.env });

beforeAll(async () => {
  endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "fixed\n" })] } });
  const args = [goal, "--yes", "--json", "--agent", "openai:scripted-1", "--intake", "rules", "--no-verify"];
  const ended = await runArtifact({ cwd: repo.path, env: env(), args });
  run = ended.events[0]?.run ?? "";
  server = await pageServer({ cwd: repo.path, env: env() });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await endpoint[Symbol.asyncDispose]();
  repo[Symbol.dispose]();
  state[Symbol.dispose]();
});

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** One request as it goes over the wire: no client helps or mends. Gives the status, headers and body. */
function send({ method = "GET", path = "/api/about", headers = {}, body = "" }: Sent) {
  const all = {
    host: `127.0.0.1:${server.port}`,
    authorization: `Bearer ${server.token}`,
    connection: "close",
    ...(body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== "-");
  const text = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
  return new Promise<{ status: number; head: string; body: string }>((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    let got = "";
    socket.on("data", (chunk) => {
      got += String(chunk);
    });
    socket.on("error", reject);
    socket.on("close", () => {
      const end = got.indexOf("\r\n\r\n");
      resolve({ status: Number(got.split(" ")[1]), head: got.slice(0, end).toLowerCase(), body: got.slice(end + 4) });
    });
  });
}

const json = { "content-type": "application/json" };

describe("request by request", () => {
  const table: [string, Sent, number][] = [
    ["the page's own", {}, 200],
    ["no token", { headers: { authorization: "-" } }, 401],
    ["a wrong token", { headers: { authorization: `Bearer ${"x".repeat(43)}` } }, 401],
    ["a token in another scheme", { headers: { authorization: "Basic abc" } }, 401],
    ["a token in the query", { path: "/api/about?token=TOKEN", headers: { authorization: "-" } }, 401],
    ["a token in a cookie", { headers: { authorization: "-", cookie: "baro-token=TOKEN" } }, 401],
    ["localhost", { headers: { host: "localhost:PORT" } }, 200],
    ["DNS rebinding", { headers: { host: "evil.example:PORT" } }, 421],
    ["this machine's name on another port", { headers: { host: "127.0.0.1:1" } }, 421],
    ["no port in the name", { headers: { host: "127.0.0.1" } }, 421],
    ["a name that only begins right", { headers: { host: "127.0.0.1:PORT.evil.example" } }, 421],
    ["rebinding to the page", { path: "/", headers: { host: "evil.example:PORT" } }, 421],
    ["its own origin", { headers: { origin: "http://127.0.0.1:PORT" } }, 200],
    ["another origin", { headers: { origin: "https://evil.example" } }, 403],
    ["another port's origin", { headers: { origin: "http://127.0.0.1:3000" } }, 403],
    ["no origin to speak of", { headers: { origin: "null" } }, 403],
    ["the same site in https", { headers: { origin: "https://127.0.0.1:PORT" } }, 403],
    ["a fetch of the page", { headers: { "sec-fetch-site": "same-origin" } }, 200],
    ["a fetch of another site", { headers: { "sec-fetch-site": "cross-site" } }, 403],
    ["a fetch of another port", { headers: { "sec-fetch-site": "same-site" } }, 403],
    ["a script of another site", { path: "/page.js", headers: { "sec-fetch-site": "cross-site" } }, 403],
    [
      "a link from elsewhere",
      { path: "/", headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" } },
      200,
    ],
    [
      "a link into the api",
      { path: "/api/runs", headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" } },
      403,
    ],
    ["a preflight", { method: "OPTIONS", headers: { "access-control-request-method": "POST" } }, 405],
    ["PUT", { method: "PUT", path: "/api/runs" }, 405],
    ["DELETE", { method: "DELETE", path: "/api/runs/RUN" }, 405],
    ["the page", { path: "/", headers: { authorization: "-" } }, 200],
    ["a file beside the page", { path: "/main.tsx" }, 404],
    ["a path out of the page", { path: "/../../etc/passwd" }, 404],
    ["an encoded path out", { path: "/%2e%2e/%2e%2e/etc/passwd" }, 404],
    ["a path that is none", { path: "/%" }, 404],
    ["an api path that is none", { path: "/api/runs/%/events" }, 400],
    ["a run out of its folder", { path: "/api/runs/..%2f..%2fetc/events" }, 404],
    ["a run of two dots", { path: "/api/runs/../serve.json" }, 404],
    ["no such run", { path: "/api/runs/nowhere/events" }, 404],
    ["no such part", { path: "/api/runs/RUN/secrets" }, 404],
    ["an inherited name", { path: "/api/runs/RUN/constructor", method: "POST", body: "{}", headers: json }, 404],
    ["a position that is no number", { path: "/api/runs/RUN/events", headers: { "last-event-id": "x" } }, 400],
    ["a long path", { path: `/api/${"x".repeat(3000)}` }, 414],
    ["an absolute target", { path: "http://evil.example/api/about" }, 400],
    ["no JSON", { method: "POST", path: "/api/runs", body: "{", headers: json }, 400],
    ["a form", { method: "POST", path: "/api/runs", body: "a=1", headers: { "content-type": "text/plain" } }, 415],
    ["no type", { method: "POST", path: "/api/runs", body: "{}" }, 415],
    ["an empty start", { method: "POST", path: "/api/runs", body: "{}", headers: json }, 400],
    ["an array", { method: "POST", path: "/api/runs", body: "[]", headers: json }, 400],
    ["broken UTF-8 is no JSON", { method: "POST", path: "/api/runs", body: '"\ud800', headers: json }, 400],
  ];

  const filled = (text: string) =>
    text.replaceAll("PORT", String(server.port)).replaceAll("TOKEN", server.token).replaceAll("RUN", run);

  test.each(table)("%s", async (_name, sent, status) => {
    const headers = Object.fromEntries(
      Object.entries(sent.headers ?? {}).map(([name, value]) => [name, filled(value)]),
    );
    const got = await send({ ...sent, headers, ...(sent.path === undefined ? {} : { path: filled(sent.path) }) });
    expect(got.status, got.body).toBe(status);
    // No answer lets another origin read, or anything be framed, guessed or kept.
    expect(got.head).not.toContain("access-control");
    expect(got.head).not.toContain("set-cookie");
    for (const header of ["content-security-policy: default-src 'none'", "nosniff", "no-store", "no-referrer"]) {
      expect(got.head).toContain(header);
    }
    expect(got.head).toContain("require-trusted-types-for 'script'");
    expect(got.body).not.toContain(server.token);
  });

  test("10 MB are not read", async () => {
    const got = await send({ method: "POST", path: "/api/runs", headers: { ...json, "content-length": "10485760" } });
    expect(got.status).toBe(413);
  });
});

describe("what may be started", () => {
  const start = (body: object) => server.ask("runs", { repository: repo.path, goal, ...body });

  test.each<[string, object]>([
    ["a repository that no run knows", { repository: "/" }],
    ["one that is not there", { repository: "/nowhere" }],
    ["a relative one", { repository: "." }],
    ["an agent that is a command line", { agent: "acp:rm -rf /" }],
    ["an agent with a flag behind it", { agent: "demo --deliver pr" }],
    ["a mode that is none", { mode: "--yes" }],
    ["a delivery that is none", { deliver: "everywhere" }],
    ["a field that nobody knows", { verify: "rm -rf /" }],
    ["a goal of 10 MB", { goal: "x".repeat(100_000) }],
    ["no goal", { goal: "" }],
    ["a negative limit", { maxUsd: -1 }],
  ])("not %s", async (_name, body) => {
    const before = readdirSync(join(state.path, "state", "runs"));
    const got = await start(body);
    expect(got.status).toBe(400);
    expect(String(got.body["error"])).toStartWith("Cannot");
    expect(readdirSync(join(state.path, "state", "runs"))).toEqual(before);
  });

  test("what can't start says why", async () => {
    const got = await start({ goal: "a\u0000b" });
    expect(got.status).toBe(409);
    expect(got.body["error"]).toContain("NUL");
  });

  test("with --repo, nothing else", async () => {
    using other = scratchRepository({ "docs/c.txt": "c\n" });
    await using second = await pageServer({
      cwd: repo.path,
      env: env(),
      args: ["--port", "0", "--repo", join(other.path, "docs")],
    });
    expect((await second.ask("about")).body["repositories"]).toEqual([other.path]);
    expect((await second.ask("runs", { repository: repo.path, goal })).status).toBe(400);
    expect((await second.ask(`runs/${run}/continue`, { goal })).status).toBe(400);
  });

  test("in the repository that the server was started in, before it has a run", async () => {
    using fresh = scratchRepository({ "docs/c.txt": "c\n" });
    await using second = await pageServer({ cwd: join(fresh.path, "docs"), env: env(), args: ["--port", "0"] });
    expect((await second.ask("about")).body["repositories"]).toEqual([fresh.path, repo.path]);
  });
});

describe("looking alone", () => {
  test.each(["stop", "tell", "answer", "resume", "continue", "deliver", "clean"])(
    "the link for looking can't %s",
    async (part) => {
      const look = { authorization: `Bearer ${server.lookToken}` };
      expect((await server.ask("runs", undefined, look)).status).toBe(200);
      expect((await server.ask(`runs/${run}/${part}`, {}, look)).status).toBe(403);
      expect((await server.ask("runs", { repository: repo.path, goal }, look)).status).toBe(403);
    },
  );

  test("with --read-only, nobody can do anything", async () => {
    await using second = await pageServer({ cwd: repo.path, env: env(), args: ["--port", "0", "--read-only"] });
    expect(second.url).toBe(second.lookUrl);
    const all = { authorization: `Bearer ${server.token}` };
    expect((await second.ask("about", undefined, all)).body).toMatchObject({ readOnly: true });
    expect((await second.ask(`runs/${run}/clean`, {}, all)).status).toBe(403);
  });
});

describe("how it is served", () => {
  const refusals: [string, string[], RegExp][] = [
    ["another address in the clear", ["--host", "0.0.0.0"], /without encryption/],
    ["any address without a name", ["--host", "0.0.0.0", "--behind-proxy"], /without a name/],
    ["half a certificate", ["--tls-cert", "x.pem"], /both the certificate and its key/],
    ["a certificate that is not there", ["--tls-cert", "x.pem", "--tls-key", "y.pem"], /certificate/],
    ["an origin with a path", ["--origin", "https://a.example/b"], /--origin/],
    ["a folder in no repository", ["--repo", tmpdir()], /in no git repository[\s\S]*git -C \S+ init/],
    ["a folder that is not there", ["--repo", "/nowhere"], /does not exist[\s\S]*the folder of a git repository/],
    ["a run that is none", ["nowhere"], /nowhere/],
  ];

  test.each(refusals)("%s is refused", async (_name, args, why) => {
    const ended = await runArtifact({ cwd: repo.path, env: env(), args: ["serve", "--port", "0", ...args] });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toMatch(why);
  });

  test("a folder with an empty .git is no repository", async () => {
    using folder = scratchFolder();
    mkdirSync(join(folder.path, ".git"));
    const ended = await runArtifact({
      cwd: repo.path,
      env: env(),
      args: ["serve", "--port", "0", "--repo", folder.path],
    });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain("is in no git repository");
  });

  test("a port that is taken is an error when it was asked for", async () => {
    const args = ["serve", "--port", String(server.port)];
    const ended = await runArtifact({ cwd: repo.path, env: env(), args });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain("it is taken");
  });

  test.each<[string, (file: string) => void]>([
    ["a pipe", (file) => execFileSync("mkfifo", [file])],
    ["a link to a device", (file) => symlinkSync("/dev/zero", file)],
    ["a link to another's file", (file) => symlinkSync(`${file}.other`, file)],
    ["half a file", (file) => writeFileSync(file, '{"token":"')],
  ])("%s where the tokens are kept is replaced, and holds nobody up", async (_what, put) => {
    using own = privateState();
    const file = join(own.path, "state", "serve.json");
    mkdirSync(join(own.path, "state"), { recursive: true });
    writeFileSync(`${file}.other`, "theirs");
    put(file);
    const started = await pageServer({ cwd: repo.path, env: { ...own.env, ...endpoint.env } });
    expect(await started.stop("SIGINT")).toBe(0);
    expect(lstatSync(file).isFile()).toBe(true);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ token: started.token });
    expect(readFileSync(`${file}.other`, "utf8")).toBe("theirs");
    expect(readdirSync(join(own.path, "state")).filter((name) => name.startsWith("serve.json"))).toHaveLength(2);
  });

  test("the tokens are the person's alone, and the same after a restart", async () => {
    expect(statSync(join(state.path, "state", "serve.json")).mode & 0o777).toBe(0o600);
    const second = await pageServer({ cwd: repo.path, env: env() });
    expect(second.token).toBe(server.token);
    expect(await second.stop("SIGINT")).toBe(0);
  });

  test("behind a proxy its outside name is known, and others are not", async () => {
    const args = ["--port", "0", "--host", "127.0.0.1", "--behind-proxy", "--origin", "https://baro.example.com"];
    await using second = await pageServer({ cwd: repo.path, env: env(), args });
    expect(second.url).toStartWith("https://baro.example.com/#");
  });

  test("a journal that is cut or newer spoils nothing else", async () => {
    const folder = join(state.path, "state", "runs", "broken-aaaaaa");
    await Bun.write(join(folder, "journal.jsonl"), '{"v":2,"seq":0,"at":"x","run":"r","type":"run.started"}\n');
    const listed = (await server.ask("runs")).body["runs"] as { run: string; trouble: string | null }[];
    expect(listed.find((each) => each.run === "broken-aaaaaa")?.trouble).toContain("newer");
    expect(listed.find((each) => each.run === run)?.trouble).toBeNull();
    const got = await server.ask("runs/broken-aaaaaa/events");
    expect(got.status).toBe(409);
    expect(String(got.body["error"])).toContain("newer");
  });

  test("a run whose repository is gone is shown, says so where it matters, and can be cleaned", async () => {
    const gone = scratchRepository({ "a.txt": "a\n" });
    const args = [goal, "--yes", "--json", "--agent", "openai:scripted-1", "--mode", "focused", "--no-verify"];
    const ended = await runArtifact({ cwd: gone.path, env: env(), args });
    const name = ended.events[0]?.run ?? "";
    gone[Symbol.dispose]();
    expect((await send({ path: `/api/runs/${name}/events` })).body).toContain("event: end");
    for (const [part, body] of [["diff"], ["resume", {}], ["continue", { goal }], ["deliver", {}]] as const) {
      const got = await server.ask(`runs/${name}/${part}`, body);
      expect(got.status).toBeGreaterThanOrEqual(400);
      expect(String(got.body["error"])).toMatch(/^Cannot .*no longer exists$/);
    }
    expect((await server.ask(`runs/${name}/request`)).body).toEqual({ request: null });
    expect((await server.ask(`runs/${name}/clean`, {})).body).toMatchObject({ kept: [] });
  });

  test("a half-written line at the end is waited for, a broken one is told", async () => {
    const journal = join(state.path, "state", "runs", run, "journal.jsonl");
    appendFileSync(journal, '{"v":1,"seq":');
    const read = async () => await send({ path: `/api/runs/${run}/events` });
    expect((await read()).body).toContain("event: end");
    appendFileSync(journal, "\n");
    const broken = await read();
    expect(broken.status).toBe(409);
    expect(broken.body).toContain("its journal is broken");
    expect((await server.ask("about")).status).toBe(200);
  });
});

test("many wrong tokens are slowed down, the right one is not", async () => {
  const wrong = { authorization: `Bearer ${"y".repeat(43)}` };
  const statuses = await Promise.all(Array.from({ length: 60 }, () => server.ask("about", undefined, wrong)));
  expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([401, 429]));
  expect((await server.ask("about")).status).toBe(200);
});

test("what is private in the repository is not shown", async () => {
  const secret = "abcd1234efgh5678ijkl";
  writeFileSync(join(repo.path, ".env"), `SERVICE_TOKEN=${secret}\n`);
  const words = ["--yes", "--json", "--agent", "openai:scripted-1", "--intake", "rules", "--no-verify"];
  await runArtifact({ cwd: repo.path, env: env(), args: [`${goal} and mention ${secret}`, ...words] });
  await using second = await pageServer({ cwd: repo.path, env: env() });
  const listed = JSON.stringify((await second.ask("runs")).body);
  expect(listed).toContain("and mention");
  expect(listed).not.toContain(secret);
});
