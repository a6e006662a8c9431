import { expect, test } from "bun:test";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { scratchRepository, writeFiles } from "../support/scratch.ts";
import { installStandIn, signedIn } from "../support/stand-in/install.ts";
import { artifact, privateState, runArtifact } from "./artifact.ts";

const isLinux = process.platform === "linux";
/** Far below what is handed over. */
const mostMb = 300;
const longestMs = 20_000;

/** Hands over what never ends: by a shell, so that nothing of it lies in this process. */
async function endless(words: string) {
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n" });
  const script = words.replace("BARO", `exec '${artifact}'`);
  const child = spawn("/bin/sh", ["-c", script], { cwd: repo.path, env: { ...state.env, ...signedIn }, stdio: "pipe" });
  child.stdin.end();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdout.resume();
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid ?? 0));
  }, 20);
  const late = setTimeout(() => child.kill("SIGKILL"), longestMs);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(look);
  clearTimeout(late);
  return { code, peak, stderr };
}

/** Megabytes of the most that a process had at once. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const flood = "tr '\\0' x < /dev/zero";
const rows: [what: string, words: string, says: string][] = [
  ["a goal on stdin", `${flood} | BARO - --yes`, "Cannot use the goal from stdin: the limit is 65536 characters"],
  ["a goal's file", "BARO --goal-file /dev/zero --yes", "Cannot read the goal: it has more than 262144 bytes"],
  ["a goal's file that is stdin", `${flood} | BARO intake --goal-file -`, "Cannot use the goal from stdin"],
  ["a goal to plan", `${flood} | BARO plan - --yes`, "Cannot use the goal from stdin"],
  ["a plan on stdin", `${flood} | BARO conduct - --yes`, 'Cannot read the plan in "stdin": it is larger than 32 MiB'],
  ["a plan's file", "BARO conduct /dev/zero --yes", "Cannot read the plan: it has more than 33554432 bytes"],
  [
    "a configuration",
    "BARO doctor --offline --config /dev/zero",
    "Cannot read /dev/zero: it has more than 1048576 bytes",
  ],
  [
    "a certificate",
    "BARO serve --tls-cert /dev/zero --tls-key /dev/zero --port 0",
    "Cannot read the certificate: it has more",
  ],
];

test.skipIf(!isLinux).each(rows)(
  "%s that never ends is read to its limit, and that is said",
  async (_what, words, says) => {
    const { code, peak, stderr } = await endless(words);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
    expect(peak).toBeLessThan(mostMb);
  },
  30_000,
);

test.skipIf(!isLinux)("a goal's file may be a pipe, as shells make them", async () => {
  const { code, stderr } = await endless(
    "echo 'Fix the typo in a.txt' | BARO intake --goal-file /dev/stdin --intake rules",
  );
  expect([code, stderr]).toEqual([0, ""]);
});

test.skipIf(!isLinux).each([
  ["codex", "home/.codex/config.toml"],
  ["opencode", "config/opencode/opencode.json"],
] as const)(
  "the settings of %s that are a pipe hold nobody up",
  async (protocol, file) => {
    using state = privateState();
    using repo = scratchRepository({ "a.txt": "a\n" });
    const bin = join(state.path, "bin");
    const agent = installStandIn(bin, protocol, [{ do: "write", path: "a.txt", content: "b\n" }, { do: "end" }]);
    writeFiles(state.path, { [`${file}.x`]: "" });
    expect(spawnSync("mkfifo", [join(state.path, file)]).status).toBe(0);
    const env = { ...state.env, ...signedIn, PATH: `${bin}${delimiter}${state.env["PATH"]}` };
    const flags = ["--mode", "focused", "--intake", "rules", "--deliver", "none", "--no-verify", "--timeout", "20s"];
    const ended = await runArtifact({
      cwd: repo.path,
      env,
      args: ["Fix the typo in a.txt", ...agent, ...flags, "--yes"],
    });
    expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
  },
  40_000,
);
