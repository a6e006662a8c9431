import type { RunEvent, RunEventBody } from "../../src/core/event.ts";
import type { PairVerdict } from "../../src/core/plan.ts";
import { storyNamed, streamOf } from "./sample-run.ts";

/** How large a fan-out is. */
interface Size {
  /** Words of each longer text. */
  words: number;
  /** Lines that each agent says. */
  lines: number;
  /** Stands in every text. */
  mark: string;
}

/** A parallel run of that many stories, every tenth of which fails. */
export function fanOut(count: number, { words, lines, mark }: Size): RunEvent[] {
  const ids = Array.from({ length: count }, (_, index) => `S${index + 1}`);
  const long = (id: string) => `${`word ${mark} `.repeat(words / 2)}the last word of ${id}`;
  const stories = ids.map((id, index) =>
    storyNamed(id, `Story number ${index + 1} of a large fan-out ${mark}`, { brief: long(id) }),
  );
  const pairs: PairVerdict[] = ids.flatMap((a, index) =>
    ids
      .slice(index + 1)
      .map((b) => ({ a, b, verdict: "independent" as const, why: `no path that both may write ${mark}` })),
  );
  const none = { input: 0, cachedInput: 0, output: 0, reasoning: 0 };
  const first: [number, RunEventBody][] = [
    [
      0,
      {
        type: "run.started",
        goal: `Change every module ${mark}`,
        repo: { root: "/nowhere/at/all", branch: "main", head: "0f1e", dirty: false, remote: null },
        agent: "openai:big-model",
        version: "0.1.0",
        flags: {},
        base: "0f1e2d3c4b5a69788796",
        workBranch: "baro/fan-out",
        scripted: false,
      },
    ],
    [1, { type: "mode.chosen", mode: "parallel", by: "person", suggested: "parallel" }],
    [2, { type: "plan.enforced", mode: "parallel", stories, changes: [], pairs, width: count, parallelism: 8 }],
    [3, { type: "plan.accepted", by: "person" }],
  ];
  const life = (id: string, index: number): [number, RunEventBody][] => {
    const at = 4 + index;
    const fails = index % 10 === 9;
    const check = { command: "npm test", ok: !fails, ms: 1000, tail: fails ? `${long(id)}\n`.repeat(20) : "" };
    return [
      [at, { type: "story.started", story: id, attempt: 1, agent: "openai", model: "m", worktree: "/w", base: "0f1e" }],
      ...Array.from({ length: lines }, (_, line): [number, RunEventBody] => [
        at,
        { type: "agent.text", story: id, attempt: 1, text: `line ${line} ${mark}` },
      ]),
      [at + 20, { type: "story.verified", story: id, ...check }],
      ...(fails
        ? []
        : [
            [at + 21, { type: "story.merged", story: id, commit: "aaaa", files: 1, insertions: 3, deletions: 1 }] as [
              number,
              RunEventBody,
            ],
          ]),
      [
        at + 22,
        {
          type: "story.finished",
          story: id,
          outcome: fails ? "failed" : "merged",
          reason: fails ? long(id) : "",
          ms: 22_000,
          usage: none,
        },
      ],
    ];
  };
  return streamOf([...first, ...ids.flatMap(life)]);
}
