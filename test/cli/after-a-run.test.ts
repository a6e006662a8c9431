import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { runProgram } from "../../src/cli/program.ts";
import type { RunEvent } from "../../src/core/event.ts";
import type { RunListing } from "../../src/store/find-run.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";
import { aTerminal, testHost } from "./test-host.ts";

// One real run of the scripted demo, and every command that looks at runs afterwards.
const folder = scratchFolder();
const home = join(folder.path, "home");
const hostFor = (more: Parameters<typeof testHost>[0] = {}) =>
  testHost({
    cwd: folder.path,
    ...more,
    env: { ...more.env, HOME: folder.path, BARO_HOME: home, TMPDIR: folder.path },
  });
let events: RunEvent[] = [];
let repository = "";
let run = "";

beforeAll(async () => {
  const host = hostFor();
  expect(await runProgram(host, ["demo", "focused", "--json"])).toBe(0);
  events = host
    .out()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as RunEvent);
  const [first] = events;
  if (first?.type !== "run.started") throw new Error("The run did not start");
  run = first.run;
  repository = first.repo.root;
});

afterAll(() => {
  folder[Symbol.dispose]();
  // The demo leaves its repository for a look.
  if (basename(repository).startsWith("baro-demo-")) rmSync(repository, { recursive: true, force: true });
});

async function printed(argv: string[], more: Parameters<typeof testHost>[0] = {}) {
  const host = hostFor({ cwd: repository, ...more });
  const exitCode = await runProgram(host, argv);
  return { exitCode, out: host.out(), err: host.err() };
}

describe("baro runs", () => {
  test("lists the run with its state and goal", async () => {
    const { exitCode, out } = await printed(["runs"]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`${run}\\s+delivered  focused`));
    expect(out).toContain("Fix the failing test");
  });
  test("--json prints one document on one line", async () => {
    const { out, err } = await printed(["runs", "--json"]);
    expect(out.trimEnd()).not.toContain("\n");
    const [listing] = JSON.parse(out) as RunListing[];
    expect(listing).toMatchObject({ run, state: "finished", outcome: "delivered", repository });
    expect(err).toBe("");
  });
  test("says on stderr that there are none", async () => {
    const { exitCode, out, err } = await printed(["runs"], { env: {} });
    expect(exitCode).toBe(0);
    expect(out + err).not.toBe("");
    const host = testHost({ cwd: folder.path, env: { HOME: folder.path, BARO_HOME: join(folder.path, "empty") } });
    expect(await runProgram(host, ["runs"])).toBe(0);
    expect(host.out()).toBe("");
    expect(host.err()).toContain("There are no runs yet");
    expect(existsSync(join(folder.path, "empty"))).toBe(false);
  });
});

describe("baro show", () => {
  test("tells the newest run of the repository", async () => {
    const { exitCode, out } = await printed(["show"]);
    expect(exitCode).toBe(0);
    for (const text of ["intake: focused", "S1 merged: ", "Delivered (played by the built-in scripted model)"]) {
      expect(out).toContain(text);
    }
  });
  test("--verbose adds what the agent did", async () => {
    expect((await printed(["show", run])).out).not.toContain("S1 says: ");
    expect((await printed(["show", run, "--verbose"])).out).toMatch(/S1 (says|read|run|edit)/);
  });
  test("--json prints the events of the stream as one document", async () => {
    const { out } = await printed(["show", run, "--json"]);
    expect(JSON.parse(out)).toEqual(events);
  });
  test("does not know other names", async () => {
    await expect(printed(["show", "no-such-run"])).rejects.toMatchObject({ code: "run-unknown" });
  });
});

describe("baro report", () => {
  test("prints the page in a pipe", async () => {
    const { exitCode, out } = await printed(["report", run]);
    expect(exitCode).toBe(0);
    expect(out).toStartWith("<!doctype html>");
    expect(out).toContain("Fix the failing test");
    expect(out).toContain("scripted model");
  });
  test("writes it beside the run on a terminal, and says where", async () => {
    const { out } = await printed(["report"], { terminal: aTerminal });
    const file = join(home, "runs", run, "report.html");
    expect(out).toBe(`${file}\n`);
    expect(readFileSync(file, "utf8")).toStartWith("<!doctype html>");
  });
  test("writes where --out says", async () => {
    const { out } = await printed(["report", run, "--out", "pages/run.html"]);
    expect(out).toBe(`${join(repository, "pages", "run.html")}\n`);
    expect(readFileSync(out.trim(), "utf8")).toContain("</html>");
  });
  test("--format markdown and text print those", async () => {
    expect((await printed(["report", run, "--format", "markdown"])).out).toStartWith("### Delivered\n");
    expect((await printed(["report", run, "--format", "text"])).out).toContain("wall clock  ");
  });
  test("says when it can't be written", async () => {
    await expect(printed(["report", run, "--out", "/proc/none/x.html"])).rejects.toThrow("Cannot write the report: ");
  });
  test("--open opens it in the person's browser", async () => {
    const bin = join(folder.path, "bin");
    writeFiles(bin, { "xdg-open": `#!/bin/sh\nprintf %s "$1" > ${join(folder.path, "opened")}\n` });
    chmodSync(join(bin, "xdg-open"), 0o755);
    const more = { env: { PATH: `${bin}:/usr/bin:/bin` }, platform: "linux" };
    const { out, err } = await printed(["report", run, "--open"], more);
    expect(readFileSync(join(folder.path, "opened"), "utf8")).toBe(pathToFileURL(out.trim()).href);
    expect(err).toBe("");
  });
  test("--open says so when there is no browser to open", async () => {
    const { exitCode, out, err } = await printed(["report", run, "--open"], { env: { PATH: "/nowhere" } });
    expect(exitCode).toBe(0);
    expect(out).toEndWith("report.html\n");
    expect(err).toContain("no browser could be opened; the page is\nfile://");
  });
});

// Last, for it may take the run away.
describe("baro clean", () => {
  test("says what it removed and what it kept, as one document too", async () => {
    const { exitCode, out } = await printed(["clean", run, "--json"]);
    expect(exitCode).toBe(0);
    const { removed, kept } = JSON.parse(out) as { removed: string[]; kept: { what: string; why: string }[] };
    expect(removed.length + kept.length).toBeGreaterThan(0);
    const again = await printed(["clean", run]).catch((error: unknown) => error);
    if (again instanceof Error) expect(again).toMatchObject({ code: "run-unknown" });
    else expect((again as { out: string }).out).toMatch(/^(removed|kept) |^There is nothing to clean/);
  });
});
