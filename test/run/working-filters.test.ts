import { expect, test } from "bun:test";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemHost } from "../../src/host/system.ts";
import { requireFilters } from "../../src/run/working-filters.ts";
import { scratchRepository } from "../support/scratch.ts";
import { failureOf } from "./support/failure-of.ts";

const attributes = "*.key filter=vault\nnone.* filter=other\n";

/** What is said of a repository one of whose files goes through a filter that is set up so. */
async function said(
  settings: Record<string, string>,
  files: Record<string, string> = { ".gitattributes": attributes },
) {
  using repo = scratchRepository({ "a.txt": "a\n", "b.key": "secret\n", ...files });
  repo.write({ "turn.sh": "#!/bin/sh\ntr a-z b-za\n", "locked.sh": "#!/bin/sh\necho 'no key here' >&2\nexit 3\n" });
  for (const script of ["turn.sh", "locked.sh"]) chmodSync(join(repo.path, script), 0o755);
  for (const [name, value] of Object.entries(settings)) repo.git("config", `filter.vault.${name}`, value);
  const before = repo.git("count-objects");
  let notices: string[] = [];
  const failure = await failureOf(
    requireFilters(systemHost(), { root: repo.path }, repo.git("rev-parse", "HEAD")).then((told) => {
      notices = told;
    }),
  );
  expect(repo.git("count-objects")).toBe(before);
  expect(readFileSync(join(repo.path, "b.key"), "utf8")).toBe("secret\n");
  if (failure === "no failure") return notices.map((notice) => notice.replaceAll(repo.path, "HERE"));
  return failure.replaceAll(repo.path, "HERE").replace(/[0-9a-f]{10}/, "BASE");
}

const refused = (why: string) =>
  `no-base: Cannot build on BASE: b.key goes through the filter "vault", which fails (${why}); Install or unlock what it needs, or correct it; see it with: git -C HERE config --get-regexp '^filter\\.vault\\.'`;
const noProgram = refused("cannot run no-such-vault: not found");
const passed = (why: string) => [
  `Files such as b.key go through the filter "vault", which fails (${why}): git takes and commits them as they are`,
];
const [gone, turn, yes] = ["no-such-vault", "./turn.sh", { required: "true" }];

test.each<[string, Record<string, string>, string | string[]]>([
  ["works both ways", { clean: turn, smudge: turn, ...yes }, []],
  ["is no program", { clean: gone, smudge: gone, ...yes }, noProgram],
  ["can't give a checkout", { clean: turn, smudge: gone, ...yes }, noProgram],
  ["can't take a file back", { clean: gone, smudge: turn, ...yes }, noProgram],
  ["has no key", { clean: turn, smudge: "./locked.sh", ...yes }, refused("no key here")],
  ["is required and nothing else", yes, refused("b.key: smudge filter vault failed")],
  ["may fail, and does", { clean: gone, smudge: gone }, passed("cannot run no-such-vault: not found")],
  [
    "is not set up",
    {},
    [
      `Files such as b.key go through the filter "vault", which is not set up here: they are taken and committed as they are`,
    ],
  ],
])("a filter that %s", async (_what, settings, told) => {
  expect(await said(settings)).toEqual(told);
});

test("a filter that is a process and does not start", async () => {
  expect(await said({ process: "no-such-vault --serve", ...yes })).toMatch(/which fails \(.*no-such-vault.*\)/);
});

test("a filter that no file goes through, or that attributes outside of the commits name", async () => {
  expect(await said({ clean: gone, smudge: gone, ...yes }, {})).toEqual([]);
  using repo = scratchRepository({ "c.bin": "c\n" });
  repo.write({ ".git/info/attributes": "*.bin filter=vault\n" });
  repo.git("config", "filter.vault.smudge", gone);
  repo.git("config", "filter.vault.required", "true");
  const trial = requireFilters(systemHost(), { root: repo.path }, repo.git("rev-parse", "HEAD"));
  expect(await failureOf(trial)).toContain('c.bin goes through the filter "vault", which fails');
});

const later = (pattern: string, why: string, then: string) => [
  `New files such as ${pattern} would go through the filter "vault", which fails (${why}): they ${then}. See it with: git -C HERE config --get-regexp '^filter\\.vault\\.'`,
];
const [lost, plain] = ["could not be committed", "would be committed as they are"];
const noSuch = "cannot run no-such-vault: not found";

test.each<[string, string, Record<string, string>, string[]]>([
  ["is no program", "*.pem", { clean: gone, ...yes }, later("*.pem", noSuch, lost)],
  ["is no program and may fail", "*.pem", { clean: gone }, later("*.pem", noSuch, plain)],
  [
    "has no key",
    "/keys/**/*.p1[2-9]",
    { clean: "./locked.sh", ...yes },
    later("/keys/**/*.p1[2-9]", "no key here", lost),
  ],
  ["is no process", "*.pem", { process: gone, ...yes }, later("*.pem", noSuch, lost)],
  ["works", "*.pem", { clean: turn, smudge: gone, ...yes }, []],
  ["is not set up", "*.pem", {}, []],
  ["no file can go through", "[attr]crypt", { clean: gone, ...yes }, []],
])("a filter for files that are not there yet that %s", async (_what, pattern, settings, told) => {
  expect(await said(settings, { ".gitattributes": `${pattern} filter=vault\n` })).toEqual(told);
});

test.each<[string, Record<string, string>, string]>([
  ["of a folder's own attributes", { "keys/.gitattributes": "*.p12 filter=vault\n" }, "keys/*.p12"],
  [
    "by another name for it",
    { ".gitattributes": "[attr]crypt filter=vault -diff\n# *.a crypt\n*.pem crypt\n" },
    "*.pem",
  ],
])("a filter for files that are not there yet that is no program, %s", async (_what, files, pattern) => {
  expect(await said({ clean: gone, ...yes }, files)).toEqual(later(pattern, noSuch, lost));
});

test("a filter that is no program is refused for a file that a plan names, and for no other", async () => {
  using repo = scratchRepository({ "a.txt": "a\n", ".gitattributes": "*.pem filter=vault\n" });
  repo.git("config", "filter.vault.clean", gone);
  const base = repo.git("rev-parse", "HEAD");
  const trial = (...planned: string[]) => requireFilters(systemHost(), { root: repo.path }, base, planned);
  expect(await failureOf(trial("new.pem"))).toBe("no failure");
  repo.git("config", "filter.vault.required", "true");
  expect(await trial("a.txt", "b.txt")).toHaveLength(1);
  expect(await failureOf(trial("b.txt", "sub/new.pem"))).toContain('sub/new.pem would go through the filter "vault"');
});

test("a filter by a path from the root of the checkout works, and one that is not there is refused", async () => {
  using repo = scratchRepository({ "b.key": "secret\n", ".gitattributes": attributes, "tools/f.sh": "exec cat\n" });
  const set = (command: string) => {
    for (const way of ["clean", "smudge"]) repo.git("config", `filter.vault.${way}`, command);
  };
  repo.git("config", "filter.vault.required", "true");
  const trial = () => requireFilters(systemHost(), { root: repo.path }, repo.git("rev-parse", "HEAD"));
  for (const command of ["sh tools/f.sh %f", 'sh "$(git rev-parse --show-toplevel)/tools/f.sh"']) {
    set(command);
    expect(await trial()).toEqual([]);
  }
  set("sh tools/none.sh");
  expect(await failureOf(trial())).toMatch(/b\.key goes through the filter "vault", which fails \(.*none\.sh/);
});

test("what git says of the settings and of the repository's place is asked for once, and the place not where it is known", async () => {
  using repo = scratchRepository({ "a.txt": "a\n" });
  const host = systemHost();
  const asked: string[] = [];
  const counting: typeof host = {
    ...host,
    spawn: (request) => {
      asked.push(request.args.join(" "));
      return host.spawn(request);
    },
  };
  await requireFilters(counting, { root: repo.path, gitDir: join(repo.path, ".git") }, repo.git("rev-parse", "HEAD"));
  expect(asked.filter((args) => args.startsWith("config --list"))).toHaveLength(1);
  expect(asked.filter((args) => args.startsWith("rev-parse"))).toEqual([]);
});
