import { expect, test } from "bun:test";
import { renderError } from "../../src/cli/error-text.ts";
import { runProgram } from "../../src/cli/program.ts";
import { BaroError } from "../../src/core/error.ts";
import { scratchFolder } from "../support/scratch.ts";
import { testHost } from "./test-host.ts";

test("an error shows what could not be done and what to type next", () => {
  const error = new BaroError("usage", 'Cannot use "x": it is unknown', { hint: "Use y" });
  expect(renderError(error, { color: false, verbose: false, width: null })).toBe(
    'error: Cannot use "x": it is unknown\nhint: Use y',
  );
});

test("an error shows its causes with --verbose alone", () => {
  const error = new BaroError("config", "Cannot read the file", { cause: new Error("EACCES") });
  expect(renderError(error, { color: false, verbose: false, width: null })).toBe("error: Cannot read the file");
  expect(renderError(error, { color: false, verbose: true, width: null })).toContain("cause: Error: EACCES");
});

test("nothing that an error quotes steers the terminal", () => {
  const error = new BaroError("usage", "Cannot use \u001b]0;x\u0007\u001b[2Jthis:\nit is\r bad", {
    hint: "Try\u0008 that",
  });
  expect(renderError(error, { color: false, verbose: false, width: null })).toBe(
    "error: Cannot use this:\nit is\n bad\nhint: Try that",
  );
});

test("a bug shows its stack", () => {
  const text = renderError(new TypeError("x is undefined"), { color: false, verbose: false, width: null });
  expect(text).toStartWith("bug: baro ");
  expect(text).toContain("program.test.ts");
});

test("an error is broken between words on a terminal, and the command of its hint stays whole", () => {
  const error = new BaroError("usage", 'Cannot find run "x": no run has that name', {
    hint: "List the runs with: baro runs --all",
  });
  expect(renderError(error, { color: false, verbose: false, width: 24 }).split("\n")).toEqual([
    "error: Cannot find run",
    '"x": no run has that',
    "name",
    "hint: List the runs",
    "with: baro runs --all",
  ]);
});

test("colours are only added around the first word", () => {
  const error = new BaroError("usage", "Cannot", {});
  expect(renderError(error, { color: true, verbose: false, width: null })).toBe("\u001b[31merror:\u001b[39m Cannot");
});

test.each([
  [["run"], "Cannot start: there is no goal and nobody to ask"],
  [["intake", "--json"], "Cannot start: there is no goal and nobody to ask"],
  [["continue", "--pr", "4"], "Cannot start: there is no goal and nobody to ask"],
  [["plan", ""], "Cannot start: the goal from the command line is empty"],
  [["run", "-"], "Cannot start: the goal from stdin is empty"],
])("baro %j needs somebody", async (argv, message) => {
  using folder = scratchFolder();
  const failure = runProgram(testHost({ cwd: folder.path }), argv);
  await expect(failure).rejects.toMatchObject({ code: "input-needed", message });
});

test.each([
  [["run", "--goal-file", "none.md"], /^Cannot read the goal: ".*none.md": there is no such file or folder$/],
  [["run", "--goal-file", "none.md", "and words"], /both as words and with --goal-file/],
  [["conduct", "none.json"], /^Cannot read the plan: ".*none.json": there is no such file or folder$/],
  [["demo", "sequential"], /^Cannot use demo "sequential": it must be one of focused, parallel$/],
  [["completions", "tcsh"], /one of bash, zsh, fish$/],
  [["run", "--pr", "x", "go on"], /^Cannot use --pr "x": it must be the number of a pull request$/],
  [["run", "--pr", "1", "--branch", "b", "go on"], /^Cannot use --pr and --branch together/],
  [["continue", "--pr-comments", "--pr-checks"], /^Cannot use --pr-comments and --pr-checks together/],
  [["run", "--preview", "--deliver", "pr", "do it"], /^Cannot use --preview with --deliver pr/],
  [["run", "--cwd", "none", "do it"], /^Cannot work in ".*none": there is no such folder$/],
])("baro %j is a usage error and starts nothing", async (argv, message) => {
  using folder = scratchFolder();
  const failure = runProgram(testHost({ cwd: folder.path }), argv);
  await expect(failure).rejects.toMatchObject({ code: "usage", message: expect.stringMatching(message) });
});
