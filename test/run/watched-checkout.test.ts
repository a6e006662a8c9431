import { expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { watchedCheckout } from "../../src/run/watched-checkout.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";

/** What the person is told when this happens to their checkout while an agent is asked. */
async function toldAfter(act: (repo: ReturnType<typeof scratchRepository>, made: string) => void): Promise<string[]> {
  using repo = scratchRepository({ "a.txt": "a\n", "sub/b.txt": "b\n", ".gitignore": "node_modules/\n" });
  using places = scratchFolder();
  const told: string[] = [];
  const made = await watchedCheckout(systemHost(), {
    root: repo.path,
    folder: "sub",
    commit: repo.git("rev-parse", "HEAD"),
    who: "pi",
    options: { cacheDir: join(places.path, "cache"), stateDir: join(places.path, "state") },
    notice: async (message) => void told.push(message.replaceAll(repo.path, "HERE")),
  });
  expect(made.path).toBe(join(made.root, "sub"));
  expect(readFileSync(join(made.path, "b.txt"), "utf8")).toBe("b\n");
  act(repo, made.root);
  await made.remove();
  expect(existsSync(made.root)).toBe(false);
  return told;
}

const changed = (names: string) =>
  `Your checkout changed while pi was asked: ${names}. It was given a checkout of its own: if this was not you, it wrote where it must not. Look with: git -C HERE status`;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}.txt`, "x\n"]));
const named = (count: number) => Array.from({ length: count }, (_, at) => `n${at}.txt (new)`).join(", ");

test.each<[string, Parameters<typeof toldAfter>[0], string[]]>([
  ["nothing", () => {}, []],
  ["something in its own checkout", (_repo, made) => rmSync(join(made, "a.txt")), []],
  ["a new file", (repo) => repo.write({ "n0.txt": "x\n" }), [changed(named(1))]],
  ["what a tool leaves behind", (repo) => repo.write({ "node_modules/x/y.js": "x\n" }), []],
  ["as many files as are named", (repo) => repo.write(many(8)), [changed(named(8))]],
  ["more files", (repo) => repo.write(many(9)), [changed(`${named(8)} and 1 more`)]],
])("an agent that is asked, and does %s", async (_what, act, told) => {
  expect(await toldAfter(act)).toEqual(told);
});

test("where the checkout can't be looked at any more, that is told with why", async () => {
  const [message = "", ...more] = await toldAfter((repo) => rmSync(join(repo.path, ".git"), { recursive: true }));
  expect(message).toMatch(/^Cannot tell whether your checkout changed while pi was asked: \S.+$/);
  expect(more).toEqual([]);
});
