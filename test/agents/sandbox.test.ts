import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { programAgent } from "../../src/agents/registry.ts";
import type { Host } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { parseAgentChoice } from "../../src/settings/agent-choice.ts";
import { bubblewrap, sandboxIn } from "../support/sandbox.ts";
import { writeFiles } from "../support/scratch.ts";
import { all, finishOf, livingWith, taskIn } from "./task.ts";

const real = systemHost();
const hasSandbox = bubblewrap !== null;
const why = hasSandbox ? "" : " (skipped: bubblewrap is not installed here)";

/** A home outside the temporary folder, which agents may write; in it a worktree, its git folder, and things to protect. */
function person(script: string) {
  const root = realpathSync(mkdtempSync(join(systemHome(), "baro-canary-")));
  writeFiles(root, {
    "bin/claude": `#!/bin/sh\n${script}\nprintf '%s\\n' '{"type":"result","subtype":"success","is_error":false}'\n`,
    ".ssh/id_canary": "a private key\n",
    ".gnupg/canary": "a private key\n",
    "project/notes.txt": "mine\n",
    "work/.keep": "",
    "git/HEAD": "ref: refs/heads/main\n",
  });
  chmodSync(join(root, "bin", "claude"), 0o755);
  const env = { ...real.env, HOME: root, PATH: `${root}/bin:${real.env["PATH"] ?? ""}` };
  const host: Host = { ...real, env };
  return { root, host, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

/** The test's own home is below the temporary folder; the machine's is not. */
function systemHome(): string {
  const home = homedir();
  if (!home.startsWith("/tmp")) return home;
  return existsSync("/var/tmp") ? "/var/tmp" : home;
}

function run(at: ReturnType<typeof person>, sandbox: boolean) {
  const held = sandbox ? sandboxIn(at.host, join(at.root, "ours")) : null;
  const task = taskIn(join(at.root, "work"), { sandbox: held, writable: [join(at.root, "git")] });
  return all(programAgent(parseAgentChoice("claude")).start(at.host, task, new AbortController().signal));
}

const canaries = `
echo in > inside.txt
echo in > ../git/ref.txt
temp=$(mktemp) && echo in > "$temp" && rm "$temp" && echo yes > temp.txt
echo out > ../outside.txt
echo out >> ../project/notes.txt
ln -s ../project/notes.txt link.txt && echo out >> link.txt
cat "$HOME/.ssh/id_canary" > stolen.txt
cat "$HOME/.gnupg/canary" >> stolen.txt
kill -0 ${process.pid} && echo yes > sees-us.txt
true`;

test.skipIf(!hasSandbox)(
  `the sandbox lets an agent write its worktree, its git folder and temp, and nothing else${why}`,
  async () => {
    using at = person(canaries);
    const events = await run(at, true);
    expect(finishOf(events)).toMatchObject({ ok: true });
    expect(readFileSync(join(at.root, "work/inside.txt"), "utf8")).toBe("in\n");
    expect(readFileSync(join(at.root, "git/ref.txt"), "utf8")).toBe("in\n");
    expect(existsSync(join(at.root, "outside.txt"))).toBe(false);
    expect(readFileSync(join(at.root, "project/notes.txt"), "utf8")).toBe("mine\n");
  },
);

test.skipIf(!hasSandbox)(`the sandbox hides keys and the processes of others${why}`, async () => {
  using at = person(canaries);
  await run(at, true);
  expect(readFileSync(join(at.root, "work/stolen.txt"), "utf8")).toBe("");
  expect(existsSync(join(at.root, "work/sees-us.txt"))).toBe(false);
});

test("without the sandbox a program without one of its own can write outside and read keys", async () => {
  using at = person(canaries);
  await run(at, false);
  expect(existsSync(join(at.root, "outside.txt"))).toBe(true);
  expect(readFileSync(join(at.root, "work/stolen.txt"), "utf8")).toContain("a private key");
});

test.skipIf(!hasSandbox)(`what an agent started inside the sandbox ends with it${why}`, async () => {
  using at = person("sleep 600 &\nsetsid sleep 600 &\necho started");
  const events = await run(at, true);
  expect(finishOf(events)).toMatchObject({ ok: true });
  expect(livingWith(`HOME=${at.root}`)).toEqual([]);
});

test.skipIf(!hasSandbox)(`the sandbox lets nobody write the kernel's settings, root or not${why}`, async () => {
  // Asked of the kernel, and nothing opened: were it let, it would be this machine's.
  const asked = "find /proc /sys -not -path '/proc/[0-9]*' -type f -writable";
  using at = person(`${asked} > found.txt 2>/dev/null\necho asked > asked.txt`);
  await run(at, true);
  expect(readFileSync(join(at.root, "work/asked.txt"), "utf8")).toBe("asked\n");
  expect(readFileSync(join(at.root, "work/found.txt"), "utf8")).toBe("");
});
