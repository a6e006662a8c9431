import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../src/host/host.ts";
import { writeOwner } from "../../src/host/owner-mark.ts";
import { systemHost } from "../../src/host/system.ts";
import { diagnose } from "../../src/run/doctor.ts";
import type { DoctorCheck } from "../../src/run/doctor-check.ts";
import { conductPlan } from "../../src/run/run.ts";
import { loadSettings } from "../../src/settings/load.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import type { FlagValues } from "../../src/settings/texts.ts";
import { VerdictStore } from "../../src/worktrees/verdicts/verdict-store.ts";
import { planText, story, writing } from "../artifact/scripted-endpoint.ts";
import { testHost } from "../cli/test-host.ts";
import { factsOf } from "../conduct/support/fake-effects.ts";
import { bubblewrap } from "../support/sandbox.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../support/scratch.ts";
import { playground } from "./support/in-process.ts";

interface Asked {
  cwd?: string;
  flags?: FlagValues;
  env?: Readonly<Record<string, string>>;
  /** Programs on the PATH, by their scripts; the real ones come behind, unless it is all there is. */
  bin?: Readonly<Record<string, string>>;
  only?: boolean;
  before?: (options: RunOptions) => void;
}

/** What doctor finds on a machine of its own, without a network. */
async function found({ cwd, flags = {}, env = {}, bin = {}, only = false, before }: Asked = {}) {
  using home = scratchFolder();
  writeFiles(home.path, Object.fromEntries(Object.entries(bin).map(([name, text]) => [`bin/${name}`, text])));
  for (const name of Object.keys(bin)) chmodSync(join(home.path, "bin", name), 0o755);
  const path = only ? join(home.path, "bin") : `${join(home.path, "bin")}:/usr/bin:/bin`;
  const own = { HOME: home.path, PATH: path, BARO_HOME: join(home.path, "s"), XDG_CACHE_HOME: join(home.path, "c") };
  const host: Host = testHost({ cwd: cwd ?? home.path, env: { ...own, ...env } });
  const { options } = await loadSettings(host, flags);
  before?.(options);
  const { ok, checks } = await diagnose(host, options, true);
  const of = (name: string): DoctorCheck[] => checks.filter((one) => one.name === name);
  // Most of these stand outside a repository: what is only not there is none of their matter.
  const sound = checks.every(({ state, lacks }) => state !== "error" || lacks !== undefined);
  return { ok, sound, checks, of, options };
}

const says = (text: string) => `#!/bin/sh\necho '${text}'\n`;

test.each<[string, "ok" | "error"]>([
  ["git version 2.38.0", "ok"],
  ["git version 2.37.9", "error"],
  ["git version 3.0.1", "ok"],
  ["git version 1.99.0", "error"],
  ["git version 2.43.0 (Apple Git-146)", "ok"],
  ["no version at all", "error"],
])("%s: %s", async (version, state) => {
  const { of, sound } = await found({ bin: { git: says(version) } });
  expect(of("git")).toMatchObject([
    {
      state,
      advice: state === "ok" ? null : "Install git 2.38 or newer",
      detail: /[\d.]+\d/.exec(version)?.[0] ?? "unknown",
    },
  ]);
  expect(sound).toBe(state === "ok");
});

test("without git it says so; without an agent that is an error, with what would be one", async () => {
  const { of, sound } = await found({ only: true });
  expect(of("git")).toMatchObject([{ state: "error", advice: "Install git 2.38 or newer" }]);
  expect(of("an agent that is ready")).toEqual([
    {
      name: "an agent that is ready",
      state: "error",
      detail: "none",
      advice: "Install and sign in to one of the agents below, or set OPENAI_BASE_URL; baro demo needs none",
      lacks: "an agent that is ready",
    },
  ]);
  expect(of("agent claude")).toMatchObject([{ state: "missing", detail: "not installed" }]);
  expect(sound).toBe(false);
  const ready = await found({ env: { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" } });
  expect(ready.of("an agent that is ready")).toMatchObject([{ state: "ok", detail: "openai", advice: null }]);
  expect(ready.sound).toBe(true);
});

test("a folder that nobody can make is not called fine, whatever rights there are", async () => {
  const { of, sound } = await found({ env: { BARO_HOME: "/proc/none/state", XDG_CACHE_HOME: "/proc/none/cache" } });
  expect([...of("state folder"), ...of("worktree folder")].map(({ state }) => state)).toEqual(["error", "error"]);
  expect(sound).toBe(false);
});

test("looking whether a folder can be written leaves nothing", async () => {
  using home = scratchFolder();
  const { of } = await found({ env: { BARO_HOME: join(home.path, "s") } });
  expect(of("state folder")).toMatchObject([{ state: "ok" }]);
  expect(readdirSync(home.path)).toEqual([]);
});

test("an agent's version, sign-in and place are told; one that nobody tried is a warning", async () => {
  const bin = { claude: says("9.0.0 (Claude Code)") };
  const { of } = await found({ bin, env: { ANTHROPIC_API_KEY: "x" } });
  const [agent] = of("agent claude");
  expect(agent?.detail).toMatch(/^9\.0\.0 \(tried: .+\), signed in, \/.*\/bin\/claude$/);
  const old = await found({ bin: { claude: says("0.1.0 (Claude Code)") }, env: { ANTHROPIC_API_KEY: "x" } });
  expect(old.of("agent claude")).toMatchObject([{ state: "warning" }]);
});

test("the folders of state and worktrees have to be ones that can be written", async () => {
  const fine = await found();
  expect(fine.of("state folder")).toMatchObject([{ state: "ok", detail: fine.options.stateDir, advice: null }]);
  // Nobody makes a folder in a file, not even who may do everything.
  using folder = scratchFolder();
  writeFiles(folder.path, { file: "x" });
  const file = join(folder.path, "file");
  using repo = scratchRepository();
  const { of, sound } = await found({ cwd: repo.path, env: { BARO_HOME: join(file, "deep"), XDG_CACHE_HOME: file } });
  expect(of("state folder")).toMatchObject([
    {
      state: "error",
      detail: `"${join(file, "deep")}" can't be written`,
      advice: "Set BARO_HOME to a folder that can be written",
    },
  ]);
  expect(of("worktree folder")).toMatchObject([
    { state: "error", advice: "Set XDG_CACHE_HOME to a folder that can be written" },
  ]);
  expect(sound).toBe(false);
});

test("variables that are passed on are named, and those that are not set", async () => {
  const values = { ADA: "secret-of-ada", AWS_A: "1", AWS_B: "2" };
  const fine = await found({ flags: { env: ["ADA", "AWS_*"] }, env: values });
  expect(fine.of("variables passed on")).toMatchObject([{ state: "ok", detail: "ADA, AWS_A, AWS_B", advice: null }]);
  const { of } = await found({ flags: { env: ["ADA", "NOT_HERE"] }, env: values });
  expect(of("variables passed on")).toMatchObject([
    { state: "warning", detail: "ADA", advice: "Set NOT_HERE, or take the name out of env" },
  ]);
  const none = await found({ flags: { env: ["NOT_HERE"] } });
  expect(none.of("variables passed on")).toMatchObject([{ state: "warning", detail: "none" }]);
  expect((await found()).of("variables passed on")).toEqual([]);
});

test("what waits to be removed is told, with who is at it", async () => {
  const aside = (more: (folder: string) => void) => (options: RunOptions) => {
    const folder = join(options.cacheDir, "aside");
    for (const name of ["one", "two"]) mkdirSync(join(folder, name), { recursive: true });
    more(folder);
  };
  const waits = await found({ before: aside(() => {}) });
  const place = join(waits.options.cacheDir, "aside");
  expect(waits.of("waits to be removed")).toEqual([
    {
      name: "waits to be removed",
      state: "ok",
      detail: `2 folders in ${place}`,
      advice: "They go at the end of the next run, or now with: baro clean --set-aside",
    },
  ]);
  expect((await found()).of("waits to be removed")).toEqual([]);
  const going = await found({ before: aside((folder) => writeOwner(systemHost(), join(folder, "cleaner"))) });
  expect(going.of("waits to be removed")).toMatchObject([
    { state: "ok", detail: expect.stringMatching(/^2 folders in .*, being removed$/), advice: null },
  ]);
});

describe("in a repository", () => {
  test("filters that fail are told, and those that are not set up", async () => {
    using repo = scratchRepository({ "a.bin": "a\n", ".gitattributes": "*.bin filter=pack\n" });
    const filters = async () => (await found({ cwd: repo.path })).of("filters");
    expect(await filters()).toMatchObject([
      { state: "warning", detail: expect.stringContaining("is not set up here") },
    ]);
    repo.git("config", "filter.pack.smudge", "no-such-packer");
    repo.git("config", "filter.pack.required", "true");
    expect(await filters()).toMatchObject([
      { state: "error", detail: expect.stringContaining("cannot run no-such-packer") },
    ]);
    repo.git("config", "filter.pack.smudge", "cat");
    repo.git("config", "filter.pack.clean", "cat");
    expect(await filters()).toEqual([]);
  });

  test("packages that the checks need and no run installs are told", async () => {
    const checks = async (files: Record<string, string>, before?: (root: string) => void) => {
      using repo = scratchRepository({ ".gitignore": "node_modules/\nvendor/\n", ...files });
      before?.(repo.path);
      return (await found({ cwd: repo.path })).of("check").filter(({ advice }) => advice?.includes("packages"));
    };
    const packageJson = JSON.stringify({ scripts: { test: "xo" }, devDependencies: { xo: "1" } });
    const composer = (...names: string[]) =>
      JSON.stringify({ require: Object.fromEntries(names.map((n) => [n, "*"])) });
    expect(await checks({ "package.json": packageJson })).toEqual([
      {
        name: "check",
        state: "warning",
        detail: "node_modules is missing, and no lockfile says what belongs into it: checks may lack their programs",
        advice: "install the project's packages",
      },
    ]);
    expect(await checks({ "composer.json": composer("php", "ab/cd") })).toHaveLength(1);
    expect(await checks({ "composer.json": composer("php", "ext-json") })).toEqual([]);
    expect(await checks({ "package.json": packageJson, "package-lock.json": "{}" })).toEqual([]);
    expect(await checks({ "package.json": '{"scripts":{"test":"node --test"}}' })).toEqual([]);
    expect(await checks({ "package.json": packageJson }, (root) => mkdirSync(join(root, "node_modules")))).toEqual([]);
  });

  test("the checks that would run are told, those that can't, and those that were named, where they run", async () => {
    using repo = scratchRepository({ Makefile: "test:\n\tsh run-tests.sh\n", "sub/a.txt": "a\n" });
    const { of } = await found({ cwd: repo.path, bin: { make: says("") } });
    expect(of("repository")).toMatchObject([{ state: "ok", detail: repo.path }]);
    expect(of("check")).toEqual([{ name: "check", state: "ok", detail: "make test", advice: null }]);
    using other = scratchRepository({ "mix.exs": "defmodule X do\nend\n", "test/x_test.exs": "x\n" });
    // Whatever this machine has: there, git is all there is.
    const git = `#!/bin/sh\nexec '${Bun.which("git")}' "$@"\n`;
    expect((await found({ cwd: other.path, bin: { git }, only: true })).of("check")).toEqual([
      {
        name: "check",
        state: "warning",
        detail: "The check `mix test` is skipped: mix is not on the PATH",
        advice: "install mix, or name a check with --verify",
      },
    ]);
    const named = await found({ cwd: join(repo.path, "sub"), flags: { verify: ["make check"] } });
    expect(named.of("check").map(({ state, detail }) => [state, detail])).toEqual([
      ["ok", expect.stringContaining("make check")],
    ]);
    expect(named.of("check")[0]?.detail).toContain("sub");
  });

  test("outside of one there is nothing to say but that", async () => {
    const { of, sound } = await found({ env: { OPENAI_BASE_URL: "http://127.0.0.1:1/v1" } });
    expect(of("repository")).toMatchObject([
      { state: "error", detail: expect.stringContaining("Cannot find a git repository"), lacks: expect.any(String) },
    ]);
    expect([of("check"), of("commits"), of("sandbox"), sound]).toEqual([[], [], [], true]);
  });

  test("a sandbox that is asked for and can't be had is an error; one that nobody asked for is only told of", async () => {
    using repo = scratchRepository();
    // Bubblewrap that starts nothing.
    const bin = { bwrap: "#!/bin/sh\necho 'bwrap: no permissions' >&2\nexit 1\n" };
    const wanted = await found({ cwd: repo.path, bin, flags: { sandbox: true } });
    expect(wanted.of("sandbox")).toMatchObject([
      { state: "error", detail: expect.stringContaining("Cannot run in a sandbox") },
    ]);
    expect(wanted.sound).toBe(false);
    const off = await found({ cwd: repo.path, bin });
    expect(off.of("sandbox")).toEqual([
      { name: "sandbox", state: "ok", detail: "off; bubblewrap is installed but can't be used", advice: null },
    ]);
    const git = `#!/bin/sh\nexec ${Bun.which("git")} "$@"\n`;
    const none = await found({ cwd: repo.path, bin: { git }, only: true });
    expect(none.of("sandbox")).toMatchObject([
      { state: "ok", detail: "off; bubblewrap is not installed", advice: null },
    ]);
  });

  test.skipIf(bubblewrap === null)("a sandbox that can be had is told with its network", async () => {
    using repo = scratchRepository();
    expect((await found({ cwd: repo.path, flags: { sandbox: true } })).of("sandbox")).toMatchObject([
      { state: "ok", detail: "bubblewrap", advice: null },
    ]);
    expect((await found({ cwd: repo.path, flags: { sandbox: "net-off" } })).of("sandbox")).toMatchObject([
      { state: "ok", detail: "bubblewrap, without the network" },
    ]);
    const [off] = (await found({ cwd: repo.path })).of("sandbox");
    expect(off?.detail).toMatch(/^off; /);
    if (off?.detail === "off; bubblewrap is installed") expect(off.advice).toContain("--sandbox");
    else expect(off).toMatchObject({ detail: "off; this is a container", advice: null });
  });
});

test("what earlier runs left for the next one is counted: worktrees that are set up, and checks that are known", async () => {
  await using place = await playground({ stories: { "Write a": [writing({ "a.txt": "new a\n" })] } });
  const only = [story("S1", { title: "Write a", writes: ["a.txt"] })];
  const mark = join(place.repo.path, ".git", "set-up-log");
  const flags = { verify: ["sh check.sh"], setup: [`echo x >> ${mark}; mkdir -p node_modules`], deliver: "branch" };
  let seen: { host: Host; options: RunOptions } | null = null;
  const run = await place.play(flags, (invocation) => {
    seen = invocation;
    return conductPlan(invocation, planText("focused", only), "plan.json");
  });
  expect([run.error, run.end?.exitCode]).toEqual([null, 0]);
  const { host, options } = seen as unknown as { host: Host; options: RunOptions };
  const before = await diagnose(host, options, true);
  expect(before.checks.map(({ name }) => name)).not.toContain("known from earlier runs");
  const store = new VerdictStore(host, { stateDir: options.stateDir, root: place.repo.path, run: "r1" });
  await store.write("key", factsOf("sh check.sh"));
  const { checks } = await diagnose(host, options, true);
  expect(checks.find(({ name }) => name === "known from earlier runs")).toMatchObject({
    state: "ok",
    detail: `1 green check in ${join(options.stateDir, "checks")}; --fresh-checks runs them again`,
  });
  const warm = checks.find(({ name }) => name === "set up for next runs");
  expect(warm?.detail).toMatch(new RegExp(`^1 worktree \\(.+\\) of ${place.repo.path}$`));
  expect(readFileSync(mark, "utf8")).toStartWith("x\n");
});
