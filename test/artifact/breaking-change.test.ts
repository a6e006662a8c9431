import { expect, test } from "bun:test";
import { gitIn } from "../support/scratch.ts";
import { artifact, eventsOf } from "./artifact.ts";
import { answering, converse } from "./conversation.ts";
import { pageServer } from "./page-server.ts";
import { playground } from "./playground.ts";
import { type Scenario, writing } from "./scripted-endpoint.ts";
import { openTerminal } from "./terminal.ts";

const goal = "feat!: drop a.txt";
let written = 0;
const scenario: Scenario = {
  first: ({ turn }) => (turn === 0 ? writing({ "a.txt": `gone ${++written}\n` }) : { text: "Done" }),
};
const flags = ["--mode", "focused", "--intake", "rules", "--no-verify", "--yes", "--deliver", "pr"];

test("a breaking change is one in what a person types at a terminal, and in nothing that comes another way", async () => {
  await using play = await playground(scenario);
  const terminal = openTerminal({
    program: artifact,
    args: [goal, ...flags, "--agent", "openai"],
    cwd: play.repo.path,
    env: { ...play.env },
  });
  expect(await terminal.exit, terminal.screen()).toBe(0);
  expect(play.there.pulls.map(({ title }) => title)).toEqual([goal]);
  const [typed = ""] = play.there.pulls.map(({ headBranch }) => headBranch);
  expect(play.repo.git("log", "-1", "--format=%s", typed).trim()).toBe(goal);

  for (const [words, stdin] of [
    [[goal], ""],
    [["-"], goal],
  ] as const) {
    const { exitCode, delivered } = await play.run([...words, ...flags], { stdin });
    expect(exitCode).toBe(0);
    expect(play.there.pulls.at(-1)?.title).toBe("feat: drop a.txt");
    expect(play.repo.git("log", "-1", "--format=%s", delivered?.branch ?? "").trim()).toBe("feat: drop a.txt");
  }
}, 60_000);

test("it is one in what a person types on the page, first and to go on, and in no program's goal", async () => {
  await using play = await playground(scenario);
  const subject = (branch: string) => play.repo.git("log", "-1", "--format=%s", branch).trim();
  const options = { BARO_AGENT: "openai", BARO_INTAKE: "rules", BARO_NO_VERIFY: "1", BARO_YES: "1" };
  const env = { ...play.env, ...options };
  await using server = await pageServer({ cwd: play.repo.path, env });
  const begun = await server.ask("runs", { repository: play.repo.path, goal, mode: "focused", deliver: "pr" });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  await endOf(server, String(begun.body["run"]));
  expect(play.there.pulls.map(({ title }) => title)).toEqual([goal]);
  const branch = play.there.pulls[0]?.headBranch ?? "";
  expect(subject(branch)).toBe(goal);

  const more = "fix!: leave b.txt";
  const next = await server.ask(`runs/${String(begun.body["run"])}/continue`, { goal: more });
  expect(next.status, JSON.stringify(next.body)).toBe(200);
  await endOf(server, String(next.body["run"]));
  expect(gitIn(play.there.folder, "log", "-1", "--format=%s", branch).trim()).toBe(more);

  // A program that looks after a run, and one that answers for its goal.
  const flags = ["--mode", "focused", "--deliver", "branch"];
  const looked = await play.run(["-", ...flags, "--ask", "elsewhere"], { env: options, stdin: goal });
  expect(subject(looked.delivered?.branch ?? "")).toBe("feat: drop a.txt");
  const asked = ["run", ...flags, "--ask", "stdio"];
  const said = await converse({ cwd: play.repo.path, env, args: asked }, answering({ goal }));
  expect(subject(eventsOf(said.events, "delivery.finished")[0]?.branch ?? "")).toBe("feat: drop a.txt");
}, 60_000);

/** Waits until a run has ended, as the page hears of it. */
async function endOf({ base, token }: { base: string; token: string }, run: string): Promise<void> {
  const stream = await fetch(`${base}/api/runs/${run}/events`, { headers: { authorization: `Bearer ${token}` } });
  let text = "";
  for await (const chunk of stream.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes('"type":"run.finished"')) return;
  }
}
