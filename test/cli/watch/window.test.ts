import { expect, test } from "bun:test";
import { ownerOf, ownTerminal } from "../../../src/cli/terminal/owner.ts";
import { type Progress, windowOf } from "../../../src/cli/terminal/window.ts";
import type { TerminalControls } from "../../../src/host/host.ts";
import { aTerminal, testHost } from "../test-host.ts";

const asked = { plain: false, quiet: false, title: true };
const running: Progress = { kind: "running", percent: 40 };
const ghostty = { TERM_PROGRAM: "ghostty" };

function shownBy(env: Record<string, string | undefined>, options = asked, platform = "linux"): string {
  const host = testHost({ env, terminal: aTerminal, platform });
  windowOf(ownTerminal(host), options).show(() => ({ title: "half of it", progress: running }));
  return host.err();
}

test.each([
  ["xterm-256color", {}],
  ["tmux-256color", { TMUX: "/tmp/t,1,0" }],
  ["screen", { STY: "1.pts" }],
  ["xterm-kitty", {}],
  ["alacritty", {}],
  ["st-256color", {}],
])("a terminal of type %s gets a title", (TERM, more) => {
  expect(shownBy({ TERM, ...more })).toBe("\u001b[22;0t\u001b]0;half of it\u0007");
});

test.each([
  ["no type", { TERM: undefined }, asked, "linux"],
  ["dumb", { TERM: "dumb" }, asked, "linux"],
  ["a console", { TERM: "linux" }, asked, "linux"],
  ["an unknown type", { TERM: "vt100" }, asked, "linux"],
  ["a type that only begins like one", { TERM: "storm" }, asked, "linux"],
  ["a job", { CI: "true" }, asked, "linux"],
  ["NO_COLOR", { NO_COLOR: "1" }, asked, "linux"],
  ["--plain", {}, { ...asked, plain: true }, "linux"],
  ["--quiet", {}, { ...asked, quiet: true }, "linux"],
  ["--no-title", ghostty, { ...asked, title: false }, "linux"],
  ["an old console of Windows", { TERM: undefined }, asked, "win32"],
] as const)("%s gets nothing at all", (_, env, options, platform) => {
  expect(shownBy(env, options, platform)).toBe("");
});

test("a pipe gets nothing at all", () => {
  const host = testHost({ env: ghostty, terminal: { ...aTerminal, stderrIsTty: false } });
  const window = windowOf(ownTerminal(host), asked);
  window.show(() => ({ title: "half of it", progress: running }));
  window.clear();
  expect(host.err()).toBe("");
});

test.each([
  [ghostty, true],
  [{ TERM_PROGRAM: "WezTerm" }, true],
  [{ WT_SESSION: "an-id" }, true],
  [{ ConEmuANSI: "ON" }, true],
  [{ TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.6.6" }, true],
  [{ TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.10.0" }, true],
  [{ TERM_PROGRAM: "iTerm.app", TERM_PROGRAM_VERSION: "3.5.14" }, false],
  [{ TERM_PROGRAM: "iTerm.app" }, false],
  [{ TERM_PROGRAM: "Apple_Terminal" }, false],
  [{ ...ghostty, TMUX: "/tmp/t,1,0" }, false],
  [{}, false],
] as const)("%j is known to show progress: %p", (env, known) => {
  expect(shownBy(env).includes("\u001b]9;4;1;40\u0007")).toBe(known);
});

test.each([
  [{ kind: "unknown" }, "3;0"],
  [{ kind: "running", percent: 33.4 }, "1;33"],
  [{ kind: "failing", percent: 50 }, "2;50"],
  [{ kind: "held", percent: 900 }, "4;100"],
] as const)("progress %j is %s", (progress, told) => {
  const host = testHost({ env: ghostty, terminal: aTerminal });
  windowOf(ownTerminal(host), asked).show(() => ({ title: "t", progress }));
  expect(host.err()).toContain(`\u001b]9;4;${told}\u0007`);
});

test("what is in a title ends no sequence and begins none, and is bounded", () => {
  const host = testHost({ terminal: aTerminal });
  windowOf(ownTerminal(host), asked).show(() => ({
    title: `a\u0007b\u001b]52;c;evil\u009d\n${"w".repeat(500)}`,
    progress: running,
  }));
  const title = host.err().slice("\u001b[22;0t\u001b]0;".length, -1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there.
  expect(title).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  expect(title).toStartWith("a");
  expect(title.length).toBeLessThanOrEqual(80);
});

test("the same is written once, and clearing puts back what was there", () => {
  const host = testHost({ env: ghostty, terminal: aTerminal });
  const window = windowOf(ownTerminal(host), asked);
  for (const title of ["one", "one", "two"]) window.show(() => ({ title, progress: running }));
  window.clear();
  window.clear();
  const progress = "\u001b]9;4;1;40\u0007";
  expect(host.err()).toBe(
    `\u001b[22;0t\u001b]0;one\u0007${progress}\u001b]0;two\u0007${progress}\u001b]9;4;0;\u0007\u001b]0;\u0007\u001b[23;0t`,
  );
});

test("Ctrl-Z and the end of the process put it back too, and what comes after Ctrl-Z is shown anew", async () => {
  const exits = new Set<() => void>();
  let stopped = 0;
  const nothing = () => () => {};
  let press = (_: string) => {};
  const controls: TerminalControls = {
    takeKeys: (onKeys) => {
      press = onKeys;
      return () => {};
    },
    onResize: nothing,
    onContinue: nothing,
    onExit: (callback) => {
      exits.add(callback);
      return () => exits.delete(callback);
    },
    suspend: () => {
      stopped++;
    },
    interrupt: () => {},
    handOver: async () => ({ exitCode: 0, signal: null }),
    page: async () => ({ exitCode: 0, signal: null }),
  };
  const host = testHost({ terminal: { ...aTerminal, controls } });
  const owned = ownTerminal(host);
  const window = windowOf(owned, asked);
  const put = "\u001b]0;\u0007\u001b[23;0t";
  const puts = () => host.err().split(put).length - 1;
  window.show(() => ({ title: "t", progress: running }));
  ownerOf(owned).show({ lines: () => ["frame"] });
  press("\u001a");
  expect([stopped, puts()]).toEqual([1, 1]);
  ownerOf(owned).rest();
  window.show(() => ({ title: "t", progress: running }));
  for (const exit of [...exits]) exit();
  expect(puts()).toBe(2);
});
