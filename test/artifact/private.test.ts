import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { standInToken, startForge } from "../deliver/stand-in/forge.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { type Scenario, scriptedEndpoint, writing } from "./scripted-endpoint.ts";

const secret = "z9Kq-71pp-Wd44-mm08";

/** One run of the binary against a scripted model, in a repository with a private `.env`. */
async function play(scenario: Scenario, args: string[], env: Record<string, string> = {}) {
  await using endpoint = await scriptedEndpoint(scenario);
  const state = privateState();
  const repo = scratchRepository({ "README.md": "# Shop\n", ".gitignore": ".env\n" });
  repo.write({ ".env": `SHOP_PASSWORD=${secret}\n` });
  const whole = { ...state.env, ...endpoint.env, ...env };
  const all = [...args, "--agent", "openai:some-model", "--json"];
  const ended = await runArtifact({ cwd: repo.path, env: whole, args: all });
  const runs = join(state.path, "state", "runs");
  const folder = join(runs, readdirSync(runs)[0] ?? "");
  return {
    ...ended,
    repo,
    folder,
    again: (more: string[]) => runArtifact({ cwd: repo.path, env: whole, args: more }),
    [Symbol.dispose]() {
      state[Symbol.dispose]();
      repo[Symbol.dispose]();
    },
  };
}

test("a placeholder for a key, as local servers advise, changes no path, no answer and no commit", async () => {
  const title = "Add test/a.js and say test";
  const stories = { [title]: [writing({ "test/a.js": "test();\n" }), { text: "test/a.js holds a test" }] };
  using ended = await play({ stories }, [title, "--mode", "focused", "--deliver", "branch"], {
    OPENAI_API_KEY: "test",
  });
  expect(ended.exitCode).toBe(0);
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
  expect(ended.repo.git("show", `${branch}:test/a.js`)).toBe("test();");
  expect(ended.repo.git("log", "-1", "--format=%s", branch)).toBe(title);
  expect(ended.stdout).toContain("test/a.js holds a test");
  expect(ended.stdout + ended.stderr).not.toContain("[redacted]");
}, 120_000);

test("what nobody may read is in the journal alone, and the journal is the person's", async () => {
  const title = `Use ${secret} in the notes`;
  const encoded = Buffer.from(secret).toString("base64");
  const stories = { [title]: [writing({ "notes.md": "x\n" }), { text: `I used ${secret}, that is ${encoded}` }] };
  using ended = await play({ stories }, [title, "--mode", "focused", "--deliver", "branch"]);
  expect(ended.exitCode).toBe(0);
  const shown = await ended.again(["show", "--verbose"]);
  const json = await ended.again(["show", "--json"]);
  const page = await ended.again(["report", "--out", "-"]);
  const markdown = await ended.again(["report", "--format", "markdown", "--out", "report.md"]);
  const listed = await ended.again(["runs"]);
  const outputs = [ended, shown, json, page, markdown, listed].map(({ stdout, stderr }) => stdout + stderr);
  const written = readFileSync(join(ended.repo.path, "report.md"), "utf8");
  for (const text of [...outputs, written]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(encoded.replace(/=+$/, ""));
  }
  expect(shown.stdout).toContain("I used [redacted], that is [redacted]");
  const journal = join(ended.folder, "journal.jsonl");
  expect(readFileSync(journal, "utf8")).toContain(`I used ${secret}`);
  expect([statSync(journal).mode & 0o777, statSync(ended.folder).mode & 0o777]).toEqual([0o600, 0o700]);
  const branch = eventsOf(ended.events, "delivery.finished")[0]?.branch ?? "";
  expect(branch).not.toContain("z9kq");
  expect(ended.repo.git("log", "-1", "--format=%B", branch)).toContain("Use [redacted] in the notes");
}, 120_000);

test("no line of a job's log is an order to the system that keeps it", async () => {
  const title = "::set-output name=x::y and ##vso[task.complete]";
  const goal = `Write notes.md. ${title}`;
  const stories = { [goal]: [writing({ "notes.md": "x\n" }), { text: "::error::no\n##vso[task.complete]" }] };
  using ended = await play({ stories }, [goal, "--mode", "focused", "--deliver", "branch", "--verbose"], {
    CI: "true",
  });
  const shown = await ended.again(["show", "--verbose"]);
  for (const text of [ended.stdout, ended.stderr, shown.stdout]) {
    expect(text).not.toMatch(/^\s*::[a-z]/m);
    expect(text).not.toContain("##vso[");
  }
  expect(eventsOf(ended.events, "run.started")[0]?.goal).toBe(goal);
}, 120_000);

test("a secret in a commit's message is found before anything is pushed, and is not repeated", async () => {
  await using forge = await startForge();
  const there = forge.add("acme/shop");
  await using endpoint = await scriptedEndpoint({ stories: { "Add notes": [writing({ "notes.md": "x\n" })] } });
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Shop\n" });
  repo.git("remote", "add", "origin", forge.cloneUrl("acme/shop"));
  repo.git("push", "--quiet", there.folder, "main");
  repo.git("update-ref", "refs/remotes/origin/main", "main");
  repo.commit(`Note the key ${secret}`, { "a.txt": "a\n" });
  const env = { ...state.env, ...endpoint.env, BARO_FORGE: "github", GH_TOKEN: standInToken, SHOP_API_KEY: secret };
  const args = ["Add notes", "--mode", "focused", "--deliver", "pr", "--agent", "openai:some-model", "--json"];
  const ended = await runArtifact({ cwd: repo.path, env, args });
  const delivered = eventsOf(ended.events, "delivery.finished")[0];
  expect(delivered?.why).toContain("Not pushed: the message of ");
  expect(delivered?.why).toContain("holds the value of the environment's SHOP_API_KEY");
  expect(there.pulls).toEqual([]);
  expect(ended.stdout + ended.stderr).not.toContain(secret);
}, 120_000);
