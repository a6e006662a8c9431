import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import type { EnforcedPlan } from "../../src/core/plan.ts";
import type { Story } from "../../src/core/story.ts";

const startedAt = Date.parse("2026-03-01T09:30:00.000Z");

/** Puts bodies into envelopes, each at its second since the start. */
export function streamOf(bodies: readonly (readonly [second: number, body: RunEventBody])[]): RunEvent[] {
  return bodies.map(([second, body], seq) => ({
    v: 1,
    seq,
    at: new Date(startedAt + second * 1000).toISOString(),
    run: "test-parsers-k3x9",
    ...body,
  }));
}

export function storyNamed(id: string, title: string, more: Partial<Story> = {}): Story {
  return {
    id,
    title,
    brief: `${title}: cover the valid forms, the empty text, and each error message.`,
    writes: [`test/${id.toLowerCase()}.test.ts`],
    reads: [],
    dependsOn: [],
    acceptance: ["every branch is met by a test"],
    verify: [],
    weight: "standard",
    ...more,
  };
}

const usage = (input: number, cachedInput: number, output: number) => ({ input, cachedInput, output, reasoning: 0 });

export const sampleStories: Story[] = [
  storyNamed("S1", "Test the date parser", { writes: ["test/date.test.ts", "test/fixtures/dates/"] }),
  storyNamed("S2", "Test the money parser, with 日本円 and the other currencies that have no minor unit"),
  storyNamed("S3", "Test the URL parser", { weight: "heavy", verify: ["bun test test/s3.test.ts"] }),
  storyNamed("S4", "List the parsers in the README", { writes: ["README.md"], dependsOn: ["S1", "S3"] }),
];

export const samplePlan: EnforcedPlan = {
  plan: { version: 1, goal: "A test file per parser", mode: "parallel", stories: sampleStories },
  changes: [
    {
      rule: "needs",
      stories: ["S1", "S4"],
      why: "S4 names test/fixtures/dates/, which is not at the base and which S1 makes",
    },
  ],
  pairs: [
    {
      a: "S1",
      b: "S2",
      verdict: "independent",
      why: "no path that both may write, no import between them",
      weighed: {
        margin: -1.07,
        base: -3.17,
        parts: [
          { feature: "rareTopics", value: 0.67, part: 1.11 },
          { feature: "sameLanguage", value: 1, part: 0.99 },
        ],
      },
    },
    { a: "S1", b: "S4", verdict: "ordered", rule: "needs", why: "S4 needs test/fixtures/dates/, which S1 makes" },
  ],
  width: 3,
  parallelism: 3,
  missing: ["history: a shallow clone of 1 commits"],
  expected: "about 3 minutes and 140k tokens, as in 4 earlier runs of this mode",
};

/** A parallel run that lands two of four stories: one fails its check twice, and one waits for it in vain. */
export const sampleRun: RunEvent[] = streamOf([
  [
    0,
    {
      type: "run.started",
      goal: "Write a test file for each of the parsers under src/parse, and list them in the README",
      repo: { root: "/home/ada/ledger", branch: "main", head: "0f1e2d3c4b5a69788796", dirty: true, remote: null },
      agent: "openai:big-model",
      version: "0.1.0",
      flags: {},
      base: "0f1e2d3c4b5a69788796",
      workBranch: "baro/test-parsers-k3x9",
      scripted: false,
    },
  ],
  [0, { type: "run.notice", message: "uncommitted changes in 2 files are left out; --include-dirty takes them along" }],
  [
    0.2,
    {
      type: "intake.decided",
      mode: "parallel",
      confidence: 0.82,
      reason: "The goal asks for one file per parser, and none of the three parsers imports another",
      source: "rules",
      signals: [
        {
          name: "enumeration",
          detail: '"each of the parsers"',
          weight: 1.4,
          towards: "parallel",
          odds: { sequential: -0.4, parallel: 1.2 },
        },
        {
          name: "surfaces",
          detail: "src/parse/date.ts, src/parse/money.ts, src/parse/url.ts",
          weight: 2.1,
          towards: "parallel",
          odds: { sequential: 0.05, parallel: 2.125 },
        },
        { name: "files", detail: "212 files at the base" },
        {
          name: "ordered-steps",
          detail: "it does not ask for one thing after another",
          weight: 0.02,
          towards: "focused",
          odds: { sequential: 0, parallel: -0.02 },
          absent: true,
        },
        {
          name: "named-folders",
          detail: "no folder is named",
          weight: 0.02,
          towards: "parallel",
          odds: { sequential: 0, parallel: 0.02 },
          absent: true,
        },
      ],
      clarity: "clear",
      question: null,
      probabilities: { focused: 0.05, sequential: 0.13, parallel: 0.82 },
    },
  ],
  [4, { type: "mode.chosen", mode: "parallel", by: "person", suggested: "parallel" }],
  [14, { type: "plan.proposed", stories: sampleStories }],
  [
    14,
    {
      type: "plan.enforced",
      stories: samplePlan.plan.stories,
      changes: samplePlan.changes,
      pairs: samplePlan.pairs,
      width: 3,
      parallelism: 3,
    },
  ],
  [20, { type: "plan.accepted", by: "person" }],
  ...["S1", "S2", "S3"].map((story): [number, RunEventBody] => [
    21,
    { type: "story.started", story, attempt: 1, agent: "openai", model: "big-model", worktree: "/w", base: "0f1e" },
  ]),
  [
    30,
    {
      type: "agent.tool.called",
      story: "S1",
      attempt: 1,
      call: "1",
      tool: "write",
      nativeTool: "write_file",
      input: {},
      paths: ["test/date.test.ts"],
    },
  ],
  [
    31,
    {
      type: "agent.tool.finished",
      story: "S1",
      attempt: 1,
      call: "1",
      ok: true,
      exitCode: null,
      output: "",
      outputBytes: 0,
    },
  ],
  [50, { type: "agent.usage", story: "S1", attempt: 1, ...usage(41_000, 30_000, 2_100), usd: 0.04, requests: 5 }],
  [
    51,
    { type: "agent.finished", story: "S1", attempt: 1, ok: true, why: "done", exitCode: 0, signal: null, ms: 30_000 },
  ],
  [51, { type: "story.committed", story: "S1", attempt: 1, commit: "aaaa1111", base: "0f1e" }],
  [52, { type: "story.merged", story: "S1", commit: "aaaa1111bbbb", files: 2, insertions: 88, deletions: 0 }],
  [
    52,
    {
      type: "story.finished",
      story: "S1",
      outcome: "merged",
      reason: "",
      ms: 31_000,
      usage: usage(41_000, 30_000, 2_100),
    },
  ],
  [60, { type: "agent.usage", story: "S2", attempt: 1, ...usage(38_000, 25_000, 1_900), usd: 0.03, requests: 4 }],
  [
    61,
    { type: "agent.finished", story: "S2", attempt: 1, ok: true, why: "done", exitCode: 0, signal: null, ms: 40_000 },
  ],
  [
    61,
    {
      type: "surface.violated",
      story: "S2",
      paths: ["src/parse/money.ts"],
      action: "reverted",
      why: "outside the surface, and no plain consequence",
    },
  ],
  [62, { type: "story.merged", story: "S2", commit: "cccc2222dddd", files: 1, insertions: 64, deletions: 2 }],
  [
    62,
    {
      type: "story.finished",
      story: "S2",
      outcome: "merged",
      reason: "",
      ms: 41_000,
      usage: usage(38_000, 25_000, 1_900),
    },
  ],
  [70, { type: "agent.retry", story: "S3", attempt: 1, retry: 2, waitMs: 4000, why: "the endpoint answers 429" }],
  [80, { type: "agent.usage", story: "S3", attempt: 1, ...usage(55_000, 20_000, 3_000), usd: 0.07, requests: 8 }],
  [
    81,
    { type: "agent.finished", story: "S3", attempt: 1, ok: true, why: "done", exitCode: 0, signal: null, ms: 60_000 },
  ],
  [
    84,
    {
      type: "story.verified",
      story: "S3",
      command: "bun test test/s3.test.ts",
      ok: false,
      ms: 900,
      tail: "expected <b>&amp;\u001b[31m red",
    },
  ],
  [
    84,
    {
      type: "story.finished",
      story: "S3",
      outcome: "failed",
      reason: 'its check "bun test test/s3.test.ts" is red',
      ms: 63_000,
      usage: usage(55_000, 20_000, 3_000),
    },
  ],
  [
    84,
    {
      type: "story.finished",
      story: "S4",
      outcome: "skipped",
      reason: "it waits for S3, which failed",
      ms: 0,
      usage: usage(0, 0, 0),
    },
  ],
  [90, { type: "run.verified", command: "bun test", ok: true, ms: 2100, tail: "42 pass", baseOk: true }],
  [
    91,
    {
      type: "delivery.finished",
      kind: "branch",
      branch: "baro/test-parsers-k3x9",
      url: null,
      why: "the repository has no remote",
      next: "git merge baro/test-parsers-k3x9",
    },
  ],
  [
    91,
    {
      type: "run.finished",
      outcome: "partial",
      exitCode: 1,
      wallMs: 91_000,
      agentMs: 130_000,
      savedMs: 6_000,
      speedup: 1.09375,
      usage: usage(134_000, 75_000, 7_000),
      usd: 0.14,
      files: 3,
      insertions: 152,
      deletions: 2,
    },
  ],
]);

const evil = `</style></title><script>alert(1)</script><img src=x onerror="alert(2)">'"&`;

/** The sample run with every sentence in it replaced by an attack. */
export function hostileRun(): RunEvent[] {
  return JSON.parse(JSON.stringify(sampleRun), (_key, value) =>
    typeof value === "string" && value.includes(" ") ? `${value} ${evil}` : value,
  ) as RunEvent[];
}
