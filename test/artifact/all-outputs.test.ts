import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { scratchFolder } from "../support/scratch.ts";
import { runArtifact } from "./artifact.ts";
import { connectClient } from "./mcp-clients.ts";
import { pageServer } from "./page-server.ts";
import { playground } from "./playground.ts";
import { running, type Scenario, story, writing } from "./scripted-endpoint.ts";

/** One is in the environment, the other in a `.env` that git ignores. */
const secrets = ["z9Kq-71pp-Wd44/mm08+x", "Rt5w_88vb_Ny13=kk27"] as const;

/** As programs write a value that is not to be read at once. */
const forms = secrets.flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  Buffer.from(secret).toString("hex"),
]);
const canary = forms.join(" ");

const goal = `Rename the headings of a.txt and b.txt, with ${canary}`;
const scenario = {
  plan: {
    stories: [
      story("S1", {
        title: `First ${canary}`,
        brief: `Write a, ${canary}`,
        writes: ["a.txt"],
        acceptance: [`a holds ${canary}`],
      }),
      story("S2", { title: "Second", writes: ["b.txt"], brief: `Do it with ${canary}` }),
    ],
  },
  first: ({ schema, user, turn }) => {
    if (schema !== null) return undefined;
    if (turn === 0 && user.includes("# First")) return writing({ "a.txt": "1\n" });
    if (turn === 0) return running(`echo ${canary}; echo x > b.txt`);
    return { text: `Done with ${canary}` };
  },
} satisfies Scenario;

/** Takes what OpenTelemetry is sent. */
async function collector() {
  const received: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      received.push(`${JSON.stringify(request.headers)}${Buffer.concat(parts).toString("utf8")}`);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => void server.close().closeAllConnections(),
  };
}

/** Names of all that lies below a folder, and what the files hold that are not the run's own memory. */
function written(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const isMemory = /journal\.jsonl$|session-.*\.jsonl$/.test(entry.name);
      return entry.isFile() && !isMemory ? `${path}\n${readFileSync(path, "latin1")}` : path;
    })
    .join("\n");
}

/** All that a stream of the page says until it is silent. */
async function streamed(url: string, token: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const reader = response.body?.getReader();
  let text = "";
  for (;;) {
    const next = await Promise.race([reader?.read(), Bun.sleep(700)]);
    if (next === undefined || next.done) break;
    text += Buffer.from(next.value ?? []).toString("utf8");
  }
  await reader?.cancel();
  return text;
}

test("what nobody may read is in nothing that a run says, writes, sends or serves, however it is encoded", async () => {
  await using play = await playground(scenario);
  using sink = await collector();
  using dumps = scratchFolder();
  play.repo.write({ ".git/info/exclude": ".env\n", ".env": `SHOP_PASSWORD=${secrets[1]}\n` });
  const env = { ...play.env, SHOP_API_KEY: secrets[0], OTEL_EXPORTER_OTLP_ENDPOINT: sink.url };
  const call = (...args: string[]) => runArtifact({ cwd: play.repo.path, args, env });
  const loud = `echo '${canary}'; echo '${canary}' >&2`;
  const flags = ["--agent", "openai:scripted-1", "--mode", "parallel", "--intake", "rules", "--yes"];
  const run = await call(goal, ...flags, "--verify", loud, "--setup", loud, "--verbose", "--deliver", "pr");
  expect(run.exitCode, run.stderr).toBe(0);
  const name = /run ([\w-]+) with openai/.exec(run.stderr)?.[1] ?? "";
  const json = await call(goal, ...flags, "--json", "--verify", `${loud}; exit 1`, "--deliver", "patch");
  const later = [
    ...["show", "runs", "report", "diff", "intake", "plan", "otel"].map((command) => [command]),
    ["show", name, "--verbose"],
    ["show", name, "--json"],
    ["runs", "--json"],
    ["report", name, "--out", "-"],
    ["report", name, "--format", "markdown", "--out", "-"],
    ["intake", goal, "--json", "--intake", "rules"],
    ["plan", goal, "--json", ...flags.slice(0, -1)],
    ["doctor", "--json"],
    ["diff", name],
    ["otel", name],
    ["nonsense", canary],
    ["show", canary],
    ["run", "--base", canary, "x"],
  ];
  const said = new Map<string, string>([
    ["run", run.stdout + run.stderr],
    ["run --json", json.stdout + json.stderr],
  ]);
  for (const args of later) {
    const { stdout, stderr } = await call(...args);
    said.set(`baro ${args.map((word) => word.slice(0, 12)).join(" ")}`, stdout + stderr);
  }
  said.set("git", play.repo.git("log", "--all", "--format=%B%an%D") + play.repo.git("for-each-ref"));
  said.set("the forge", JSON.stringify([play.forge.seen, play.there.pulls]));
  expect(play.there.pulls.length).toBeGreaterThan(0);
  said.set("telemetry", sink.received.join("\n"));
  expect(sink.received.length).toBeGreaterThan(0);
  said.set("state", written(join(play.state.path, "state")));
  said.set("cache", written(join(play.state.path, "cache")));
  said.set("temporary files", written(dumps.path));
  await using page = await pageServer({ cwd: play.repo.path, env });
  for (const path of ["runs", `runs/${name}`, `runs/${name}/report`, `runs/${name}/diff`, `runs/${name}/plan`]) {
    const response = await fetch(`${page.base}/api/${path}`, { headers: { authorization: `Bearer ${page.token}` } });
    said.set(`page ${path.replace(name, "RUN")} (${response.status})`, await response.text());
  }
  said.set("page events", await streamed(`${page.base}/api/runs/${name}/events`, page.token));
  await using client = await connectClient("2026-07-28", { cwd: play.repo.path, env, person: null });
  const steps: string[] = [];
  const onProgress = (message: string) => void steps.push(message);
  for (const [tool, args] of [
    ["status", { run: name }],
    ["diff", { run: name }],
    ["decide", { goal }],
    ["plan", { goal }],
    ["status", { run: canary }],
  ] as const) {
    const told = await client.call(tool, args, { onProgress });
    said.set(`MCP ${tool}`, told.text + JSON.stringify(told.data));
  }
  for (const uri of await client.resources()) said.set(`MCP ${uri}`, await client.read(uri));
  said.set("MCP progress", steps.join("\n"));
  const leaks = [...said].flatMap(([where, text]) =>
    forms.filter((form) => text.includes(form)).map((form) => `${where}: ${form}`),
  );
  expect(leaks).toEqual([]);
}, 180_000);
