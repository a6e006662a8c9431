import { expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { writeFiles } from "../support/scratch.ts";
import { eventsOf, runArtifact } from "./artifact.ts";
import { orphans } from "./orphans.ts";
import { playground } from "./playground.ts";
import { writing } from "./scripted-endpoint.ts";
import { deaf, instead, onceSaid } from "./what-hangs.ts";

const goal = "Fix the typo in a.txt";
const stories = { [goal]: [writing({ "a.txt": "fixed\n" })] };
const args = [goal, "--agent", "openai", "--mode", "focused", "--no-verify", "--yes", "--json"];
/** To end what does not listen, and to tidy up. */
const graceMs = 14_000;

test("a fetch of the branch to go on with that hangs ends with the time", async () => {
  await using play = await playground({ stories });
  play.repo.git("push", "--quiet", play.there.folder, "main:refs/heads/theirs");
  const env = { ...play.env, ...instead(play, `*" fetch "*`, deaf) };
  const from = performance.now();
  const call = ["continue", ...args, "--branch", "theirs", "--timeout", "4s"];
  const ended = await runArtifact({ cwd: play.repo.path, args: call, env });
  expect(performance.now() - from).toBeLessThan(4_000 + graceMs);
  expect(orphans(play.state.path)).toEqual([]);
  expect(ended.stderr).toContain("the time was up while baro waited for the remote of the work to go on with");
  expect(ended.exitCode).toBe(6);
}, 60_000);

test("a fetch of what somebody pushed meanwhile that hangs ends with the time; the work stays", async () => {
  await using play = await playground({ stories });
  play.repo.git("push", "--quiet", play.there.folder, "main:refs/heads/theirs");
  play.repo.git("fetch", "--quiet", play.there.folder, "theirs:refs/heads/theirs");
  const more = play.repo.git("commit-tree", "-p", "main", "-m", "theirs", "main^{tree}").trim();
  const env = { ...play.env, ...instead(play, `*" fetch "*`, onceSaid(play, "story.merged", deaf, ":")) };
  const from = performance.now();
  const call = ["continue", ...args, "--branch", "theirs", "--timeout", "20s"];
  const ended = await runArtifact({
    cwd: play.repo.path,
    args: call,
    env,
    onEvent: (event) => {
      if (event.type === "story.merged")
        play.repo.git("push", "--quiet", "--force", play.there.folder, `${more}:refs/heads/theirs`);
    },
  });
  expect(performance.now() - from).toBeLessThan(20_000 + graceMs);
  expect(orphans(play.state.path)).toEqual([]);
  expect([ended.exitCode, ended.stderr]).toEqual([6, expect.any(String)]);
  expect(eventsOf(ended.events, "run.finished")).toMatchObject([{ outcome: "ceiling" }]);
}, 90_000);

test("cleaning up that hangs ends with the time; what was delivered stays delivered", async () => {
  await using play = await playground({ stories });
  const env = { ...play.env, ...instead(play, "*", onceSaid(play, "delivery.finished", deaf, ":")) };
  const from = performance.now();
  const ended = await runArtifact({ cwd: play.repo.path, args: [...args, "--timeout", "15s"], env });
  expect(performance.now() - from).toBeLessThan(15_000 + graceMs);
  expect(orphans(play.state.path)).toEqual([]);
  expect([ended.exitCode, ended.stderr]).toEqual([0, expect.any(String)]);
  expect(play.there.pulls).toHaveLength(1);
  expect(eventsOf(ended.events, "run.finished")).toMatchObject([{ outcome: "delivered" }]);
}, 90_000);

/** What takes every connection and says nothing. */
async function silent() {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.dispose]: () => server.close() };
}

test("a forge that is silent about the pull request to go on with is given up when the time is up", async () => {
  await using play = await playground({ stories });
  using forge = await silent();
  play.repo.git("remote", "set-url", "origin", `${forge.url}/acme/shop.git`);
  const from = performance.now();
  const call = ["continue", ...args, "--pr", "3", "--timeout", "4s"];
  const ended = await runArtifact({ cwd: play.repo.path, args: call, env: play.env });
  expect(performance.now() - from).toBeLessThan(4_000 + graceMs);
  expect(ended.stderr).toContain("the time was up while baro waited for the remote of the work to go on with");
  expect(ended.exitCode).toBe(6);
}, 90_000);

test("a worker that never says who it is is given up when the time is up", async () => {
  await using play = await playground({ stories });
  writeFiles(play.state.path, { "bin/ssh": "#!/bin/sh\nexec sleep 10\n" });
  chmodSync(join(play.state.path, "bin/ssh"), 0o755);
  const env = { ...play.env, PATH: `${join(play.state.path, "bin")}${delimiter}${process.env["PATH"] ?? ""}` };
  const call = [...args, "--deliver", "branch", "--worker", "ssh:far.example", "--timeout", "4s"];
  const ended = await runArtifact({ cwd: play.repo.path, args: call, env });
  expect(eventsOf(ended.events, "limit.reached")).toMatchObject([{ limit: "timeout" }]);
  expect([ended.exitCode, ended.stderr]).toEqual([6, expect.any(String)]);
}, 90_000);
