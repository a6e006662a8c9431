import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { keys, openTerminal, type Terminal } from "../../artifact/terminal.ts";

const script = join(import.meta.dir, "ask.ts");
const environment = Object.fromEntries(
  Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
);

function ask(question: string[], more: { columns?: number; env?: Record<string, string> } = {}): Terminal {
  const env = { ...environment, ...more.env };
  const { columns = 100 } = more;
  return openTerminal({
    program: process.execPath,
    args: [script, ...question],
    cwd: import.meta.dir,
    env,
    columns,
    rows: 100,
  });
}

/** What the program printed as its answer. */
async function answerOf(terminal: Terminal): Promise<unknown> {
  expect(await terminal.exit).toBe(0);
  const text = /answer (.*)/.exec(terminal.screen())?.[1];
  return JSON.parse(text ?? "no answer");
}

describe("the picker", () => {
  test("shows how sure the suggestion is, why, and what each mode would cost; Enter accepts", async () => {
    const terminal = ask(["mode"]);
    await terminal.shows("parallel is suggested (82% sure, by rules)");
    await terminal.shows("none of the three parsers imports");
    await terminal.shows("Leaves: A pull request to github.com/ada/ledger, into main");
    await terminal.shows("Time and tokens of focused and sequential: median of 4 runs on this machine; of");
    await terminal.shows("○ focused     one agent does it all    about 3m, 90k tokens");
    await terminal.shows("○ sequential  up to 5 agents, in turn  about 9m, 250k tokens");
    await terminal.shows("● parallel    up to 3 agents at once   0.5x time, 1.6x tokens");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ mode: "parallel", accepted: false });
  });

  test.each([
    [[], "redis://queue.example.com", "Stories run in the pool at redis://queue.example.com"],
    [["local", "ssh:me@big-box,slots=8"], "", "Stories run on 2 machines: local and me@big-box (8)"],
    [
      ["ssh:gpu1,slots=4"],
      "rediss://ada:secret@queue.example.com:7000",
      "Stories run on 1 machine: gpu1 (4), and in the pool at rediss://ada@queue.example.com:7000",
    ],
  ])("says where stories run when places are named: %j %s", async (workers, queue, said) => {
    const terminal = ask(["mode"], {
      env: { ASK_WORKERS: workers.join(" "), ...(queue === "" ? {} : { BARO_QUEUE: queue }) },
    });
    await terminal.shows(said);
    expect(terminal.screen()).not.toContain("secret");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ mode: "parallel", accepted: false });
  });

  test("says nothing of places where all stories run here", async () => {
    const terminal = ask(["mode"]);
    await terminal.shows("● parallel");
    expect(terminal.screen()).not.toContain("Stories run");
    terminal.type(keys.enter);
    await answerOf(terminal);
  });

  test("lets arrows override", async () => {
    const terminal = ask(["mode"]);
    await terminal.shows("● parallel");
    terminal.type(keys.up);
    await terminal.shows("● sequential");
    terminal.type(keys.up);
    await terminal.shows("● focused");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ mode: "focused", accepted: false });
  });

  test("opens on the cheaper of the two likeliest modes when it is not sure", async () => {
    const terminal = ask(["mode", "0.55"]);
    await terminal.shows("parallel is suggested (55% sure");
    await terminal.shows("Enter takes sequential, the cheaper of the two likeliest");
    await terminal.shows("● sequential");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ mode: "sequential", accepted: false });
  });

  test("below 75% has each mode's chance beside its time and tokens", async () => {
    const terminal = ask(["mode", "0.6"]);
    await terminal.shows("For each mode: how likely it is the right one");
    await terminal.shows("○ focused     9% likely   about 3m, 90k tokens    one agent does it all");
    await terminal.shows("○ sequential  31% likely  about 9m, 250k tokens   up to 5 agents, in turn");
    await terminal.shows("● parallel    60% likely  0.5x time, 1.6x tokens  up to 3 agents at once");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ mode: "parallel", accepted: false });
  });

  test.each([
    [[], { mode: "focused", accepted: true }],
    [["sequential"], { mode: "sequential", accepted: false }],
    [["sequential", "parallel", "look first"], { mode: "focused", accepted: false }],
  ])("with the story on the same screen and the arrows at %j it answers %j", async (downs, answer) => {
    const terminal = ask(["story"]);
    await terminal.shows("One story: Test the date parser");
    await terminal.shows("It writes wherever the goal needs it");
    await terminal.shows("● focused");
    for (const next of downs) {
      terminal.type(keys.down);
      await terminal.shows(`● ${next}`);
    }
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual(answer);
  });

  test("is left with Ctrl-C", async () => {
    const terminal = ask(["mode"]);
    await terminal.shows("● parallel");
    terminal.type(keys.interrupt);
    expect(await answerOf(terminal)).toBeNull();
  });

  test("fits a narrow terminal", async () => {
    const terminal = ask(["mode"], { columns: 40 });
    await terminal.shows("● parallel");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ mode: "parallel", accepted: false });
  });

  test("shows no colour where none is wanted", async () => {
    const terminal = ask(["mode"], { env: { NO_COLOR: "1" } });
    await terminal.shows("A number, or Enter for 3:");
    terminal.type("\n");
    await terminal.exit;
    const styled = terminal
      .raw()
      .split("\u001b[")
      .filter((part) => /^[\d;]+m/.test(part));
    expect(styled).toEqual([]);
  });

  test("says in sentences what an answer must be, in lines that no narrow terminal cuts", async () => {
    const terminal = ask(["mode"], { env: { NO_COLOR: "1" }, columns: 40 });
    await terminal.shows("A number, or Enter for 3:");
    terminal.type("seven\n");
    await terminal.shows('"seven" is not an answer: type a number');
    terminal.type("1\n");
    expect(await answerOf(terminal)).toEqual({ mode: "focused", accepted: false });
    const asked = terminal.raw().split(/\r?\n/);
    const question = asked.slice(
      0,
      asked.findIndex((line) => line.startsWith("A number")),
    );
    expect(question.filter((line) => line.length > 40)).toEqual([]);
  });
});

test("the picker is the same under Deno", async () => {
  const program = join(import.meta.dir, "../../../node_modules/.bin/deno");
  const args = ["run", "--allow-all", script, "mode"];
  const terminal = openTerminal({ program, args, cwd: import.meta.dir, env: environment });
  await terminal.shows("parallel is suggested (82% sure, by rules)");
  await terminal.shows("● parallel");
  terminal.type(keys.up);
  await terminal.shows("● sequential");
  terminal.type(keys.enter);
  expect(await answerOf(terminal)).toEqual({ mode: "sequential", accepted: false });
});

describe("the plan's review", () => {
  const opened = async (terminal: Terminal) => {
    await terminal.shows("parallel: 4 stories, at most 3 at once");
    await terminal.shows("writes   test/date.test.ts, test/fixtures/dates/");
    await terminal.shows("after    S1: S4 needs test/fixtures/dates/, which S1 makes");
    await terminal.shows("● Accept");
  };

  test("shows each story with its surface, its order and why; Enter accepts", async () => {
    const terminal = ask(["review"]);
    await opened(terminal);
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ action: "accept" });
  });

  test("says where the stories run when places are named", async () => {
    const terminal = ask(["review"], { env: { ASK_WORKERS: "local,slots=2 ssh:gpu1,slots=4" } });
    await terminal.shows("Stories run on 2 machines: local (2) and gpu1 (4)");
    await terminal.shows("● Accept");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ action: "accept" });
  });

  test("drops a story, and what waited for it waits for what it waited for", async () => {
    const terminal = ask(["review"]);
    await opened(terminal);
    for (const next of ["● Show everything", "● Edit a story", "● Edit the plan", "● Drop a story"]) {
      terminal.type(keys.down);
      await terminal.shows(next);
    }
    terminal.type(keys.enter);
    await terminal.shows("● S1 Test the date parser");
    terminal.type(keys.enter);
    const answer = (await answerOf(terminal)) as {
      action: string;
      plan: { stories: { id: string; dependsOn: string[] }[] };
    };
    expect(answer.action).toBe("edit");
    expect(answer.plan.stories.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ["S2", []],
      ["S3", []],
      ["S4", ["S3"]],
    ]);
  });

  test("edits a story's surface", async () => {
    const terminal = ask(["review"]);
    await opened(terminal);
    terminal.type(keys.down);
    await terminal.shows("● Show everything");
    terminal.type(keys.down);
    await terminal.shows("● Edit a story");
    terminal.type(keys.enter);
    await terminal.shows("● S1 Test the date parser");
    terminal.type(keys.down);
    await terminal.shows("● S2");
    terminal.type(keys.enter);
    await terminal.shows("● title");
    terminal.type(keys.down);
    await terminal.shows("● brief");
    terminal.type(keys.down);
    await terminal.shows("● writes");
    terminal.type(keys.enter);
    await terminal.shows("Paths it may write, separated by commas");
    await terminal.shows("test/s2.test.ts");
    terminal.type(", docs/money.md");
    await terminal.shows("docs/money.md");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toMatchObject({
      action: "edit",
      plan: { stories: [{ id: "S1" }, { id: "S2", writes: ["test/s2.test.ts", "docs/money.md"] }, {}, {}] },
    });
  });

  test("changes the mode", async () => {
    const terminal = ask(["review"]);
    await opened(terminal);
    terminal.type(keys.up + keys.up);
    await terminal.shows("● Change the mode");
    terminal.type(keys.enter);
    await terminal.shows("● parallel (as it is)");
    terminal.type(keys.up);
    await terminal.shows("● sequential");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ action: "mode", mode: "sequential" });
  });

  test("shows everything when asked, and asks again", async () => {
    const terminal = ask(["review"]);
    await opened(terminal);
    terminal.type(keys.down);
    await terminal.shows("● Show everything");
    terminal.type(keys.enter);
    await terminal.shows("accept   every branch is met by a test");
    await terminal.shows("S1 S2    independent: no path that both may write");
    await terminal.shows("● Accept");
    terminal.type(keys.interrupt);
    expect(await answerOf(terminal)).toEqual({ action: "leave" });
  });

  test("goes a step back, not out, when a question below is left", async () => {
    const terminal = ask(["review"]);
    await opened(terminal);
    terminal.type(keys.up + keys.up);
    await terminal.shows("● Change the mode");
    terminal.type(keys.enter);
    await terminal.shows("Which mode?");
    terminal.type(keys.interrupt);
    await terminal.shows("Run this plan?");
    await terminal.shows("● Accept");
    terminal.type(keys.up);
    await terminal.shows("● Leave");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toEqual({ action: "leave" });
  });
});

describe("a question", () => {
  test("takes words, and asks again for none", async () => {
    const terminal = ask(["goal"]);
    await terminal.shows("What should be true when baro is done?");
    terminal.type(keys.enter);
    await terminal.shows("Type a few words");
    terminal.type("fix the login");
    await terminal.shows("fix the login");
    terminal.type(keys.enter);
    expect(await answerOf(terminal)).toBe("fix the login");
  });

  test("is left with Ctrl-C", async () => {
    const terminal = ask(["answer"]);
    await terminal.shows("Which of the two parsers?");
    terminal.type(keys.interrupt);
    expect(await answerOf(terminal)).toBeNull();
  });
});

test.each([
  ["answer", null],
  ["mode", null],
  ["review", { action: "leave" }],
])("a run that was told to stop asks nothing any more: %s", async (question, left) => {
  expect(await answerOf(ask([question], { env: { STOPPED: "1" } }))).toEqual(left);
});

test("a long review leaves nothing on the terminal's streams", async () => {
  const terminal = ask(["review"]);
  for (let round = 0; round < 12; round++) {
    await terminal.shows("● Accept");
    terminal.type(keys.down);
    await terminal.shows(/● Show (everything|less)/);
    terminal.type(keys.enter);
  }
  await terminal.shows("● Accept");
  terminal.type(keys.enter);
  expect(await answerOf(terminal)).toEqual({ action: "accept" });
  expect(terminal.screen()).not.toContain("MaxListeners");
});
