// A run whose journal this process writes, so that a server takes it for live.
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEventBody } from "../../../src/core/event.ts";
import { identifyProcess, placeOfThis } from "../../../src/host/process-identity.ts";
import { story } from "../../../test/artifact/scripted-endpoint.ts";

export interface FakeRun {
  run: string;
  /** The number of the newest event. */
  seq(): number;
  write(bodies: readonly RunEventBody[]): void;
  /** Events of agents at a pace, in portions of a twentieth of a second. */
  flood(events: number, perSecond: number): Promise<void>;
  /** As many as fast as the disk takes them. */
  pour(events: number): void;
}

/** Begins a parallel run of that many stories, all at work, in a state folder. */
export function fakeRun(stateDir: string, repository: string, stories: number): FakeRun {
  const run = `bench-${stories}-aaaaaa`;
  const folder = join(stateDir, "runs", run);
  mkdirSync(folder, { recursive: true });
  const owner = { ...identifyProcess(process.pid), place: placeOfThis(), treeMark: null };
  writeFileSync(join(folder, "owner.json"), JSON.stringify(owner));
  const journal = join(folder, "journal.jsonl");
  let seq = 0;
  const line = (body: RunEventBody) =>
    `${JSON.stringify({ v: 1, seq: seq++, at: new Date().toISOString(), run, ...body })}\n`;
  const write = (bodies: readonly RunEventBody[]) => appendFileSync(journal, bodies.map(line).join(""));
  const ids = Array.from({ length: stories }, (_, at) => `S${at + 1}`);
  const plan = ids.map((id) => story(id, { title: `Story ${id} of a large fan-out`, writes: [`${id}.txt`] }));
  const at = { story: "S1", attempt: 1, agent: "demo", model: null, worktree: "/w", base: "0" };
  write([
    {
      type: "run.started",
      goal: "Change every module",
      repo: { root: repository, branch: null, head: "0", dirty: false, remote: null },
      agent: "demo",
      version: "0.1.0",
      flags: {},
      base: "0",
      workBranch: "b",
      scripted: true,
    },
    { type: "mode.chosen", mode: "parallel", by: "person", suggested: "parallel" },
    { type: "plan.enforced", stories: plan, changes: [], pairs: [], width: stories, parallelism: stories },
    { type: "plan.accepted", by: "person" },
    ...ids.map((id): RunEventBody => ({ ...at, type: "story.started", story: id })),
  ]);
  const words = (count: number) =>
    Array.from({ length: count }, (_, place): RunEventBody => {
      const own = { story: ids[(seq + place) % stories] ?? "S1", attempt: 1 };
      if (place % 3 > 0) return { type: "agent.text", ...own, text: `word ${seq + place} of what an agent says` };
      const paths = [`src/module-${place}.ts`];
      return { type: "agent.tool.called", ...own, call: "1", tool: "edit", nativeTool: "edit", input: {}, paths };
    });
  return {
    run,
    seq: () => seq - 1,
    write,
    flood: async (events, perSecond) => {
      const portion = perSecond / 20;
      const from = performance.now();
      for (let done = 0; done < events; done += portion) {
        write(words(portion));
        const next = from + (1000 * (done + portion)) / perSecond;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
      }
    },
    pour: (events) => {
      for (let done = 0; done < events; done += 5000) write(words(Math.min(5000, events - done)));
    },
  };
}
