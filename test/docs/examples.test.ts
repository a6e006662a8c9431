import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { artifact, privateState } from "../artifact/artifact.ts";
import { connectClient } from "../artifact/mcp-clients.ts";
import { scriptedEndpoint, writing } from "../artifact/scripted-endpoint.ts";
import { gitIn, scratchRepository } from "../support/scratch.ts";

const examples = join(import.meta.dir, "..", "..", "examples");
const textOf = (...path: string[]) => readFileSync(join(examples, ...path), "utf8");
const yamlOf = (...path: string[]) => Bun.YAML.parse(textOf(...path)) as Record<string, unknown>;

/** A place with the binary on the PATH as `baro`, and a folder of its own. */
function place(files: Record<string, string>) {
  const state = privateState();
  const repo = scratchRepository(files);
  const bin = join(state.path, "bin");
  mkdirSync(bin);
  symlinkSync(artifact, join(bin, "baro"));
  const env: Record<string, string> = { ...state.env, PATH: `${bin}:${state.env["PATH"]}` };
  return {
    repo,
    env,
    path: state.path,
    [Symbol.dispose]: () => {
      repo[Symbol.dispose]();
      state[Symbol.dispose]();
    },
  };
}

test("the list names every folder", () => {
  const folders = readdirSync(examples, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? [one.name] : [],
  );
  const named = [...textOf("README.md").matchAll(/^\| \[(\w[\w-]*)\]/gm)].map(([, name]) => name);
  expect(named.toSorted() as string[]).toEqual(folders.toSorted());
});

test("GitLab CI: the job's script turns a goal that it is given as data into a branch", async () => {
  const { stages, baro } = yamlOf("gitlab", "baro.gitlab-ci.yml") as {
    stages: string[];
    baro: { stage: string; script: string[]; before_script: string[]; after_script: string[]; rules: object[] };
  };
  expect(stages).toContain(baro.stage);
  expect(baro.rules).not.toEqual([]);
  for (const line of [...baro.before_script, ...baro.after_script]) {
    expect(spawnSync("sh", ["-n", "-c", line], { encoding: "utf8" }).stderr, line).toBe("");
  }
  const goal = "Fix the typo in a.txt; $(touch owned)";
  await using endpoint = await scriptedEndpoint({
    first: ({ turn }) => (turn === 0 ? writing({ "a.txt": "b\n" }) : { text: "Done" }),
  });
  using at = place({ "a.txt": "a\n" });
  const env = { ...at.env, ...endpoint.env, CI: "true", BARO_INTAKE: "rules", BARO_GOAL: goal };
  const { status, stderr } = await runLines(at.repo.path, env, baro.script);
  expect(status, stderr).toBe(0);
  expect(readFileSync(join(at.repo.path, "baro.jsonl"), "utf8")).toContain('"outcome":"delivered"');
  expect(existsSync(join(at.repo.path, "owned"))).toBe(false);
  expect(await runLines(at.repo.path, env, baro.after_script)).toMatchObject({ status: 0 });
  expect(readFileSync(join(at.repo.path, "baro.html"), "utf8")).toContain("<html");
}, 60_000);

/** Not at once: the scripted model answers in this very process. */
async function runLines(cwd: string, env: Record<string, string>, lines: readonly string[]) {
  const child = Bun.spawn(["sh", "-ec", lines.join("\n")], { cwd, env, stdout: "ignore", stderr: "pipe" });
  const stderr = await new Response(child.stderr).text();
  return { status: await child.exited, stderr };
}

test("pre-commit: a message that says too much is told so, and refused when that is asked for", () => {
  const { repos } = yamlOf("pre-commit", "pre-commit-config.yaml") as {
    repos: { hooks: { entry: string; stages: string[]; language: string }[] }[];
  };
  const [hook] = repos[0]?.hooks ?? [];
  expect(hook).toMatchObject({ language: "system", stages: ["commit-msg"] });
  using at = place({ "lib/a.ts": "a\n", "lib/b.ts": "b\n", "lib/c.ts": "c\n", "lib/d.ts": "d\n" });
  copyFileSync(join(examples, "pre-commit", "shape-of-message.sh"), join(at.path, "shape-of-message.sh"));
  at.repo.write({
    small: "Fix the typo in lib/a.ts\n# Please enter the commit message\n",
    large: "Write unit tests for lib/a.ts, lib/b.ts, lib/c.ts and lib/d.ts, one test file each\n",
  });
  const hear = (message: string, more: Record<string, string> = {}) => {
    const [program = "", ...words] = (hook?.entry ?? "").replace("shape-of", join(at.path, "shape-of")).split(" ");
    const cwd = at.repo.path;
    const { status, stderr } = spawnSync(program, [...words, message], {
      cwd,
      env: { ...at.env, ...more },
      encoding: "utf8",
    });
    return [status, stderr];
  };
  expect(hear("small", { SHAPE: "strict" })).toEqual([0, ""]);
  expect(hear("large")).toEqual([0, expect.stringContaining("several independent pieces")]);
  expect(hear("large", { SHAPE: "strict" })[0]).toBe(1);
  // Where baro is not there, nothing stands in the way of a commit.
  expect(hear("large", { SHAPE: "strict", PATH: "/usr/bin:/bin" })[0]).toBe(0);
});

const { mcpServers } = JSON.parse(textOf("mcp", "claude-code.mcp.json")) as {
  mcpServers: { baro: { command: string; args: string[] } };
};
const codexConfig = Bun.TOML.parse(textOf("mcp", "codex.config.toml")) as {
  mcp_servers: { baro: { command: string; args: string[] } };
};

test.each([
  ["Claude Code", mcpServers.baro],
  ["Codex", codexConfig.mcp_servers.baro],
])("%s: what the configuration starts speaks the protocol", async (_name, { command, args }) => {
  using at = place({ "a.txt": "a\n" });
  // The command is found on the PATH, as the agent finds it.
  const program = [Bun.which(command, { PATH: at.env["PATH"] ?? "" }) ?? "", ...args.slice(0, -1)];
  expect(args.at(-1)).toBe("mcp");
  await using client = await connectClient("2025-11-25", { cwd: at.repo.path, env: at.env, person: null, program });
  expect((await client.call("decide", { goal: "Fix the typo in a.txt" })).data).toMatchObject({ mode: "focused" });
});

/** The real programs, where the tests of agents have installed them. */
const cached = (folder: string, name: string) =>
  join(userInfo().homedir, ".cache", "baro-agents", folder, "node_modules", ".bin", name);
const claude = cached("claude-2.1.330", "claude");
const codex = cached("codex-0.169.0", "codex");

test.skipIf(!existsSync(claude))(
  "Claude Code reads its configuration (needs npm run test:agents once)",
  () => {
    using at = place({ "a.txt": "a\n" });
    copyFileSync(join(examples, "mcp", "claude-code.mcp.json"), join(at.repo.path, ".mcp.json"));
    const env = { ...at.env, ANTHROPIC_API_KEY: "k", CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1" };
    const listed = spawnSync(claude, ["mcp", "list"], { cwd: at.repo.path, env, encoding: "utf8" });
    expect(listed.stdout).toContain("baro: baro mcp - ");
  },
  60_000,
);

test.skipIf(!existsSync(codex))(
  "Codex reads its configuration (needs npm run test:agents once)",
  () => {
    using at = place({ "a.txt": "a\n" });
    const home = join(at.path, "codex");
    mkdirSync(home);
    copyFileSync(join(examples, "mcp", "codex.config.toml"), join(home, "config.toml"));
    const env = { ...at.env, CODEX_HOME: home };
    const listed = spawnSync(codex, ["mcp", "list", "--json"], { cwd: at.repo.path, env, encoding: "utf8" });
    expect(JSON.parse(listed.stdout)).toMatchObject([
      {
        name: "baro",
        enabled: true,
        transport: { type: "stdio", command: "baro", args: ["mcp"] },
        tool_timeout_sec: 3600,
      },
    ]);
  },
  60_000,
);

/** As a collector names them for Prometheus: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/. */
function prometheusName({ name, unit, sum }: { name: string; unit: string; sum?: object }): string {
  const words: Record<string, string> = { ms: "milliseconds", "1": sum === undefined ? "ratio" : "" };
  const ending = unit.startsWith("{") ? "" : (words[unit] ?? unit);
  const parts = [name.replaceAll(".", "_"), ending, sum === undefined ? "" : "total"];
  return parts.filter((part) => part !== "").join("_");
}

test("Grafana: every metric and label that the dashboard asks for is one that a run sends", async () => {
  const dashboard = JSON.parse(textOf("grafana", "baro.json")) as {
    panels: { title: string; gridPos: { x: number; w: number }; targets: { expr: string; legendFormat: string }[] }[];
  };
  await using endpoint = await scriptedEndpoint({
    first: ({ turn }) => (turn === 0 ? writing({ "a.txt": "b\n" }) : { text: "Done" }),
  });
  using at = place({ "a.txt": "a\n" });
  const env = { ...at.env, ...endpoint.env, BARO_INTAKE: "rules" };
  const run = 'baro run "Fix the typo in a.txt" --agent openai --no-verify --quiet && baro otel --json > otel.json';
  expect(await runLines(at.repo.path, env, [run])).toMatchObject({ status: 0 });
  const { metrics } = JSON.parse(readFileSync(join(at.repo.path, "otel.json"), "utf8")) as {
    metrics: { resourceMetrics: [{ scopeMetrics: [{ metrics: SentMetric[] }] }] };
  };
  const sent = metrics.resourceMetrics[0].scopeMetrics[0].metrics;
  // This run's agent names no price, and one story has nothing to be faster than.
  const names = new Set([...sent.map(prometheusName), "baro_cost_USD_total", "baro_speedup_ratio"]);
  const labels = new Set(
    sent.flatMap(({ sum, gauge }) =>
      (sum ?? gauge)?.dataPoints.flatMap(({ attributes }) => attributes.map(({ key }) => key.replaceAll(".", "_"))),
    ),
  );
  expect(dashboard.panels.length).toBeGreaterThan(5);
  for (const { title, targets } of dashboard.panels) {
    for (const { expr, legendFormat } of targets) {
      expect(names, title).toContain(metricOf(expr));
      const by = /sum by \((\w+)\)|avg by \((\w+)\)/.exec(expr);
      expect(labels, title).toContain(by?.[1] ?? by?.[2]);
      expect(legendFormat).toBe(`{{${by?.[1] ?? by?.[2]}}}`);
    }
  }
  expect(new Set(dashboard.panels.map(({ targets }) => metricOf(targets[0]?.expr ?? ""))).size).toBeGreaterThan(6);
  expect(gitIn(at.repo.path, "status", "--porcelain")).toBe("?? otel.json");
}, 60_000);

/** The one metric that a query of the dashboard is about. */
function metricOf(expr: string): string {
  return /\bbaro_\w+/.exec(expr.replace(/by \(\w+\)/, ""))?.[0] ?? "";
}

interface SentMetric {
  name: string;
  unit: string;
  sum?: Points;
  gauge?: Points;
}
interface Points {
  dataPoints: { attributes: { key: string }[] }[];
}
