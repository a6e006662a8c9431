import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gitIn, scratchRepository } from "../support/scratch.ts";
import { artifact, privateState } from "./artifact.ts";
import { openScreen, type Screen } from "./screen.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";
import { keys } from "./terminal.ts";

const goal = "Fix the typo in README.md";

/** A focused run at a terminal up to its end, in a repository that `before` has prepared. */
async function atTheEnd(
  how: { columns?: number; rows?: number; args?: string[]; before?: (path: string) => void },
  play: (screen: Screen) => Promise<void>,
) {
  const stories = { [goal]: [writing({ "README.md": "# The project\n" })] };
  await using endpoint = await scriptedEndpoint({ stories });
  using state = privateState();
  using repo = scratchRepository({ "README.md": "# Teh project\n", "other.txt": "other\n" });
  how.before?.(repo.path);
  const env = { ...state.env, ...endpoint.env };
  const args = [goal, "--agent", "openai:scripted-1", "--intake", "rules", "--no-verify", ...(how.args ?? [])];
  const { columns = 80, rows = 40 } = how;
  const screen = openScreen({ program: artifact, args, cwd: repo.path, env, columns, rows });
  if (how.args?.includes("--yes") !== true) {
    await screen.shows("● focused");
    screen.type(keys.enter);
  }
  await play(screen);
  const exitCode = await screen.exit;
  return {
    exitCode,
    everything: screen.everything(),
    head: repo.git("log", "-1", "--format=%s"),
    repo: repo.git("status", "--porcelain"),
  };
}

test.each([
  [40, 12],
  [80, 24],
  [200, 50],
])(
  "on %i by %i the end offers what is next, shows the diff, merges when told, and Enter leaves",
  async (columns, rows) => {
    const { exitCode, head, repo } = await atTheEnd({ columns, rows }, async (screen) => {
      await screen.shows("● Nothing");
      screen.type("d");
      await screen.until(
        (lines) => screen.everything().includes("+# The project") && lines.some((line) => line.includes("● Nothing")),
      );
      screen.type("m");
      await screen.until(
        (lines) =>
          lines.some((line) => line === "Merged into main") && lines.some((line) => line.includes("● Nothing")),
      );
      expect(screen.lines().some((line) => /[●○] Merge it/.test(line))).toBe(false);
      screen.type(keys.enter);
    });
    expect(exitCode).toBe(0);
    expect(head).toBe(goal);
    expect(repo).toBe("");
  },
);

test("Enter leaves with nothing done", async () => {
  const { exitCode, head } = await atTheEnd({}, async (screen) => {
    await screen.shows("● Nothing");
    screen.type(keys.enter);
  });
  expect(exitCode).toBe(0);
  expect(head).not.toBe(goal);
});

test.each([["the checkout has changes", (path: string) => writeFileSync(join(path, "other.txt"), "changed\n")]])(
  "no merge is offered when %s",
  async (_, before) => {
    const { exitCode, head } = await atTheEnd({ before }, async (screen) => {
      await screen.until(
        (lines) => lines.some((line) => line.includes("Follow up")) && lines.some((line) => line.includes("└")),
      );
      expect(screen.lines().some((line) => /[●○] Merge it/.test(line))).toBe(false);
      screen.type("m");
      screen.type(keys.enter);
    });
    expect(exitCode).toBe(0);
    expect(head).not.toBe(goal);
  },
);

test("a follow-up goes on from the branch of the run", async () => {
  const { everything } = await atTheEnd({}, async (screen) => {
    await screen.shows("● Nothing");
    screen.type("f");
    await screen.shows("What should change about it?");
    screen.type("Fix the title in README.md");
    await screen.shows("Fix the title in README.md");
    screen.type(keys.enter);
    await screen.until((lines) => lines.some((line) => line.includes("◆") && line.includes("is suggested")));
    screen.type(keys.interrupt);
  });
  expect(everything.filter((line) => line.includes("is suggested")).length).toBe(2);
});

test.each([
  ["no known forge", "https://git.example.com/acme/shop.git", false],
  ["GitHub", "https://github.com/acme/shop.git", true],
  ["GitLab", "git@gitlab.com:acme/shop.git", true],
])("with a remote on %s a request is offered only where one can be had", async (_, url, offered) => {
  const before = (path: string) => void gitIn(path, "remote", "add", "origin", url);
  await atTheEnd({ before, args: ["--deliver", "branch"] }, async (screen) => {
    await screen.until(
      (lines) => lines.some((line) => line.includes("● Nothing")) && lines.some((line) => line.includes("└")),
    );
    const word = url.includes("gitlab") ? "merge request" : "pull request";
    expect(screen.lines().some((line) => line.includes(`Open a ${word} [p]`))).toBe(offered);
    expect(screen.lines().some((line) => line.includes("Open a "))).toBe(offered);
    screen.type(keys.enter);
  });
});

test("with --yes nobody is asked", async () => {
  const { exitCode, everything } = await atTheEnd({ args: ["--yes"] }, async () => {});
  expect(exitCode).toBe(0);
  expect(everything.join("\n")).not.toContain("What is next?");
});
