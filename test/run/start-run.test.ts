import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEventBody } from "../../src/core/event.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import {
  askOwnProgram,
  deliverElsewhere,
  keepEnd,
  startArguments,
  startRequest,
  startRun,
  startTiedRun,
} from "../../src/run/start-run.ts";
import { openJournal } from "../../src/store/journal.ts";
import { makeRunFolder, runFolder } from "../../src/store/run-folder.ts";
import { scratchFolder } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";

const program = join(import.meta.dirname, "support/own-program.ts");

/** A state folder, and a machine on which our own program does this. */
function started(what: string, more: Partial<Host> = {}) {
  const state = scratchFolder();
  const host: Host = { ...systemHost(), self: [process.execPath, program, state.path, what], ...more };
  const heard = () =>
    JSON.parse(readFileSync(join(state.path, "heard.json"), "utf8")) as {
      words: string[];
      stdin: string;
      cwd: string;
      pid: number;
    };
  return {
    host,
    at: { stateDir: state.path, cwd: state.path },
    heard,
    [Symbol.dispose]: () => {
      const isThere = existsSync(join(state.path, "heard.json"));
      if (isThere && what === "holds") {
        try {
          process.kill(heard().pid, "SIGKILL");
        } catch {
          // It has ended by itself.
        }
      }
      state[Symbol.dispose]();
    },
  };
}

test("what a page asks for becomes words, what it leaves out becomes none", () => {
  const whole = startRequest.parse({
    repository: "/r",
    goal: "Do",
    mode: "parallel",
    agent: "claude:big",
    deliver: "branch",
    parallel: 3,
    maxUsd: 1.5,
    maxTokens: 9,
    timeoutMinutes: 0.51,
    includeDirty: true,
  });
  expect(startArguments(whole).join(" ")).toBe(
    "run - --cwd /r --mode parallel --agent claude:big --deliver branch --parallel 3 --max-usd 1.5 --max-tokens 9 --timeout 31s --include-dirty",
  );
  const bare = { repository: "/r", goal: "Do" };
  expect(startArguments(startRequest.parse(bare))).toEqual(["run", "-", "--cwd", "/r"]);
  expect(startArguments(startRequest.parse({ ...bare, includeDirty: false }))).toEqual(["run", "-", "--cwd", "/r"]);
});

test.each<[string, object, boolean]>([
  ["the least", {}, true],
  ["no repository", { repository: "" }, false],
  ["no goal", { goal: "" }, false],
  ["an agent's command line", { agent: "acp:rm -rf" }, false],
  ["an agent that is none", { agent: "nobody" }, false],
  ["an agent with a model", { agent: "codex:gpt-5.2/mini@x" }, true],
  ["one agent", { parallel: 1 }, true],
  ["no agent", { parallel: 0 }, false],
  ["sixty-four agents", { parallel: 64 }, true],
  ["more agents", { parallel: 65 }, false],
  ["no money", { maxUsd: 0 }, false],
  ["little money", { maxUsd: 0.01 }, true],
  ["much money", { maxUsd: 100_000 }, true],
  ["more money", { maxUsd: 100_000.5 }, false],
  ["no tokens", { maxTokens: 0 }, false],
  ["a token", { maxTokens: 1 }, true],
  ["half a token", { maxTokens: 1.5 }, false],
  ["very many tokens", { maxTokens: 1e12 }, true],
  ["more tokens", { maxTokens: 1e12 + 1 }, false],
  ["no time", { timeoutMinutes: 0 }, false],
  ["a repository of one letter", { repository: "/" }, true],
  ["a goal of one letter", { goal: "x" }, true],
  ["the longest model", { agent: `pi:${"m".repeat(100)}` }, true],
  ["a longer model", { agent: `pi:${"m".repeat(101)}` }, false],
  ["a week", { timeoutMinutes: 10_080 }, true],
  ["more than a week", { timeoutMinutes: 10_081 }, false],
  ["a word that is unknown", { dangerously: true }, false],
])("a page may ask for %s: %p", (_name, more, may) => {
  expect(startRequest.safeParse({ repository: "/r", goal: "Do", ...more }).success).toBe(may);
});

test("a path may be as long as a system takes it, and no longer", () => {
  const may = (length: number) => startRequest.safeParse({ repository: "/".repeat(length), goal: "Do" }).success;
  expect([may(4096), may(4097)]).toEqual([true, false]);
});

test("a run is started with its goal on stdin, its questions left for whoever looks, and is found by its process", async () => {
  for (const start of [startRun, startTiedRun]) {
    using own = started("holds");
    const { host, at, heard } = own;
    expect(await start(host, at, ["run", "-"], "Do it")).toBe("new-run1");
    expect(heard()).toMatchObject({
      words: ["run", "-", "--ask", "elsewhere", "--quiet"],
      stdin: "Do it",
      cwd: at.cwd,
    });
    // It goes on by itself.
    expect(() => process.kill(heard().pid, 0)).not.toThrow();
  }
});

test("a run that was over before anybody looked is found, too, and no earlier one is taken for it", async () => {
  using own = started("is-quick");
  const before = runFolder(own.at.stateDir, "earlier-run0");
  makeRunFolder(before);
  expect(await startRun(own.host, own.at, ["run", "-"], "Do")).toBe("quick-run2");
});

test("what can't be started says why, with its own last words", async () => {
  const why = "failed: Cannot start: no agent; Install one";
  for (const start of [startRun, startTiedRun]) {
    using own = started("fails");
    expect(await failureOf(start(own.host, own.at, ["run", "-"], "Do"))).toBe(why);
  }
  using silent = started("prints");
  expect(await failureOf(startRun(silent.host, silent.at, ["run", "-"], "Do"))).toBe(
    "failed: Cannot start: the run ended before it began; -",
  );
});

test("a run that does not begin is not waited for for ever", async () => {
  let now = 0;
  const more = {
    elapsed: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    launch: () => Promise.resolve({ pid: 1, exit: new Promise(() => {}), said: () => "", [Symbol.dispose]: () => {} }),
  };
  using own = started("holds", more as unknown as Partial<Host>);
  expect(await failureOf(startRun(own.host, own.at, ["run"], "Do"))).toBe(
    "failed: Cannot start: the run did not begin within 90 s; Look with: baro runs",
  );
  expect(now).toBe(90_000);
});

test("what our own program prints is its answer, for the exit codes that are fine", async () => {
  using own = started("prints");
  const request = { cwd: own.at.cwd, words: ["intake", "-"], text: "a goal", signal: new AbortController().signal };
  expect(await askOwnProgram(own.host, { ...request, fine: [0, 3] })).toBe("said a goal");
  expect(own.heard().words).toEqual(["intake", "-"]);
  expect(await failureOf(askOwnProgram(own.host, request))).toBe("failed: Cannot answer: it was stopped; -");
  using failing = started("fails");
  expect(await failureOf(askOwnProgram(failing.host, request))).toBe("failed: Cannot start: no agent; Install one");
});

test("a delivery elsewhere gives what came of it; one that tried nothing fails with its words", async () => {
  using own = started("delivers");
  const deliver = () => deliverElsewhere(own.host, own.at, "old-run0");
  const folder = runFolder(own.at.stateDir, "old-run0");
  makeRunFolder(folder);
  const journal = openJournal(own.host, folder.journal, "old-run0", []);
  const earlier = { type: "delivery.finished", kind: "branch", branch: "b", url: null, why: "as asked", next: null };
  journal.append(earlier as RunEventBody);
  journal.close();
  expect(await deliver()).toMatchObject({ kind: "pr", url: "u" });
  expect(own.heard().words).toEqual(["deliver", "old-run0", "--cwd", own.at.cwd, "--json"]);
  const failing: Host = { ...own.host, self: [process.execPath, program, own.at.stateDir, "fails"] };
  expect(await failureOf(deliverElsewhere(failing, own.at, "old-run0"))).toBe(
    "failed: Cannot start: no agent; Install one",
  );
  const silent: Host = { ...own.host, self: [process.execPath, program, own.at.stateDir, "prints"] };
  expect(await failureOf(deliverElsewhere(silent, own.at, "old-run0"))).toBe(
    "failed: Cannot deliver: it was stopped; -",
  );
});

async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}
const read = async (...parts: (string | Uint8Array)[]): Promise<string> => {
  const said = keepEnd(chunks(...parts));
  await new Promise((resolve) => setTimeout(resolve, 5));
  return said();
};

test("of what is said the end is kept, and no letter is broken in two", async () => {
  const [first, ...rest] = Buffer.from("é");
  expect(await read("caf", Buffer.from([first ?? 0]), Buffer.from(rest), "!")).toBe("café!");
  expect(await read()).toBe("");
  const most = 64 * 1024;
  expect(await read("a", "b".repeat(most - 1))).toBe(`a${"b".repeat(most - 1)}`);
  expect(await read("a", "b".repeat(most))).toBe("b".repeat(most));
});

/** A machine that starts what ends at once, having said this; `read`: how much of its output was taken. */
function spawning(said: string) {
  const requests: object[] = [];
  let [stops, read] = [0, 0];
  const spawn = async (request: object) => {
    requests.push(request);
    return {
      pid: 1,
      stdin: null,
      stdout: (async function* () {
        for (let at = 0; at < 3; at++) {
          read++;
          yield Buffer.from("noise");
        }
      })(),
      stderr: chunks(said),
      exit: new Promise((resolve) => setTimeout(() => resolve({ exitCode: 1, signal: null }), 10)),
      stop: async () => void stops++,
    };
  };
  return { requests, spawn: spawn as unknown as Host["spawn"], stops: () => stops, read: () => read };
}

test("a run that is tied to this process has a tree of its own, which is stopped when it does not begin", async () => {
  const { requests, spawn, stops, read: taken } = spawning("error: Cannot start: no agent\n");
  const env = { A: "1", B: undefined };
  using own = started("fails", { spawn, env, self: ["baro", "leading"] });
  expect(await failureOf(startTiedRun(own.host, own.at, ["run", "-"], "Do"))).toBe("failed: Cannot start: no agent; -");
  expect(requests).toEqual([
    {
      program: "baro",
      args: ["leading", "run", "-", "--ask", "elsewhere", "--quiet"],
      cwd: own.at.cwd,
      env: { A: "1" },
      stdin: "Do",
      detached: true,
    },
  ]);
  expect(Object.keys((requests[0] as { env: object }).env)).toEqual(["A"]);
  // What it prints is read, or it would stand still.
  expect([stops(), taken()]).toEqual([1, 3]);
});

test("our own program that answers has a tree of its own, too", async () => {
  const { requests, spawn } = spawning("");
  using own = started("prints", { spawn, env: { A: "1" }, self: ["baro"] });
  const request = { cwd: own.at.cwd, words: ["intake"], text: "x", signal: new AbortController().signal };
  expect(await askOwnProgram(own.host, { ...request, fine: [1] })).toBe("noisenoisenoise");
  expect(requests).toMatchObject([{ program: "baro", args: ["intake"], detached: true, stdin: "x", env: { A: "1" } }]);
  expect(await failureOf(askOwnProgram(own.host, request))).toBe("failed: Cannot answer: it was stopped; -");
});
