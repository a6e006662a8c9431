import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { fakeRun } from "../../scripts/bench/serve/fake-run.ts";
import { denoEnv, denoProgram } from "../deno/deno.ts";
import { scratchRepository, writeFiles } from "../support/scratch.ts";
import { artifact, privateState, runArtifact } from "./artifact.ts";
import { browserProgram, openBrowser } from "./browser.ts";
import { type PageServer, pageServer } from "./page-server.ts";

const state = privateState();
const repo = scratchRepository({ "a.txt": "a\n" });
const sockets: Socket[] = [];
let server: PageServer;

beforeAll(async () => {
  server = await pageServer({ cwd: repo.path, env: state.env });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await server[Symbol.asyncDispose]();
  repo[Symbol.dispose]();
  state[Symbol.dispose]();
});

/** These very bytes; gives what came back until the other side closed, or until there is a whole head. */
function wire(text: string): Promise<{ status: number; head: string; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text, "latin1"));
    sockets.push(socket);
    let got = "";
    const settle = () => {
      const end = got.indexOf("\r\n\r\n");
      resolve({
        status: Number(got.split(" ")[1] ?? 0),
        head: got.slice(0, end).toLowerCase(),
        body: got.slice(end + 4),
      });
    };
    socket.on("data", (chunk) => {
      got += String(chunk);
      if (got.includes("\r\n\r\n")) settle();
    });
    socket.on("error", reject);
    socket.on("close", settle);
  });
}

const lines = (...all: string[]) =>
  `${all.join("\r\n")}\r\n\r\n`.replaceAll("PORT", String(server.port)).replaceAll("TOKEN", server.token);
const usual = ["Host: 127.0.0.1:PORT", "Authorization: Bearer TOKEN", "Connection: close"];

describe("what a client of its own may send", () => {
  const table: [string, string[], number[]][] = [
    ["HEAD", ["HEAD / HTTP/1.1", ...usual], [405]],
    ["TRACE", ["TRACE / HTTP/1.1", ...usual], [405, 400, 501]],
    ["a method that is none", ["BREW / HTTP/1.1", ...usual], [405, 400, 501]],
    ["no Host", ["GET /api/about HTTP/1.1", "Authorization: Bearer TOKEN"], [400, 421]],
    ["HTTP/1.0 without Host", ["GET /api/about HTTP/1.0", "Authorization: Bearer TOKEN"], [421, 400, 505]],
    ["two Hosts", ["GET /api/about HTTP/1.1", "Host: evil.example", ...usual], [400, 421]],
    ["a Host with a dot behind", ["GET /api/about HTTP/1.1", "Host: localhost.:PORT", usual[1] ?? ""], [421]],
    ["a Host with a user", ["GET /api/about HTTP/1.1", "Host: a@127.0.0.1:PORT", usual[1] ?? ""], [421, 400]],
    ["the address as a number", ["GET /api/about HTTP/1.1", "Host: 2130706433:PORT", usual[1] ?? ""], [421]],
    ["an empty Origin", ["GET /api/about HTTP/1.1", ...usual, "Origin:"], [403, 200]],
    ["two Origins", ["GET /api/about HTTP/1.1", ...usual, "Origin: http://127.0.0.1:PORT", "Origin: null"], [403]],
    ["an origin with a path", ["GET /api/about HTTP/1.1", ...usual, "Origin: http://127.0.0.1:PORT/x"], [403]],
    ["a site that is made up", ["GET /api/about HTTP/1.1", ...usual, "Sec-Fetch-Site: Same-Origin "], [403]],
    ["a token twice", ["GET /api/about HTTP/1.1", ...usual, "Authorization: Bearer x"], [401, 200, 400]],
    ["a token and more", ["GET /api/about HTTP/1.1", "Host: 127.0.0.1:PORT", "Authorization: Bearer TOKEN, x"], [401]],
    ["half of a token", ["GET /api/about HTTP/1.1", "Host: 127.0.0.1:PORT", "Authorization: Bearer TOK"], [401]],
    ["a token in the path", ["GET /TOKEN/api/about HTTP/1.1", "Host: 127.0.0.1:PORT"], [404]],
    ["a token as user", ["GET http://TOKEN@127.0.0.1:PORT/api/about HTTP/1.1", "Host: 127.0.0.1:PORT"], [400]],
    ["dots, encoded twice", ["GET /%252e%252e/etc/passwd HTTP/1.1", ...usual], [404]],
    ["back slashes", ["GET /..\\..\\etc\\passwd HTTP/1.1", ...usual], [404, 400]],
    ["a NUL", ["GET /api/runs/a%00b/events HTTP/1.1", ...usual], [404, 400]],
    ["an overlong slash", ["GET /api/runs/..%c0%af..%c0%afetc/events HTTP/1.1", ...usual], [400, 404]],
    ["two slashes before a name", ["GET //evil.example/api/about HTTP/1.1", ...usual], [400]],
    ["a host in the target", ["GET @evil.example/api/about HTTP/1.1", ...usual], [400]],
    ["a line break in the target", ["GET /api/runs/a%0d%0aSet-Cookie:x/events HTTP/1.1", ...usual], [404]],
    [
      "two lengths",
      ["POST /api/runs HTTP/1.1", ...usual, "Content-Type: application/json", "Content-Length: 2", "Content-Length: 3"],
      [400],
    ],
    [
      "a length and pieces",
      [
        "POST /api/runs HTTP/1.1",
        ...usual,
        "Content-Type: application/json",
        "Content-Length: 2",
        "Transfer-Encoding: chunked",
      ],
      [400],
    ],
    ["a type that only begins right", ["POST /api/runs HTTP/1.1", ...usual, "Content-Type: application/jsonp"], [415]],
    ["a form of parts", ["POST /api/runs HTTP/1.1", ...usual, "Content-Type: multipart/form-data; boundary=x"], [415]],
  ];

  test.each(table)("%s", async (_name, sent, statuses) => {
    const got = await wire(lines(...sent));
    expect(statuses).toContain(got.status);
    expect(got.head).not.toMatch(/access-control|set-cookie|\nlocation:/);
    if (got.status !== 200) expect(got.body).not.toContain("version");
    expect(got.body).not.toContain(server.token);
  });

  test("pieces that sum up to too much are cut off", async () => {
    const head = lines(
      "POST /api/runs HTTP/1.1",
      ...usual,
      "Content-Type: application/json",
      "Transfer-Encoding: chunked",
    );
    const piece = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    expect((await wire(head + piece.repeat(8))).status).toBe(413);
  });

  test("bodies that do not come to an end hold nobody up", async () => {
    const begun = ["POST /api/runs HTTP/1.1", ...usual, "Content-Type: application/json", "Content-Length: 1000"];
    for (let count = 0; count < 60; count++) {
      const socket = connect(server.port, "127.0.0.1", () => socket.write(`${lines(...begun)}{"goal`));
      socket.on("error", () => {});
      sockets.push(socket);
    }
    expect((await server.ask("about")).status).toBe(200);
  });
});

test("a hundred tabs look on; one more is told to wait; who leaves makes room", async () => {
  const { run } = fakeRun(join(state.path, "state"), repo.path, 1);
  const kept: Response[] = [];
  const look = async (leave: AbortSignal) => {
    const headers = { authorization: `Bearer ${server.lookToken}` };
    const response = await fetch(`${server.base}/api/runs/${run}/events`, { headers, signal: leave });
    // A response that nobody has any more is collected, and its connection with it.
    kept.push(response);
    return response.status;
  };
  const tabs = Array.from({ length: 100 }, () => new AbortController());
  expect(new Set(await Promise.all(tabs.map((tab) => look(tab.signal))))).toEqual(new Set([200]));
  expect(await look(AbortSignal.timeout(10_000))).toBe(503);
  for (const tab of tabs) tab.abort();
  // The server hears of it when the connection is closed.
  let status = 503;
  for (const until = Date.now() + 10_000; status === 503 && Date.now() < until; ) {
    status = await look(AbortSignal.timeout(10_000));
  }
  expect(status).toBe(200);
});

const opensslIsHere = spawnSync("openssl", ["version"]).status === 0;

describe.skipIf(!opensslIsHere)("with a certificate", () => {
  const [cert, key] = [join(state.path, "cert.pem"), join(state.path, "key.pem")];
  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
  beforeAll(() => {
    const names = ["IP:127.0.0.1", "DNS:localhost", ...(outside === undefined ? [] : [`IP:${outside}`])].join(",");
    const made = spawnSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-keyout", key, "-out", cert, "-subj", "/CN=localhost", "-addext", `subjectAltName=${names}`],
    ]);
    expect(made.status, String(made.stderr)).toBe(0);
  });
  const args = (...more: string[]) => ["--port", "0", "--tls-cert", cert, "--tls-key", key, ...more];

  /** A client that trusts this certificate alone. */
  const ask = (url: string, token: string) =>
    new Promise<number>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      const asked = request(url, { ca: readFileSync(cert), headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on("error", reject);
      asked.end();
    });

  test.each<[string, readonly string[], Record<string, string>]>([
    ["the binary", [artifact], {}],
    ["Deno", denoProgram, denoEnv],
  ])(
    "%s serves https, and nothing in the clear",
    async (_name, program, more) => {
      await using tls = await pageServer({ cwd: repo.path, env: { ...state.env, ...more }, args: args() }, program);
      expect(tls.base).toStartWith("https://127.0.0.1:");
      expect(await ask(`${tls.base}/api/about`, tls.token)).toBe(200);
      expect(await ask(`${tls.base}/api/about`, "x".repeat(43))).toBe(401);
      await expect(fetch(`http://127.0.0.1:${tls.port}/`)).rejects.toThrow();
    },
    120_000,
  );

  test.skipIf(outside === undefined)(
    "other machines reach it by the address that was named, and by no other",
    async () => {
      await using tls = await pageServer({ cwd: repo.path, env: state.env, args: args("--host", outside ?? "") });
      expect(tls.base).toBe(`https://${outside}:${tls.port}`);
      expect(await ask(`${tls.base}/api/about`, tls.token)).toBe(200);
      await expect(ask(`https://127.0.0.1:${tls.port}/api/about`, tls.token)).rejects.toThrow();
    },
  );

  test.skipIf(browserProgram === null)("a browser shows its page", async () => {
    await using tls = await pageServer({ cwd: repo.path, env: state.env, args: args() });
    const browser = await openBrowser();
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
    await page.goto(tls.url);
    await page.getByLabel("Goal").waitFor();
    await browser.close();
  });

  test.each([
    ["a key that is another's", "cert.pem", "cert.pem"],
    ["a certificate that is none", "a.txt", "key.pem"],
  ])("%s is refused", async (_name, first, second) => {
    writeFiles(state.path, { "a.txt": "no certificate\n" });
    const files = ["--tls-cert", join(state.path, first), "--tls-key", join(state.path, second)];
    const ended = await runArtifact({ cwd: repo.path, env: state.env, args: ["serve", "--port", "0", ...files] });
    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain("Cannot");
    expect(ended.stderr).not.toContain("BEGIN");
  });
});
