import { expect, test } from "bun:test";
import { join } from "node:path";
import { writeFiles } from "../support/scratch.ts";
import { artifact, runArtifact } from "./artifact.ts";
import { hidden, hiddenForms, hiddenValues, seenIn } from "./hidden-values.ts";
import { connectClient } from "./mcp-clients.ts";
import { pageServer } from "./page-server.ts";
import { playground } from "./playground.ts";
import { running, type Scenario } from "./scripted-endpoint.ts";
import { openTerminal } from "./terminal.ts";

const quoted = `'${hidden.replaceAll("'", "'\\''")}'`;
const [first = ""] = hiddenForms;
const goal = `Fix the heading of a.txt with ${first}\n${hidden}`;
const scenario: Scenario = {
  first: ({ schema, turn }) => {
    if (schema !== null) return undefined;
    if (turn === 0) return { text: `I begin with ${hidden}`, calls: running(`printf '%s\\n' ${quoted}`).calls ?? [] };
    return turn === 1 ? running(`echo fixed > a.txt; sleep 2; echo ${quoted}`) : { text: `Done with ${hidden}` };
  },
};

/** A playground with both values in their places. */
async function place() {
  const play = await playground(scenario);
  play.repo.write({ ".git/info/exclude": ".env\n", ".env": `SHOP_PASSWORD=${hiddenValues[1]}\n` });
  const told = join(play.state.path, "told");
  const env = {
    ...play.env,
    SHOP_API_KEY: hiddenValues[0],
    BARO_NOTIFY: `env | grep ^BARO_ >> ${told}; printf '%s' "$BARO_GOAL" >> ${told}`,
  };
  return { play, env, told };
}

const flags = ["--agent", "openai:scripted-1", "--mode", "focused", "--intake", "rules", "--no-verify", "--yes"];

test("what nobody may read is not on the page while a run works, nor in what is told at its end", async () => {
  const { play, env, told } = await place();
  await using _ = play;
  await using page = await pageServer({ cwd: play.repo.path, env });
  const headers = { authorization: `Bearer ${page.token}` };
  const live: string[] = [];
  const streams: Promise<void>[] = [];
  const listen = async (run: string) => {
    const response = await fetch(`${page.base}/api/runs/${run}/events`, { headers });
    const reader = response.body?.getReader();
    for (;;) {
      const next = await reader?.read();
      if (next === undefined || next.done) return;
      live.push(Buffer.from(next.value ?? []).toString("utf8"));
      if (live.join("").includes("run.finished")) return void reader?.cancel();
    }
  };
  const ended = await runArtifact({
    cwd: play.repo.path,
    args: [goal, ...flags, "--json", "--deliver", "branch"],
    env,
    onEvent: (event) => {
      if (event.type === "run.started") streams.push(listen(event.run));
    },
  });
  expect(ended.exitCode, ended.stderr).toBe(0);
  await Promise.all(streams);
  const said = new Map([
    ["page", live.join("")],
    ["notify", await Bun.file(told).text()],
    ["otel", (await runArtifact({ cwd: play.repo.path, args: ["otel", "--json"], env })).stdout],
  ]);
  expect(said.get("page")).toContain("I begin with");
  expect(said.get("notify")).toContain("BARO_GOAL=Fix the heading");
  expect(said.get("otel")).toContain("resourceSpans");
  expect(seenIn(said)).toEqual([]);
}, 60_000);

test("what nobody may read is in no step of an MCP call", async () => {
  const { play, env } = await place();
  await using _ = play;
  await using client = await connectClient("2025-11-25", { cwd: play.repo.path, env, person: null });
  const steps: string[] = [];
  const asked = { goal, mode: "focused", yes: true, waitSeconds: 60 };
  const told = await client.call("run", asked, { onProgress: (message) => void steps.push(message) });
  expect(told.data, told.text).toMatchObject({ state: "finished" });
  expect(steps.join("\n")).toContain("S1 started");
  const said = new Map([
    ["steps", steps.join("\n")],
    ["answer", told.text + JSON.stringify(told.data)],
  ]);
  expect(seenIn(said)).toEqual([]);
}, 60_000);

test("what nobody may read is on no screen, in no title of a window and in no notice of a terminal", async () => {
  const { play, env } = await place();
  await using _ = play;
  for (const columns of [70, 160]) {
    const terminal = openTerminal({
      program: artifact,
      args: [goal, ...flags, "--deliver", "none", "--verbose"],
      cwd: play.repo.path,
      env: { ...env, TERM_PROGRAM: "iTerm.app" },
      columns,
    });
    expect(await terminal.exit, terminal.screen()).toBe(0);
    const bare = terminal.screen().replace(/\s+/g, "");
    expect(terminal.screen()).toContain("Fix the heading");
    expect(terminal.raw()).toContain("\u001b]0;");
    const said = new Map([
      ["raw", terminal.raw()],
      ["screen", terminal.screen()],
    ]);
    expect(seenIn(said)).toEqual([]);
    expect(hiddenValues.filter((value) => bare.includes(value))).toEqual([]);
  }
}, 60_000);

test("what nobody may read is in no report of a fault of ours", async () => {
  const { play, env } = await place();
  await using _ = play;
  const fault = `const real = JSON.stringify;
JSON.stringify = (value, ...more) => {
  if (value?.type === "mode.chosen") throw new TypeError(${JSON.stringify(`no such thing: ${hidden}`)});
  return real(value, ...more);
};
`;
  writeFiles(play.state.path, { "fault.js": fault });
  const faulty = { ...env, BUN_OPTIONS: `--preload=${join(play.state.path, "fault.js")}` };
  const said = new Map<string, string>();
  for (const more of [["--json"], ["--verbose"]]) {
    const ended = await runArtifact({ cwd: play.repo.path, args: [goal, ...flags, ...more], env: faulty });
    expect(ended.stdout + ended.stderr).toContain("no such thing");
    expect(ended.exitCode).toBe(70);
    said.set(more.join(), ended.stdout + ended.stderr);
  }
  expect(seenIn(said)).toEqual([]);
}, 60_000);
