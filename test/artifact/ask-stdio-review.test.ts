import { expect, test } from "bun:test";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState } from "./artifact.ts";
import { converse } from "./conversation.ts";
import { scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

const first = story("S1", { title: "First", writes: ["a.txt"] });
const second = story("S2", { title: "Second", writes: ["b.txt"] });
const stories = {
  First: [writing({ "a.txt": "1\n" })],
  Second: [writing({ "b.txt": "2\n" })],
  Renamed: [writing({ "b.txt": "3\n" })],
};

/** A review of two stories over stdin: these answers in turn, then the plan is accepted. */
async function review(answers: readonly unknown[]) {
  await using endpoint = await scriptedEndpoint({ stories, plan: { stories: [first, second] } });
  using state = privateState();
  using repo = scratchRepository({ "a.txt": "a\n", "b.txt": "b\n" });
  const rest = [...answers];
  const args = ["Change a.txt and b.txt", "--mode", "sequential", "--ask", "stdio", "--no-verify"];
  const call = {
    cwd: repo.path,
    env: { ...state.env, ...endpoint.env },
    args: [...args, "--agent", "openai", "--intake", "rules"],
  };
  const said = await converse(call, (event, talk) => {
    if (event.type !== "question.asked" && event.type !== "answer.refused") return;
    talk.say({ id: event.id, answer: rest.shift() ?? "accept" });
  });
  expect(said.exitCode, said.stderr).toBe(0);
  const branch = repo.git("for-each-ref", "--format=%(refname:short)", "refs/heads/baro");
  return {
    /** What can be taken back, whether stories are edited, and the mode, at each question. */
    asked: eventsOf(said.events, "question.asked").map((each) =>
      each.kind === "plan" ? `${each.mode} ${each.changes}${each.edited ? " edited" : ""}` : each.kind,
    ),
    refused: eventsOf(said.events, "answer.refused").map(({ why }) => why),
    modes: eventsOf(said.events, "mode.chosen").map(({ mode }) => mode),
    landed: repo.git("log", "--format=%s", "--reverse", `main..${branch}`).split("\n"),
  };
}

const renamed = { action: "edit", stories: [first, { ...second, title: "Renamed" }] };
const dropped = { action: "edit", stories: [second] };
const parallel = (keeps?: boolean) => ({ action: "mode", mode: "parallel", ...(keeps === undefined ? {} : { keeps }) });

test.each<[string, unknown[], Partial<Awaited<ReturnType<typeof review>>>]>([
  [
    "an edit is taken back",
    [renamed, "undo"],
    { asked: ["sequential 0", "sequential 1 edited", "sequential 0"], landed: ["First", "Second"] },
  ],
  [
    "of two edits, the newest is taken back",
    [renamed, dropped, { action: "undo" }],
    {
      asked: ["sequential 0", "sequential 1 edited", "focused 2 edited", "sequential 1 edited"],
      landed: ["First", "Renamed"],
    },
  ],
  [
    "nothing more can be taken back than was changed",
    [renamed, "undo", "undo"],
    { refused: ["answer: there is no change to take back"], landed: ["First", "Second"] },
  ],
  [
    "edits are kept in another mode",
    [renamed, parallel(true)],
    {
      asked: ["sequential 0", "sequential 1 edited", "parallel 2 edited"],
      modes: ["sequential", "parallel"],
      landed: ["First", "Renamed"],
    },
  ],
  [
    "what was put in a row alone runs side by side in another mode",
    [{ action: "edit", stories: [second, { ...first, dependsOn: ["S2"] }] }, parallel(true)],
    { asked: ["sequential 0", "sequential 1 edited", "parallel 2 edited"], landed: ["First", "Second"] },
  ],
  [
    "edits are lost in another mode when it is planned anew",
    [renamed, parallel()],
    { asked: ["sequential 0", "sequential 1 edited", "parallel 2"], landed: ["First", "Second"] },
  ],
  [
    "another mode is taken back, with the edits that it had lost",
    [renamed, parallel(false), "undo"],
    {
      asked: ["sequential 0", "sequential 1 edited", "parallel 2", "sequential 1 edited"],
      modes: ["sequential", "parallel", "sequential"],
      landed: ["First", "Renamed"],
    },
  ],
  [
    "what keeps is yes or no",
    [{ ...parallel(), keeps: "yes" }],
    { refused: [expect.stringMatching(/^answer\.keeps: /)], modes: ["sequential"] },
  ],
])("%s", async (_what, answers, expected) => {
  const got = await review(answers);
  // Agents that work side by side land in either order.
  expect({ ...got, landed: got.landed.toSorted() }).toMatchObject(expected);
});
