import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { denoEnv, denoProgram } from "../deno/deno.ts";
import { scratchRepository, writeFiles } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { browserProgram, openBrowser, openPage } from "./browser.ts";
import { type PageServer, pageServer } from "./page-server.ts";

const state = privateState();
const repo = scratchRepository({ "a.txt": "a\n" });
const bin = join(state.path, "bin");
const opened = join(state.path, "opened");
const env = { ...state.env, PATH: `${bin}:${state.env["PATH"]}` };

/** An opener that writes down all command lines of this machine, and goes on for as long as a browser that it is. */
const opener = `#!/bin/sh
cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' > ${opened}.all
printf %s "$1" > ${opened}.new && mv ${opened}.new ${opened}
exec sleep 600
`;
const sleepers: number[] = [];

beforeAll(() => {
  writeFiles(bin, { "xdg-open": opener });
  chmodSync(join(bin, "xdg-open"), 0o755);
});
afterAll(() => {
  for (const pid of sleepers) process.kill(pid);
  repo[Symbol.dispose]();
  state[Symbol.dispose]();
});

/** A server that was asked to open a browser, and the address that it was opened with. */
async function openedServer(program: readonly string[] = [artifact], more: Record<string, string> = {}) {
  spawnSync("rm", ["-f", opened]);
  const server = await pageServer(
    { cwd: repo.path, env: { ...env, ...more }, args: ["--port", "0", "--open"] },
    program,
  );
  for (const until = Date.now() + 20_000; !existsSync(opened) && Date.now() < until; ) await server.ask("about");
  const found = spawnSync("pgrep", ["-f", "^sleep 600$"]).stdout.toString().trim().split("\n").map(Number);
  sleepers.push(...found.filter((pid) => pid > 0 && readFileSync(`/proc/${pid}/environ`, "utf8").includes(state.path)));
  return { server, address: readFileSync(opened, "utf8") };
}

const redeem = (server: PageServer, address: string) =>
  server.ask("ticket", { ticket: address.split("#ticket=")[1] }, { authorization: "-" });

test("unasked, nothing is opened", async () => {
  await using silent = await pageServer({ cwd: repo.path, env });
  expect((await silent.ask("about")).status).toBe(200);
  expect(existsSync(opened)).toBe(false);
});

test.each<[string, readonly string[], Record<string, string>]>([
  ["the binary", [artifact], {}],
  ["Deno", denoProgram, denoEnv],
])(
  "%s opens a browser with a ticket: no command line of the machine has the token, and it lets one in",
  async (_name, program, more) => {
    const { server, address } = await openedServer(program, more);
    await using _ = server;
    expect(address).toMatch(new RegExp(`^${server.base}/#ticket=[\\w-]{43}$`));
    const lines = readFileSync(`${opened}.all`, "utf8");
    expect(lines).toContain(address);
    expect(lines).not.toContain(server.token);
    expect(lines).not.toContain(server.lookToken);
    expect((await redeem(server, `${server.base}/#ticket=${"x".repeat(43)}`)).status).toBe(401);
    expect(await redeem(server, address)).toEqual({ status: 200, body: { token: server.token } });
    expect((await redeem(server, address)).status).toBe(401);
  },
  120_000,
);

test("another origin can't use a ticket, and the browser outlives the server", async () => {
  const { server, address } = await openedServer();
  const headers = { origin: "https://evil.example" };
  expect((await server.ask("ticket", { ticket: address.split("#ticket=")[1] }, headers)).status).toBe(403);
  expect((await redeem(server, address)).status).toBe(200);
  expect(await server.stop("SIGTERM")).toBe(0);
  expect(() => process.kill(sleepers.at(-1) ?? 0, 0)).not.toThrow();
});

// Only root can be somebody else.
test.skipIf(process.getuid?.() !== 0 || !existsSync("/usr/bin/setpriv") || !existsSync("/usr/bin/curl"))(
  "another user of this machine who read the command line gets nothing",
  async () => {
    const { server, address } = await openedServer();
    await using _ = server;
    const body = JSON.stringify({ ticket: address.split("#ticket=")[1] });
    const asked = ["-sS", "-d", body, `${server.base}/api/ticket`];
    const theirs = spawn("setpriv", ["--reuid=65534", "--clear-groups", "curl", ...asked], { cwd: "/" });
    let said = "";
    theirs.stdout.on("data", (chunk) => {
      said += String(chunk);
    });
    await once(theirs, "close");
    expect(said).toContain("has been used or has expired");
    expect((await redeem(server, address)).status).toBe(200);
  },
);

test.skipIf(browserProgram === null)("a browser shows its page, once", async () => {
  const { server, address } = await openedServer();
  await using _ = server;
  const browser = await openBrowser();
  const { page } = await openPage(browser);
  await page.goto(address);
  await page.getByLabel("Goal").waitFor();
  expect(page.url()).toBe(`${server.base}/`);
  await page.reload();
  await page.getByLabel("Goal").waitFor();
  const { page: second } = await openPage(browser);
  await second.goto(address);
  await second.getByText("This link has been used or has expired").waitFor();
  await second.getByText("Open the address that baro serve prints").waitFor();
  // The tab is let in by the whole address.
  await second.goto(server.url);
  await second.getByLabel("Goal").waitFor();
  await browser.close();
});
