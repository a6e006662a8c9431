import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runGoal } from "../../src/run/run.ts";
import { writing } from "../artifact/scripted-endpoint.ts";
import { type StandInForge, standInToken, startForge } from "../deliver/stand-in/forge.ts";
import { playground } from "./support/in-process.ts";

const typo = "Fix the typo in README.md";
let forge: StandInForge;
beforeAll(async () => {
  forge = await startForge();
});
afterAll(() => forge[Symbol.asyncDispose]());

const refusing = "#!/bin/sh\necho 'Branches need a ticket' >&2\nexit 1\n";

/** Hooks of either side, by what becomes of the work: it is never lost, and whose refusal it was is said. */
test.each<[where: "here" | "there", name: string, script: string, exitCode: number, why: RegExp]>([
  ["there", "update", refusing, 1, /^Not pushed: origin refused it \(.*hook declined.*; Branches need a ticket/],
  ["there", "reference-transaction", refusing, 1, /^Not pushed: origin refused it \(/],
  ["there", "post-receive", refusing, 0, /^Opened pull request #1 into main$/],
  ["here", "pre-push", "#!/no/where/sh\n", 1, /^Not pushed: your pre-push hook refused it \(.*pre-push: not found\)$/],
  ["here", "reference-transaction", refusing, 0, /^Opened pull request #1 into main$/],
])(
  "the hook %s of the name %s has its say",
  async (where, name, script, exitCode, why) => {
    const path = `acme/${where}-${name}`;
    const there = forge.add(path);
    await using place = await playground({ stories: { [typo]: [writing({ "README.md": "# Worlds\n" })] } });
    Object.assign(place.env, { BARO_FORGE: "github", GH_TOKEN: standInToken });
    place.repo.git("remote", "add", "origin", forge.cloneUrl(path));
    place.repo.git("push", "--quiet", there.folder, "main");
    place.repo.git("update-ref", "refs/remotes/origin/main", "main");
    const hooks = join(where === "here" ? join(place.repo.path, ".git") : there.folder, "hooks");
    mkdirSync(hooks, { recursive: true });
    writeFileSync(join(hooks, name), script);
    chmodSync(join(hooks, name), 0o755);
    const flags = { mode: "focused", verify: false, deliver: "pr" } as const;
    const run = await place.play(flags, (invocation) => runGoal(invocation, typo));
    expect([run.error, run.end?.exitCode]).toEqual([null, exitCode]);
    const [delivered] = run.of("delivery.finished");
    expect(delivered?.why).toMatch(why);
    const branch = `baro/${run.end?.run}`;
    expect(delivered).toMatchObject({ kind: exitCode === 0 ? "pr" : "branch", branch });
    expect(place.repo.git("show", `${branch}:README.md`)).toBe("# Worlds");
  },
  60_000,
);
