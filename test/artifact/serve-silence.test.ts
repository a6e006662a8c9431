import { afterAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { fakeRun } from "../../scripts/bench/serve/fake-run.ts";
import { denoEnv, denoProgram } from "../deno/deno.ts";
import { scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { type PageServer, pageServer } from "./page-server.ts";

const state = privateState();
const repo = scratchRepository({ "a.txt": "a\n" });
const { run } = fakeRun(join(state.path, "state"), repo.path, 1);
const sockets: Socket[] = [];
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  repo[Symbol.dispose]();
  state[Symbol.dispose]();
});

/** More than a server keeps. */
const many = 600;

/** Opens this many connections that send this and nothing more. */
async function flood(server: PageServer, text: string): Promise<void> {
  const opened = Array.from(
    { length: many },
    () =>
      new Promise<void>((resolve) => {
        const socket = connect(server.port, "127.0.0.1", () => socket.write(text, () => resolve()));
        socket.on("error", () => resolve());
        sockets.push(socket);
      }),
  );
  await Promise.all(opened);
}

const [cert, key] = [join(state.path, "cert.pem"), join(state.path, "key.pem")];
const made = spawnSync("openssl", [
  ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
  ...["-keyout", key, "-out", cert, "-subj", "/CN=localhost"],
]);
const certificate = ["--tls-cert", cert, "--tls-key", key];

const programs = { "the binary": [artifact], Deno: denoProgram };
const texts = {
  "no byte": "",
  "half a head": "GET /api/about HTTP/1.1\r\nHost: 127.0.0.1",
  "a body that never comes": "POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n",
};
const cases = Object.entries(programs).flatMap(([name, program]) => [
  ...Object.entries(texts).map(([what, text]) => [what, name, program, text, [] as string[]] as const),
  [`no byte (https)`, name, program, "", certificate] as const,
]);

test.each(cases)(
  "600 connections that send %s keep nobody out of %s",
  async (_what, name, program, text, args) => {
    if (args.length > 0 && made.status !== 0) return;
    const env = { ...state.env, ...(name === "Deno" ? denoEnv : {}) };
    await using server = await pageServer({ cwd: repo.path, env, args: ["--port", "0", ...args] }, program);
    const looking = await open(server, `/api/runs/${run}/events`);
    await flood(server, text);
    expect((await open(server, "/api/about")).status).toBe(200);
    expect(looking.isClosed()).toBe(false);
    await server.stop("SIGKILL");
  },
  60_000,
);

/** Asks on a connection of its own; resolves with the head of the answer. */
function open(server: PageServer, path: string): Promise<{ status: number; isClosed: () => boolean }> {
  const request = server.base.startsWith("https") ? requestTls : requestPlain;
  const headers = { authorization: `Bearer ${server.token}` };
  return new Promise((resolve, reject) => {
    let closed = false;
    const options = { headers, agent: false as const, rejectUnauthorized: false };
    const asked = request(`${server.base}${path}`, options, (response) => {
      response.resume();
      response.on("close", () => {
        closed = true;
      });
      resolve({ status: response.statusCode ?? 0, isClosed: () => closed });
    });
    asked.on("error", reject);
    asked.on("socket", (socket) => sockets.push(socket));
    asked.end();
  });
}
