import { expect, test } from "bun:test";
import { artifact } from "./artifact.ts";
import { playground } from "./playground.ts";
import { type Scenario, writing } from "./scripted-endpoint.ts";
import { openTerminal } from "./terminal.ts";

const goal = "feat!: drop a.txt";
const scenario: Scenario = { first: ({ turn }) => (turn === 0 ? writing({ "a.txt": "gone\n" }) : { text: "Done" }) };
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
