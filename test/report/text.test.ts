import { describe, expect, test } from "bun:test";
import type { RunEvent } from "../../src/core/event.ts";
import { basisText, renderDecision } from "../../src/report/decision-text.ts";
import { eventLine } from "../../src/report/event-line.ts";
import { colored, plain } from "../../src/report/layout.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderPlan } from "../../src/report/plan-text.ts";
import { renderRun, renderSummary } from "../../src/report/summary.ts";
import { foldRun } from "../../src/state/run-state.ts";
import { widthOf } from "../../src/text/cells.ts";
import { samplePlan, sampleRun, streamOf } from "./sample-run.ts";

const view = foldRun(sampleRun);
const { decision } = view;
if (decision === null) throw new Error("The sample has no decision");

const screens: [string, (width: number, paint: typeof plain) => string[]][] = [
  ["summary", (width, paint) => renderSummary(view, { width, paint })],
  ["plan", (width, paint) => renderPlan(samplePlan, { width, paint }, false)],
  ["explained plan", (width, paint) => renderPlan(samplePlan, { width, paint }, true)],
  ["explained decision", (width, paint) => renderDecision(decision, { width, paint }, true)],
  ["run", (width, paint) => renderRun(view, sampleRun, { width, paint }, "steps")],
];

describe.each(screens)("the %s", (_name, render) => {
  test.each([40, 80, 120])("reads well at %i columns", (width) => {
    expect(`\n${render(width, plain).join("\n")}\n`).toMatchSnapshot();
  });
  test("says the same with colours", () => {
    const withColors = render(80, colored).map((line) => Bun.stripANSI(line));
    expect(withColors).toEqual(render(80, plain));
    expect(render(80, colored).join("\n")).toContain("\u001b[");
  });
  test.each([30, 40, 60, 80, 120])("fits %i columns, but for what is there to be copied", (width) => {
    const tooWide = render(width, plain).filter((line) => widthOf(line) > width);
    for (const line of tooWide) expect(line.trim()).toMatch(/^(git merge )?baro\/\S+$/);
  });
});

test("the summary of a run that has no events but its start", () => {
  const lines = renderSummary(foldRun(sampleRun.slice(0, 1)), { width: 80, paint: plain });
  expect(lines.join("\n")).toContain("Not finished");
});

test("the summary says which checks did not run: skipped is not passed", () => {
  const fact = { command: "go test ./...", cause: "missing", why: "go is not on the PATH", next: null };
  const skipped = { ...sampleRun[1], type: "check.skipped", ...fact } as RunEvent;
  const lines = renderSummary(foldRun([...sampleRun, skipped, skipped]), { width: 100, paint: plain });
  const message = "The check `go test ./...` is skipped: go is not on the PATH";
  expect(lines.filter((line) => line.includes("is skipped"))).toEqual([`check       ${message}`]);
});

describe("the summary of a run that was stopped", () => {
  const end = { ...sampleRun.at(-1), seq: 40, outcome: "interrupted", exitCode: 130 } as RunEvent;
  const stopped = foldRun([...sampleRun.slice(0, 11), end]);
  const text = renderSummary(stopped, { width: 80, paint: plain }).join("\n");
  test("says how to go on when nothing could be delivered either", () => {
    const nothing = {
      ...end,
      type: "delivery.finished",
      kind: "none",
      branch: null,
      url: null,
      why: "Nothing landed",
      next: null,
    };
    const ceiling = { ...end, outcome: "ceiling", exitCode: 6 };
    const view = foldRun([...sampleRun.slice(0, 11), nothing, ceiling] as unknown as RunEvent[]);
    expect(renderSummary(view, { width: 80, paint: plain }).join("\n")).toContain(
      "next        baro resume test-parsers-k3x9",
    );
  });
  test("says of which stories nothing landed, and how to go on", () => {
    expect(text).toContain("Interrupted");
    expect(text).toMatch(/S1 .* stopped/);
    expect(text).toMatch(/S4 .* waiting/);
    expect(text).toContain("next        baro resume test-parsers-k3x9");
  });
});

test("agents that tell of no token are not said to be free", () => {
  const [start] = sampleRun;
  const usage = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };
  const textOf = (agentMs: number) => {
    const end = { ...sampleRun.at(-1), usage, usd: null, agentMs };
    return renderSummary(foldRun([start, end] as RunEvent[]), { width: 80, paint: plain }).join("\n");
  };
  expect(textOf(5000)).toContain("tokens      none reported");
  expect(textOf(0)).toContain("tokens      0 in, 0 out");
});

test("a story that changed nothing has its agent's own words", () => {
  const [start, ...rest] = sampleRun;
  const at = rest.findIndex(({ type }) => type === "story.started");
  const started = rest[at];
  const text = "The test passes already\nand needs no change";
  const empty = { outcome: "empty", reason: "The agent changed nothing", ms: 1, usage: {} };
  const events = [
    start,
    ...rest.slice(0, at + 1),
    { ...started, type: "agent.text", text },
    { ...started, type: "story.finished", ...empty },
  ];
  const view = foldRun(events as RunEvent[]);
  const shown = renderSummary(view, { width: 100, paint: plain }).join("\n");
  expect(shown).toContain("      the agent said: The test passes already and needs no change");
  expect(renderMarkdown(view)).toContain("nothing; the agent said: The test passes already and needs no change");
});

test("a run that needs an answer shows its question wherever it is summed up", () => {
  const question = "Which of the two parsers?";
  const decided = sampleRun.findIndex(({ type }) => type === "intake.decided");
  const events = sampleRun
    .slice(0, decided + 1)
    .map((event) => (event.type === "intake.decided" ? { ...event, question } : event));
  const end = { ...sampleRun.at(-1), seq: 40, outcome: "needs_input", exitCode: 3 };
  const asking = foldRun([...events, end] as RunEvent[]);
  expect(renderSummary(asking, { width: 80, paint: plain }).join("\n")).toContain(`question    ${question}`);
  expect(renderMarkdown(asking)).toContain(`**Question:** ${question}`);
  expect(renderSummary(view, { width: 80, paint: plain }).join("\n")).not.toContain("question");
});

describe("a run that went no further than its plan", () => {
  const summaryOf = (events: RunEvent[]) => renderSummary(foldRun(events), { width: 80, paint: plain }).join("\n");
  const accepted = sampleRun.findIndex(({ type }) => type === "plan.accepted");
  test("by --dry-run is called planned, without figures of what never ran", () => {
    const [start, ...rest] = sampleRun.slice(0, accepted + 1);
    const flags = { dryRun: true };
    const end = { ...sampleRun.at(-1), seq: 40, outcome: "delivered", exitCode: 0 };
    const text = summaryOf([{ ...start, flags }, ...rest, end] as RunEvent[]);
    expect(text).toContain("Planned");
    expect(text).not.toMatch(/Delivered|waiting|of work|changed/);
    expect(text).toMatch(/S1 .* planned/);
  });
  test("by Ctrl-C says that no agent started", () => {
    const end = { ...sampleRun.at(-1), seq: 40, outcome: "interrupted", exitCode: 130 };
    expect(summaryOf([...sampleRun.slice(0, accepted), end] as RunEvent[])).toContain(
      "Interrupted before any agent started",
    );
  });
});

test("a mode that was chosen against the suggestion is not given the suggestion's reason", () => {
  const other = sampleRun.map((event) =>
    event.type === "mode.chosen" ? { ...event, mode: "focused" as const } : event,
  );
  const text = renderSummary(foldRun(other), { width: 100, paint: plain }).join("\n");
  expect(text).toContain("mode        focused, chosen by you");
  expect(text).toContain("suggested   parallel (82% sure, by rules): The goal asks for one file per parser");
  const markdown = renderMarkdown(foldRun(other));
  expect(markdown).toContain("**focused, chosen by you**\n\nSuggested: parallel (82% sure, by rules): The goal asks");
});

test("nothing from outside reaches a terminal with its control characters", () => {
  const evil = "\u001b]0;title\u0007\u001b[31mred\u001b[2J\r\n\u009b5m\u202etxt.exe\u0000";
  const hostile = JSON.parse(JSON.stringify(sampleRun), (_key, value) =>
    typeof value === "string" && /[a-z] [a-z]/.test(value) ? `${value}${evil}` : value,
  ) as RunEvent[];
  const hostileView = foldRun(hostile);
  const lines = [
    ...renderSummary(hostileView, { width: 80, paint: plain }),
    ...renderRun(hostileView, hostile, { width: 80, paint: plain }, "everything"),
  ];
  expect(hostileView.started?.goal).toContain("\u001b");
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
});

test("eventLine() says everything that agents do only when asked", () => {
  const text = streamOf([[0, { type: "agent.text", story: "S1", attempt: 1, text: "I will\nread the file" }]]);
  expect(text.map((event) => eventLine(event, "steps"))).toEqual([null]);
  expect(text.map((event) => eventLine(event, "everything"))).toEqual(["S1 says: I will read the file"]);
});

test("eventLine() is one line for every event of a run", () => {
  for (const event of sampleRun) expect(eventLine(event, "everything") ?? "").not.toContain("\n");
});

test("the summary names once what a story may not write, with the reason, and where what no commit takes is kept", () => {
  const violated = {
    type: "surface.violated",
    story: "S1",
    paths: ["big.bin"],
    action: "reverted",
    why: "larger than 95 MB",
  };
  const left = {
    type: "files.left_out",
    story: "S1",
    paths: ["lib/x.gen"],
    why: "ignored",
    kept: "refs/baro/r/left-out/S1",
  };
  const events = [violated, violated, { ...left, tell: false }].map((event) => ({ ...sampleRun[1], ...event }));
  const lines = renderSummary(foldRun([...sampleRun, ...events] as RunEvent[]), { width: 120, paint: plain });
  expect(lines.filter((line) => line.includes("big.bin"))).toEqual([
    "      wrote outside its surface, reverted: big.bin (larger than 95 MB)",
  ]);
  expect(lines).toContain("      left out of its commit: lib/x.gen (kept on refs/baro/r/left-out/S1)");
});

test("no mode is wholly sure, nor explained as that", () => {
  const sure = { ...decision, confidence: 0.999, probabilities: { focused: 0.001, sequential: 0, parallel: 0.999 } };
  const lines = renderDecision(sure, { width: 80, paint: plain }, true).join("\n");
  expect(lines).toContain("99% sure");
  expect(lines).toMatch(/parallel +99% +█/);
  expect(lines).not.toContain("100%");
});

test("figures of more than one origin say whose they are", () => {
  const each = (focused: string, sequential: string, parallel: string) =>
    basisText([
      { mode: "focused", basis: focused },
      { mode: "sequential", basis: sequential },
      { mode: "parallel", basis: parallel },
    ]);
  expect(each("typical", "typical", "typical")).toBe("Time and tokens: typical");
  expect(each("median", "typical", "median")).toBe(
    "Time and tokens of focused and parallel: median; of sequential: typical",
  );
});
