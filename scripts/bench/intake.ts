// How long intake by rules takes on a large repository, from the product's own code, next to the one git command that
// nothing can do without. Usage: bun scripts/bench/intake.ts [--files 100000] [--commits 2000] [--rounds 7]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemHost } from "../../src/host/system.ts";
import { gatherFacts } from "../../src/intake/facts.ts";
import { decideByRules } from "../../src/intake/rules.ts";

const { values } = parseArgs({
  options: {
    files: { type: "string", default: "100000" },
    commits: { type: "string", default: "2000" },
    rounds: { type: "string", default: "7" },
  },
});
const limitMs = 300;
const root = mkdtempSync(join(tmpdir(), "baro-bench-intake-"));
const git = (args: string[], input = "") =>
  execFileSync("git", args, { cwd: root, input, maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "ignore"] });

const goals = [
  "fix: handle empty lists in module12",
  "docs: polish the documentation of pkg3",
  "Introduce a plugin system for modules module1, module2 and module40 with `readThing`",
];

try {
  git(["init", "--quiet", "--initial-branch=main"]);
  git(["fast-import", "--quiet"], makeHistory(Number(values.files), Number(values.commits)));
  const floor = median(await rounds(() => Promise.resolve(git(["ls-tree", "-r", "-z", "--full-tree", "main"]))));
  const facts: number[] = [];
  const rules: number[] = [];
  const host = systemHost();
  for (const goal of goals) {
    facts.push(...(await rounds(() => gather(goal))));
    const gathered = await gather(goal);
    rules.push(...(await rounds(() => Promise.resolve(decideByRules(goal, gathered)))));
  }
  const total = median(facts) + median(rules);
  console.log(
    `${values.files} files, ${values.commits} commits; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log(`git ls-tree alone   ${floor.toFixed(0)} ms`);
  console.log(`gather facts        ${median(facts).toFixed(0)} ms (${(median(facts) / floor).toFixed(1)} times that)`);
  console.log(`decide by rules     ${median(rules).toFixed(1)} ms`);
  console.log(`${total <= limitMs ? "within" : "OVER"} the limit of ${limitMs} ms: ${total.toFixed(0)} ms`);
  console.log(
    JSON.stringify({ floorMs: floor, factsMs: median(facts), rulesMs: median(rules), totalMs: total, limitMs }),
  );

  function gather(goal: string) {
    const signal = new AbortController().signal;
    return gatherFacts(host, {
      goal,
      root,
      base: "main",
      followUp: false,
      remoteUrl: null,
      lookUp: null,
      cacheDir: null,
      signal,
    });
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function rounds(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** A stream for `git fast-import`: packages of modules of files, then commits that touch a few files each. */
function makeHistory(files: number, commits: number): string {
  const path = (index: number) =>
    `packages/pkg${index % 40}/src/module${Math.floor(index / 40) % 50}/file${index}.${index % 9 === 0 ? "md" : index % 4 === 0 ? "test.ts" : "ts"}`;
  const parts = ["blob\nmark :1\ndata 11\nexport {};\n\nblob\nmark :2\ndata 12\nexport {} ;\n\n"];
  const who = "committer Ada Tester <ada@example.com> 1700000000 +0000";
  parts.push(`commit refs/heads/main\n${who}\ndata 5\nStart\n`);
  for (let index = 0; index < files; index++) parts.push(`M 100644 :1 ${path(index)}\n`);
  for (let commit = 0; commit < commits; commit++) {
    const subject = `${["fix", "feat", "docs", "refactor"][commit % 4]}(pkg${commit % 40}): change ${commit} of module${commit % 50}`;
    parts.push(`commit refs/heads/main\n${who}\ndata ${subject.length}\n${subject}\n`);
    for (let touched = 0; touched < 1 + (commit % 9); touched++) {
      parts.push(`M 100644 :${1 + ((commit + touched) % 2)} ${path((commit * 7919 + touched * 40) % files)}\n`);
    }
  }
  return parts.join("");
}
