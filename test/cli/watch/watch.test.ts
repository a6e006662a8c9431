import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { screenOn } from "../../../src/cli/terminal/screen.ts";
import { notifyOfQuestion } from "../../../src/cli/watch/notify.ts";
import { watch } from "../../../src/cli/watch/watch.ts";
import type { RunEvent } from "../../../src/core/event.ts";
import type { Terminal } from "../../../src/host/host.ts";
import { loadSettings } from "../../../src/settings/load.ts";
import type { FlagValues } from "../../../src/settings/texts.ts";
import { sampleRun } from "../../report/sample-run.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { aTerminal, testHost } from "../test-host.ts";

/** Watches the sample run with these flags on this terminal. */
async function watched(flags: FlagValues, terminal: Partial<Terminal> = {}, env = {}, events = sampleRun) {
  using folder = scratchFolder();
  const host = testHost({ cwd: folder.path, env: { HOME: folder.path, PATH: process.env["PATH"], ...env }, terminal });
  const { options } = await loadSettings(host, flags);
  const exitCode = await watch(host, options, async (watcher) => {
    for (const event of events) watcher.see(event);
    return { exitCode: 1, run: "r" };
  });
  return { exitCode, out: host.out(), err: host.err() };
}

describe("watch()", () => {
  test("gives the run's exit code", async () => {
    expect((await watched({})).exitCode).toBe(1);
  });

  test("in a pipe: plain lines on stderr, the summary on stdout, not an escape anywhere", async () => {
    const { out, err } = await watched({});
    expect(out).toContain("Delivered in part");
    expect(err).toContain("  0:52  S1 merged: 2 files, +88 −0\n");
    expect(out + err).not.toContain("\u001b");
    expect(out).not.toContain("S1 merged: ");
  });

  test("with --json: stdout holds the events alone, each on its line, and stderr the rest", async () => {
    const { out, err } = await watched({ json: true });
    const lines = out.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(sampleRun);
    expect(err).toContain("Delivered in part");
  });

  test("with --json --quiet: stderr holds nothing", async () => {
    const { out, err } = await watched({ json: true, quiet: true });
    expect(out.trimEnd().split("\n")).toHaveLength(sampleRun.length);
    expect(err).toBe("");
  });

  test("with --quiet: the summary alone", async () => {
    const { out, err } = await watched({ quiet: true });
    // The person of this test stands in another folder.
    expect(out).toContain("git -C /home/ada/ledger merge baro/test-parsers-k3x9");
    expect(err).toBe("");
  });

  test("with --verbose: what agents do, too", async () => {
    const { err } = await watched({ verbose: true }, aTerminal);
    expect(err).toContain("S1 write test/date.test.ts");
  });

  test.each([{}, aTerminal])("what an agent notices in every story is said once", async (terminal) => {
    const message = 'No model was named: using "m"';
    const events = ["S1", "S2"].map((story) => ({ ...sampleRun[0], type: "agent.notice", message, story, attempt: 1 }));
    const { err } = await watched({}, terminal, {}, events as unknown as RunEvent[]);
    expect(err.split("using").length - 1).toBe(1);
    const { err: all } = await watched({ verbose: true }, terminal, {}, events as unknown as RunEvent[]);
    expect(all.split("using").length - 1).toBe(2);
  });

  test.each([{}, aTerminal])("a run that goes on is shown with what was done before", async (terminal) => {
    using folder = scratchFolder();
    const host = testHost({ cwd: folder.path, env: { HOME: folder.path }, terminal });
    const { options } = await loadSettings(host, {});
    const earlier = sampleRun.slice(0, 11);
    const at = new Date(host.now()).toISOString();
    const resumed = { ...sampleRun[0], type: "run.resumed", pid: 1, at } as unknown as RunEvent;
    await watch(host, options, async (watcher) => {
      watcher.recall?.(earlier);
      watcher.see(resumed);
      await host.sleep(1);
      watcher.see({ ...sampleRun.at(-1), at } as RunEvent);
      return { exitCode: 0, run: "r" };
    });
    expect(host.out()).toMatch(/Write a test file for each of the parsers[\s\S]*S1 {2}Test the date parser/);
    expect(host.err()).not.toMatch(/ \d+h|looking at the goal/);
    expect(host.err()).not.toContain("intake: ");
  });

  test("on a terminal: a live view that takes itself away, and the summary", async () => {
    const { out, err } = await watched({}, aTerminal);
    expect(err).toContain("\u001b[?2026h");
    const lastUpdate = err.slice(err.lastIndexOf("\u001b[?2026h"));
    expect(lastUpdate).not.toContain("⠋");
    expect(out).toContain("Delivered in part");
  });

  test("events and the live view never share a terminal", async () => {
    const { err } = await watched({ json: true }, aTerminal);
    expect(err).not.toContain("\u001b[?2026h");
  });

  test("a dumb terminal gets plain lines", async () => {
    using folder = scratchFolder();
    const host = testHost({ cwd: folder.path, env: { HOME: folder.path, TERM: "dumb" }, terminal: aTerminal });
    const { options } = await loadSettings(host, {});
    await watch(host, options, async (watcher) => {
      for (const event of sampleRun) watcher.see(event);
      return { exitCode: 0, run: "r" };
    });
    expect(host.out() + host.err()).not.toContain("\u001b");
  });

  test("ends the live view also when the run throws", async () => {
    using folder = scratchFolder();
    const host = testHost({ cwd: folder.path, env: { HOME: folder.path }, terminal: aTerminal });
    const { options } = await loadSettings(host, {});
    const run = watch(host, options, async (watcher) => {
      for (const event of sampleRun.slice(0, 5)) watcher.see(event);
      throw new Error("no more");
    });
    await expect(run).rejects.toThrow("no more");
    expect(host.err().slice(host.err().lastIndexOf("\u001b[?2026h"))).toContain("\u001b[0J");
    expect(host.out()).toBe("");
  });
});

describe("a long run's end", () => {
  test("rings on a terminal, with the outcome in the notification and no control character of the goal", async () => {
    const { err } = await watched({}, aTerminal);
    expect(err).toContain("\u001b]9;baro: Delivered in part: Write a test file for each of the parsers");
    expect(err).toEndWith("\u0007\u0007");
  });

  test("is silent in a pipe, and with --quiet", async () => {
    expect((await watched({})).err).not.toContain("\u0007");
    expect((await watched({ quiet: true }, aTerminal)).err).toBe("");
  });

  test("runs the person's command with what it needs to know", async () => {
    using folder = scratchFolder();
    const file = join(folder.path, "told");
    const command = `printf '%s|%s|%s' "$BARO_EVENT" "$BARO_OUTCOME" "$BARO_BRANCH" > ${file}`;
    const { err } = await watched({ quiet: true }, {}, { BARO_NOTIFY: command });
    expect(readFileSync(file, "utf8")).toBe("finished|partial|baro/test-parsers-k3x9");
    expect(err).toBe("");
  });

  test("says when that command fails, and keeps the run's exit code", async () => {
    const { err, exitCode } = await watched({ quiet: true }, {}, { BARO_NOTIFY: "exit 3" });
    expect(err).toBe("note: the notify command failed\n");
    expect(exitCode).toBe(1);
  });

  test("does not wait for a command that hangs", async () => {
    using folder = scratchFolder();
    const host = { ...testHost({ cwd: folder.path, env: { BARO_NOTIFY: "sleep 600" } }), sleep: async () => {} };
    const { options } = await loadSettings(host, {});
    await notifyOfQuestion(host, options, 60_000);
    expect(host.err()).toBe("note: the notify command failed\n");
  });

  test("does not wait for what a command leaves in the background", async () => {
    const { err, exitCode } = await watched({ quiet: true }, {}, { BARO_NOTIFY: "sleep 20 &" });
    expect([err, exitCode]).toEqual(["", 1]);
  }, 15_000);
});

describe("a question that waits", () => {
  const asked = async (waitedMs: number) => {
    using folder = scratchFolder();
    const env = { HOME: folder.path, BARO_NOTIFY: `echo "$BARO_EVENT" > ${join(folder.path, "told")}` };
    const host = testHost({ cwd: folder.path, env, terminal: aTerminal });
    const { options } = await loadSettings(host, {});
    await notifyOfQuestion(host, options, waitedMs);
    return { err: host.err(), told: existsSync(join(folder.path, "told")) };
  };

  test("rings when it comes late enough for the person to have turned away", async () => {
    const late = await asked(60_000);
    expect(late.err).toBe("\u001b]9;baro: a question waits for you\u0007\u0007");
    expect(late.told).toBe(true);
    expect(await asked(59_999)).toEqual({ err: "", told: false });
  });
});

describe("in GitHub Actions", () => {
  const inActions = async (more: Record<string, string> = {}) => {
    using folder = scratchFolder();
    const summary = join(folder.path, "summary");
    const output = join(folder.path, "output");
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output, ...more };
    const { err } = await watched({}, {}, env);
    const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : null);
    return { summary: read(summary), output: read(output), err };
  };

  test("the job summary gets the run as Markdown", async () => {
    const { summary } = await inActions();
    expect(summary).toStartWith("### Delivered in part: 2 of 4 stories; 1 failed, 1 not started\n");
    for (const text of [
      "**parallel** (82% sure, by rules)",
      "| S1 Test the date parser | merged |",
      "| speedup | 1.09x",
    ]) {
      expect(summary).toContain(text);
    }
  });

  test("the step gets its outputs", async () => {
    const { output } = await inActions();
    const outputs = [...(output ?? "").matchAll(/^(\w+)<<(baro-\w+)\n(.*)\n\2\n/gm)].map(([, name, , value]) => [
      name,
      value,
    ]);
    expect(outputs).toEqual([
      ["mode", "parallel"],
      ["reason", "The goal asks for one file per parser, and none of the three parsers imports another"],
      ["confidence", "0.82"],
      ["outcome", "partial"],
      ["branch", "baro/test-parsers-k3x9"],
      ["pr_url", ""],
    ]);
  });

  test("nothing is written anywhere else, and what can't be written is said", async () => {
    expect(await inActions({ GITHUB_ACTIONS: "" })).toMatchObject({ summary: null, output: null });
    const { err } = await inActions({ GITHUB_OUTPUT: "/proc/none/output" });
    expect(err).toContain("note: GITHUB_OUTPUT could not be written: ");
  });
});

describe("screenOn()", () => {
  test("draws over what it drew, and leaves the log above", () => {
    const host = testHost({ terminal: { ...aTerminal, columns: () => 20 } });
    const screen = screenOn(host);
    screen.draw(["log 1"], ["frame a", "frame b"]);
    screen.draw(["log 2"], ["frame c"]);
    screen.draw([], []);
    expect(host.err()).toBe(
      "\u001b[?2026hlog 1\nframe a\nframe b\n\u001b[?2026l" +
        "\u001b[?2026h\u001b[2A\r\u001b[0Jlog 2\nframe c\n\u001b[?2026l" +
        "\u001b[?2026h\u001b[1A\r\u001b[0J\u001b[?2026l",
    );
  });

  test("goes back over what a narrower terminal has wrapped", () => {
    let columns = 20;
    const host = testHost({ terminal: { ...aTerminal, columns: () => columns } });
    const screen = screenOn(host);
    screen.draw([], ["x".repeat(20), "y"]);
    columns = 8;
    screen.draw([], []);
    expect(host.err()).toEndWith("\u001b[?2026h\u001b[4A\r\u001b[0J\u001b[?2026l");
  });
});
