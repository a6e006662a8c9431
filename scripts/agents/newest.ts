/**
 * Tells what changed in the flags and in the lines of a real agent between two versions: what `--help` offers, and which
 * fields its lines have in the scenarios that most stories meet.
 *
 *     bun scripts/agents/newest.ts [AGENT ...] [--from VERSION] [--to VERSION]
 *
 * Without versions: from the pinned one to what npm has now.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type InstalledAgent, installVersion, versionsOf } from "./installed.ts";
import { differences, flagsIn, shapesOf } from "./wire-shapes.ts";

/** What is asked of a program for its flags: its own help, and that of the command that we use. */
const helps: Readonly<Record<string, readonly (readonly string[])[]>> = {
  claude: [["--help"]],
  codex: [
    ["exec", "--help"],
    ["exec", "resume", "--help"],
  ],
  opencode: [["run", "--help"]],
  pi: [["--help"]],
};

/** What most stories meet, and where lines change most. */
const scenarios = [
  "text",
  "reasoning",
  "write-run",
  "failing-command",
  "rate-limit-once",
  "quota",
  "sub-agent",
  "to-do",
];

const option = (name: string): string | null => {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
};
const [from, to] = [option("--from"), option("--to")];
const words = process.argv.slice(2).filter((word) => !word.startsWith("--") && word !== from && word !== to);
const names = words.length > 0 ? words : Object.keys(helps);

for (const name of names) {
  const versions = versionsOf(name);
  const [before, after] = [from ?? versions.pinned, to ?? versions.newest];
  if (before === after) {
    console.log(`${name}: ${before} is the newest`);
    continue;
  }
  const [old, now] = [look(installVersion(name, before)), look(installVersion(name, after))];
  const changes = [...differences("flag", old.flags, now.flags), ...differences("field", old.shapes, now.shapes)];
  console.log(`${name}: ${before} -> ${after}${changes.length === 0 ? ": nothing changed" : ""}`);
  for (const change of changes) console.log(`  ${change}`);
}

/** The flags that a version takes, and the fields of the lines that it prints. */
function look(agent: InstalledAgent): { flags: Set<string>; shapes: Set<string> } {
  const env = { ...process.env, PATH: `${agent.bin}:${process.env["PATH"] ?? ""}` };
  const texts = (helps[agent.name] ?? []).map((args) => {
    const { stdout, stderr } = spawnSync(join(agent.bin, agent.name), args, { env, encoding: "utf8" });
    return `${stdout}${stderr}`;
  });
  return { flags: flagsIn(texts.join("\n")), shapes: shapesOf(recorded(agent)) };
}

/** The lines of the scenarios, recorded into a folder that is thrown away. */
function recorded({ name, version }: InstalledAgent): string[] {
  const folder = mkdtempSync(join(tmpdir(), "baro-newest-"));
  try {
    const script = join(import.meta.dirname, "..", "record-captures.ts");
    const args = [script, `${name}@${version}`, "--only", scenarios.join(","), "--into", folder];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${name} ${version} could not be recorded: ${stderr.slice(-500)}`);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".jsonl"));
    return files.flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
