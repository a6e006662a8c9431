// Runs every shipped entry point of the compiled artifact and reads what it prints: `bun scripts/smoke.ts [ARTIFACT]`.
// An artifact whose entry does nothing exits 0 as well, so the output decides, never the exit code alone.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { consola } from "consola";
import { commandNames } from "../src/cli/commands.ts";

const root = join(import.meta.dirname, "..");
const version = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;

interface Entry {
  args: string[];
  stdin?: string;
  exitCode: number;
  /** What stdout or stderr must show. */
  stdout?: RegExp;
  stderr?: RegExp;
}

/** How a client of the Model Context Protocol begins. */
const hello = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "smoke", version } },
});

/** One real call per command, in a small repository; a command without one fails the smoke test. */
const calls: Record<string, Entry[]> = {
  run: [
    {
      args: ["run", "Fix the typo in README.md", "--dry-run", "--agent", "demo", "--json"],
      exitCode: 0,
      stdout: /"type":"run.finished"/,
    },
  ],
  intake: [
    {
      args: ["intake", "Fix the typo in README.md", "--intake", "rules", "--json"],
      exitCode: 0,
      stdout: /"mode":"focused"/,
    },
  ],
  plan: [
    {
      args: ["plan", "Fix the typo in README.md", "--mode", "focused", "--json", "--agent", "demo"],
      exitCode: 0,
      stdout: /"id":"S1"/,
    },
  ],
  conduct: [{ args: ["conduct", "-"], stdin: "{}", exitCode: 2, stderr: /Cannot/ }],
  map: [{ args: ["map", "nobody"], exitCode: 2, stderr: /nobody/ }],
  resume: [{ args: ["resume"], exitCode: 2, stderr: /Cannot resume/ }],
  continue: [{ args: ["continue", "--branch", "nowhere", "Go on", "--agent", "demo"], exitCode: 5, stderr: /Cannot/ }],
  runs: [{ args: ["runs", "--json"], exitCode: 0, stdout: /\[/ }],
  show: [{ args: ["show", "nowhere"], exitCode: 2, stderr: /nowhere/ }],
  diff: [{ args: ["diff", "nowhere"], exitCode: 2, stderr: /nowhere/ }],
  tell: [{ args: ["tell", "nowhere", "S1", "Go on"], exitCode: 2, stderr: /nowhere/ }],
  stop: [{ args: ["stop", "nowhere"], exitCode: 2, stderr: /nowhere/ }],
  deliver: [{ args: ["deliver", "nowhere"], exitCode: 2, stderr: /nowhere/ }],
  clean: [{ args: ["clean"], exitCode: 0, stdout: /./ }],
  report: [{ args: ["report", "nowhere"], exitCode: 2, stderr: /nowhere/ }],
  serve: [{ args: ["serve", "--port", "none"], exitCode: 2, stderr: /--port none/ }],
  mcp: [{ args: ["mcp"], stdin: `${hello}\n`, exitCode: 0, stdout: /"serverInfo":\{"name":"baro"/ }],
  otel: [{ args: ["otel", "nowhere", "--json"], exitCode: 2, stderr: /nowhere/ }],
  schema: ["events", "plan", "config"].map((kind) => ({ args: ["schema", kind], exitCode: 0, stdout: /"\$schema"/ })),
  doctor: [{ args: ["doctor", "--json", "--agent", "demo"], exitCode: 0, stdout: /"checks":\[/ }],
  init: [{ args: ["init", "--no-input"], exitCode: 0, stdout: /baro\.toml/ }],
  trust: [{ args: ["trust", "missing.toml"], exitCode: 2, stderr: /missing\.toml/ }],
  demo: [{ args: ["demo", "focused", "--json"], exitCode: 0, stdout: /"outcome":"delivered"/ }],
  update: [{ args: ["update"], exitCode: 0, stdout: /newest version/ }],
  worker: [
    { args: ["worker", "--stdio", "--slots", "2"], exitCode: 0, stdout: /"is":"hello".*"slots":2/ },
    { args: ["worker"], exitCode: 2, stderr: /no queue is named/ },
    {
      args: ["worker", "--queue", "redis://127.0.0.1:1"],
      exitCode: 5,
      stderr: /Cannot use the queue at redis:.*ECONNREFUSED/,
    },
  ],
  workers: [{ args: ["workers", "--json"], exitCode: 0, stdout: /"worker":"local"/ }],
  completions: ["bash", "zsh", "fish"].map((shell) => ({
    args: ["completions", shell],
    exitCode: 0,
    stdout: /doctor/,
  })),
};

interface SmokeOptions {
  /** What the artifact is started through: an emulator or a loader with its arguments. */
  runner?: readonly string[];
  /** A few entries alone: an emulator is slow. */
  short?: boolean;
}

/** The commands of a short smoke test: the decision, a whole run and what is made from the command definitions. */
const shortCommands = ["intake", "demo", "completions"];

/** Runs all entries of an artifact; gives what is wrong, one line each. */
export function smoke(artifact: string, { runner = [], short = false }: SmokeOptions = {}): string[] {
  const scratch = mkdtempSync(join(tmpdir(), "baro-smoke-"));
  try {
    const repository = scratchRepository(scratch);
    const general: Entry[] = [
      {
        args: ["--version"],
        exitCode: 0,
        stdout: new RegExp(`^baro ${version.replaceAll(".", "\\.")}( \\([0-9a-f]{10}\\))?\\n$`),
      },
      { args: ["--version", "--json"], exitCode: 0, stdout: /"platform":"\w+-\w+"/ },
      ...commandNames.map((name) => ({ args: ["--help"], exitCode: 0, stdout: new RegExp(`[ ,]${name}\\b`) })),
      ...commandNames.map((name) => ({ args: [name, "--help"], exitCode: 0, stdout: new RegExp(`baro ${name}\\b`) })),
      { args: ["--no-such-flag"], exitCode: 2, stderr: /no-such-flag/ },
    ];
    const missing = commandNames
      .filter((name) => calls[name] === undefined)
      .map((name) => `${name}: has no smoke call`);
    const named = short ? shortCommands : commandNames;
    const entries = [...(short ? general.slice(0, 3) : general), ...named.flatMap((name) => calls[name] ?? [])];
    const start = [...runner, artifact];
    return [...missing, ...entries.flatMap((entry) => failures(start, entry, repository, scratch))];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function scratchRepository(scratch: string): string {
  const path = join(scratch, "repository");
  const env = environment(scratch);
  const git = (...args: string[]) => spawnSync("git", args, { cwd: path, env });
  spawnSync("git", ["init", "--quiet", "--initial-branch=main", path], { env });
  writeFileSync(join(path, "README.md"), "# Scrach\n");
  git("add", "--all");
  git("commit", "--quiet", "--message", "Start");
  return path;
}

function environment(scratch: string): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: scratch,
    BARO_HOME: join(scratch, "state"),
    XDG_CACHE_HOME: join(scratch, "cache"),
    CI: "true",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Smoke",
    GIT_AUTHOR_EMAIL: "smoke@example.com",
    GIT_COMMITTER_NAME: "Smoke",
    GIT_COMMITTER_EMAIL: "smoke@example.com",
  };
}

function failures(start: readonly string[], entry: Entry, cwd: string, scratch: string): string[] {
  const [program = "", ...leading] = start;
  const result = spawnSync(program, [...leading, ...entry.args], {
    cwd,
    env: environment(scratch),
    input: entry.stdin ?? "",
    encoding: "utf8",
    timeout: 60_000,
  });
  const wrong: string[] = [];
  if (result.status !== entry.exitCode)
    wrong.push(`exit code ${result.status ?? result.signal}, not ${entry.exitCode}`);
  if (entry.stdout !== undefined && !entry.stdout.test(result.stdout)) wrong.push(`stdout lacks ${entry.stdout}`);
  if (entry.stderr !== undefined && !entry.stderr.test(result.stderr)) wrong.push(`stderr lacks ${entry.stderr}`);
  if (wrong.length === 0) return [];
  const shown = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim().slice(-600);
  return [`baro ${entry.args.join(" ")}: ${wrong.join("; ")}\n    ${shown.replaceAll("\n", "\n    ")}`];
}

if (import.meta.main) {
  // It is run in a folder of its own.
  const artifact = resolve(process.argv[2] ?? join(root, "dist", "baro"));
  const wrong = smoke(artifact);
  for (const line of wrong) consola.error(line);
  if (wrong.length > 0) process.exit(1);
  consola.success(`Every entry of ${artifact} does what it says`);
}
