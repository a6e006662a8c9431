import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { CommitFacts } from "../../src/git/commit.ts";
import { CommitWriter } from "../../src/git/commit-writer.ts";
import type { Host, SpawnRequest } from "../../src/host/host.ts";
import { systemHost } from "../../src/host/system.ts";
import { gitIn, scratchFolder } from "../support/scratch.ts";

const system = systemHost();
const seconds = 1_767_225_600;

/** A repository, a writer for it whose clock stands still, and the same commit by git at that time. */
function repositoryWith(options: { env?: Record<string, string>; format?: string; settings?: string[][] } = {}) {
  const folder = scratchFolder();
  const root = join(folder.path, "repository");
  mkdirSync(root);
  gitIn(root, "init", "--quiet", `--object-format=${options.format ?? "sha1"}`);
  for (const [name = "", value = ""] of options.settings ?? []) gitIn(root, "config", name, value);
  const started: string[] = [];
  const clock = { now: seconds * 1000 };
  const host: Host = {
    ...system,
    env: { ...system.env, ...options.env },
    now: () => clock.now,
    spawn: (request: SpawnRequest) => {
      started.push(request.args.find((one) => !one.startsWith("-") && !one.includes("=")) ?? "");
      // Git's clock stands still, too.
      const date = `@${Math.floor(clock.now / 1000)} ${zoneOf(host)}`;
      return system.spawn({ ...request, env: { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, ...request.env } });
    },
  };
  const tree = gitIn(root, "write-tree");
  const writer = new CommitWriter(host, root, () => Promise.resolve(join(root, ".git")));
  const byGit = ({ tree, parents, message, author }: CommitFacts) => {
    const date = `@${Math.floor(clock.now / 1000)} ${zoneOf(host)}`;
    const given = author ?? { name: "", email: "", date };
    const env = {
      ...host.env,
      GIT_COMMITTER_DATE: date,
      GIT_AUTHOR_DATE: given.date,
      ...(author == null ? {} : { GIT_AUTHOR_NAME: given.name, GIT_AUTHOR_EMAIL: given.email }),
    } as NodeJS.ProcessEnv;
    const args = ["commit-tree", tree, ...parents.flatMap((parent) => ["-p", parent]), "-F", "-"];
    return execFileSync("git", args, { cwd: root, env, input: message, encoding: "utf8" }).trim();
  };
  return { ...folder, root, tree, writer, byGit, started, host, clock };
}

/** As `date` has it where the host's time zone holds. */
function zoneOf(host: Host): string {
  return execFileSync("date", ["-d", `@${seconds}`, "+%z"], {
    env: host.env as NodeJS.ProcessEnv,
    encoding: "utf8",
  }).trim();
}

const author = { name: "Ann Å. B", email: "ann@example.invalid", date: "@1700000000 +0530" };

test.each([
  ["a plain one", {}, {}],
  ["in a repository of SHA-256", {}, { format: "sha256" }],
  ["west of Greenwich, with minutes", {}, { env: { TZ: "America/St_Johns" } }],
  ["far in the east", {}, { env: { TZ: "Pacific/Kiritimati" } }],
  [
    "by somebody whom the environment names",
    {},
    { env: { GIT_COMMITTER_NAME: "  C; ,", GIT_COMMITTER_EMAIL: "<c@x>" } },
  ],
  [
    "by somebody whom the settings name",
    {},
    {
      settings: [
        ["author.name", "Äda <L>."],
        ["committer.email", "x@y.z"],
      ],
    },
  ],
  ["by another author", { author }, {}],
  ["without a message", { message: "" }, {}],
  ["with a message that ends at once", { message: "One line" }, {}],
  ["with a message of many scripts", { message: "Ünder 日本 🙂\n\n# kept\r\n\n\n" }, {}],
  ["where another encoding is set", { message: "Ünder\n" }, { settings: [["i18n.commitEncoding", "utf8"]] }],
] as const)("a commit is git's own to the byte: %s", async (_what, facts, options) => {
  using repository = repositoryWith(options as Parameters<typeof repositoryWith>[0]);
  const { tree, writer, byGit, root, started } = repository;
  const first = { tree, parents: [], message: "First\n", sign: false, ...facts };
  const one = await writer.write(first);
  const two = await writer.write({ ...first, parents: [one] });
  const both = await writer.write({ ...first, parents: [one, two] });
  expect(started).toEqual(["var"]);
  expect([one, two, both]).toEqual([
    byGit(first),
    byGit({ ...first, parents: [one] }),
    byGit({ ...first, parents: [one, two] }),
  ]);
  expect(gitIn(root, "fsck", "--strict", "--no-dangling")).toBe("");
});

const anybody = fc.record({
  name: fc.string({ minLength: 1, unit: "grapheme" }),
  email: fc.string({ minLength: 1 }),
  date: fc.tuple(fc.nat(2_000_000_000), fc.constantFrom("+0000", "-0330", "+1400")).map((one) => `@${one.join(" ")}`),
});

test("whatever the message and the author are, the commit is the one that git makes", async () => {
  using repository = repositoryWith();
  const { tree, writer, byGit, started } = repository;
  const messages = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.constant("\uFDD0\n"));
  await fc.assert(
    fc.asyncProperty(messages, fc.option(anybody), async (message, someone) => {
      const facts = { tree, parents: [], message, author: someone, sign: false };
      const theirs = attempt(() => byGit(facts));
      const ours = await writer.write(facts).catch(() => null);
      expect(ours).toBe(theirs);
    }),
    { numRuns: 60 },
  );
  // Most of them were written without git.
  expect(started.filter((one) => one === "commit-tree").length).toBeLessThan(45);
});

function attempt(make: () => string): string | null {
  try {
    return make();
  } catch {
    return null;
  }
}

test.each([
  ["a signature", { sign: true }, [["gpg.program", "false"]]],
  ["a message with a zero", { message: "a\0b" }, []],
  ["a character that git takes for none", { message: "\uFFFE" }, []],
  ["an author's date in words", { author: { ...author, date: "2024-01-01T00:00:00Z" } }, []],
  ["an author whom git would clean", { author: { ...author, name: "Ann." } }, []],
  ["another encoding", {}, [["i18n.commitEncoding", "ISO-8859-1"]]],
  ["a repository that is shared", {}, [["core.sharedRepository", "group"]]],
  ["objects that are to be synced", {}, [["core.fsync", "all"]]],
  ["a tree by another name", { tree: "HEAD^{tree}" }, []],
] as const)("what git alone knows how to do is left to git: %s", async (_what, facts, settings) => {
  using repository = repositoryWith({ settings: settings as unknown as string[][] });
  const { tree, writer, started } = repository;
  await writer.write({ tree, parents: [], message: "First\n", sign: false, ...facts }).catch(() => {});
  expect(started).toContain("commit-tree");
});

test("who commits is asked again after a while, and when the clock is changed for the summer", async () => {
  using repository = repositoryWith();
  const { root, tree, writer, clock, started, host } = repository;
  const facts = { tree, parents: [], message: "x\n", sign: false };
  await writer.write(facts);
  await writer.write(facts);
  expect(started).toEqual(["var"]);
  (host.env as Record<string, string>)["GIT_COMMITTER_NAME"] = "Somebody Else";
  clock.now += 61_000;
  expect(gitIn(root, "show", "--no-patch", "--format=%cn", await writer.write(facts))).toBe("Somebody Else");
  expect(started).toEqual(["var", "var"]);
});

test("an object is kept as git keeps it, and one that is there is made young again", async () => {
  using repository = repositoryWith();
  const { root, tree, writer } = repository;
  const facts = { tree, parents: [], message: "x\n", sign: false };
  const id = await writer.write(facts);
  const file = join(root, ".git", "objects", id.slice(0, 2), id.slice(2));
  expect(statSync(file).mode & 0o777).toBe(0o444);
  utimesSync(file, 1000, 1000);
  expect(await writer.write(facts)).toBe(id);
  expect(statSync(file).mtimeMs).toBe(seconds * 1000);
  expect(readdirSync(join(file, ".."))).toEqual([id.slice(2)]);
});

test.skipIf(process.getuid?.() === 0)("where the objects can't be written, git says why", async () => {
  using repository = repositoryWith();
  const { root, tree, writer } = repository;
  chmodSync(join(root, ".git", "objects"), 0o555);
  await expect(writer.write({ tree, parents: [], message: "x\n", sign: false })).rejects.toThrow(
    "insufficient permission",
  );
  chmodSync(join(root, ".git", "objects"), 0o755);
  expect(existsSync(join(root, ".git", "objects"))).toBe(true);
});

test("a commit made anew keeps its author and its message, as git would", async () => {
  using repository = repositoryWith();
  const { root, tree, writer, byGit, started } = repository;
  const original = byGit({ tree, parents: [], message: "Ünder\n\nBody\n\n", author, sign: false });
  const parent = byGit({ tree, parents: [], message: "Parent\n", sign: false });
  const made = await writer.again(original, { tree, parent, sign: false });
  expect(started).toEqual(["var"]);
  expect(made).toBe(byGit({ tree, parents: [parent], message: "Ünder\n\nBody", author, sign: false }));
  // From a pack, too, which only git reads here.
  gitIn(root, "update-ref", "refs/heads/packed", original);
  gitIn(root, "repack", "-adq");
  gitIn(root, "prune-packed");
  expect(await writer.again(original, { tree, parent, sign: false })).toBe(made);
});
