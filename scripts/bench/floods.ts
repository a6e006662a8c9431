// Peak memory and time of the compiled binary while something floods it, a row for each kind; Linux only.
// Usage: bun scripts/bench/floods.ts [--only WORDS] [--part 1] [--binary F]. Exits with 1 when a row is over the target.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gitIn } from "../../test/support/scratch.ts";
import { installStandIn, signedIn } from "../../test/support/stand-in/install.ts";
import { startFloodEndpoint } from "../attack/flood-endpoint.ts";
import { type Flood, floods } from "../attack/floods.ts";
import { runMeasured } from "./memory/watch-memory.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    part: { type: "string", default: "1" },
    binary: { type: "string", default: join(import.meta.dirname, "..", "..", "dist", "baro") },
  },
});
const part = Number(values.part);
const targetMb = 250;
const megabyte = 1024 * 1024;

for (const flood of floods.filter(({ name }) => name.includes(values.only))) await measure(flood);

async function measure(flood: Flood): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "baro-flood-")));
  try {
    const { from } = flood;
    await using endpoint = "endpoint" in from ? await startFloodEndpoint(from.endpoint, from.size * part) : null;
    const bin = join(folder, "bin");
    const agent = "steps" in from ? installStandIn(bin, from.protocol, from.steps(part)) : ["--agent", "openai"];
    const root = join(folder, "repository");
    mkdirSync(root);
    gitIn(root, "init", "--quiet", "-b", "main");
    writeFileSync(join(root, "a.txt"), "a\n");
    gitIn(root, "add", "-A");
    gitIn(root, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "base");
    const env = {
      ...signedIn,
      PATH: `${bin}${delimiter}${process.env["PATH"]}`,
      HOME: join(folder, "home"),
      BARO_HOME: join(folder, "state"),
      XDG_CACHE_HOME: join(folder, "cache"),
      LANG: "C.UTF-8",
      ...{ GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "a@b.example" },
      ...{ GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: "a@b.example" },
      ...(endpoint === null ? {} : { OPENAI_BASE_URL: endpoint.url }),
    };
    const checks = flood.args?.(part) ?? ["--no-verify"];
    const flags = ["--mode", "focused", "--intake", "rules", "--deliver", "branch", "--yes"];
    const args = ["Fix the typo in a.txt", ...agent, ...flags, ...checks];
    const from0 = performance.now();
    const { memory, cpuMs, code, stderr } = await runMeasured(resolve(values.binary), args, root, env);
    const seconds = ((performance.now() - from0) / 1000).toFixed(1);
    const journalMb = journalBytes(join(folder, "state")) / megabyte;
    const bad = memory.peak > targetMb || code === null || !flood.exits.includes(code);
    const words = `peak ${memory.peak.toFixed(0).padStart(4)} MB  ${seconds} s (${(cpuMs / 1000).toFixed(1)} s of processor)`;
    console.log(
      `${flood.name.padEnd(40)} ${words}  journal ${journalMb.toFixed(1)} MB  exit ${code}${bad ? "  MISSED" : ""}`,
    );
    if (bad) process.exitCode = 1;
    if (code === null || !flood.exits.includes(code)) console.log(stderr.slice(-600));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function journalBytes(state: string): number {
  const runs = join(state, "runs");
  const [run] = existsSync(runs) ? readdirSync(runs) : [];
  if (run === undefined) return 0;
  return statSync(join(runs, run, "journal.jsonl"), { throwIfNoEntry: false })?.size ?? 0;
}
