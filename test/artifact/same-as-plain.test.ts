import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState } from "./checkout-state.ts";
import { planText, running, scriptedEndpoint, story } from "./scripted-endpoint.ts";

type Repository = ReturnType<typeof scratchRepository>;
interface Case {
  what: string;
  attributes?: string;
  files?: Record<string, string>;
  /** What is set before anybody starts; `state`: a folder of the person's, with their settings in `gitconfig`. */
  prepare?(repo: Repository, state: string): void;
  /** What two stories do, each with the files it may write. */
  first: [command: string, writes: string[]];
  second?: [command: string, writes: string[]];
}

const set =
  (...settings: [name: string, value: string][]) =>
  (repo: Repository) => {
    for (const [name, value] of settings) repo.git("config", name, value);
  };
const [turn, back] = ["tr a-z b-za", "tr b-za a-z"];
const program = (repo: Repository, path: string, body: string) => {
  repo.write({ [path]: `#!/bin/sh\n${body}\n` });
  chmodSync(join(repo.path, path), 0o755);
};
/** Lets every file go through a filter, with what is committed so far. */
const filtered =
  (clean: string, smudge: string, also: (repo: Repository) => void = () => {}) =>
  (repo: Repository) => {
    also(repo);
    set(["filter.up.clean", clean], ["filter.up.smudge", smudge], ["filter.up.required", "true"])(repo);
    repo.git("add", "--renormalize", ".");
    repo.git("commit", "--quiet", "--message", "Filter");
  };
const edit: Case["first"] = ["printf 'one\\ntwo\\n' > a.txt; echo n > new.txt", ["a.txt", "new.txt"]];
const crlf: Case["first"] = [
  "printf 'one\\r\\ntwo\\r\\n' > a.txt; printf 'x\\r\\ny\\n' > new.txt",
  ["a.txt", "new.txt"],
];

const cases: Case[] = [
  { what: "line ends by attributes", attributes: "* text=auto eol=crlf\n", first: crlf },
  {
    what: "line ends that are stored as they are",
    files: { "a.txt": "1\r\n2\r\n" },
    attributes: "* text=auto\n",
    first: crlf,
  },
  { what: "core.autocrlf", prepare: set(["core.autocrlf", "true"]), first: crlf },
  { what: "core.eol", attributes: "*.txt text\n", prepare: set(["core.eol", "crlf"]), first: crlf },
  {
    what: "another encoding",
    attributes: "a.txt working-tree-encoding=UTF-16LE-BOM\nnew.txt working-tree-encoding=UTF-16\n",
    files: { "a.txt": "" },
    first: ["printf '\\377\\376h\\0i\\0\\n\\0' > a.txt; printf '\\376\\377\\0h\\0\\n' > new.txt", ["a.txt", "new.txt"]],
  },
  {
    what: "names of commits in files",
    attributes: "*.txt ident\nv.txt export-subst\n",
    first: ["printf '%s\\n' '$Id: 12 $' x > a.txt; printf '%s\\n' '$Format:%H$' > v.txt", ["a.txt", "v.txt"]],
  },
  {
    what: "modes that do not count",
    prepare: set(["core.fileMode", "false"]),
    first: ["chmod +x a.txt; echo x >> a.txt; echo x > new.sh; chmod +x new.sh", ["a.txt", "new.sh"]],
  },
  {
    what: "a sparse checkout",
    prepare: (repo) => void repo.git("sparse-checkout", "set", "--cone", "sub"),
    first: ["echo z > sub/c.txt", ["sub/c.txt"]],
  },
  {
    what: "an index in two files, with a cache of what is untracked",
    prepare: (repo) => {
      set(["core.splitIndex", "true"], ["core.untrackedCache", "true"])(repo);
      repo.git("update-index", "--split-index", "--force-untracked-cache");
    },
    first: edit,
  },
  {
    what: "a monitor that sees no change",
    prepare: (repo) => {
      program(repo, ".git/monitor", "printf '0\\0'");
      set(["core.fsmonitor", ".git/monitor"])(repo);
    },
    first: edit,
  },
  { what: "a filter on the PATH", attributes: "*.txt filter=up\n", prepare: filtered(turn, back), first: edit },
  {
    what: "a filter of the repository's own, by its path",
    attributes: "*.txt filter=up\n",
    files: { "tools/turn.sh": `${turn}\n`, "tools/back.sh": `${back}\n` },
    prepare: filtered("sh tools/turn.sh %f", "sh ./tools/back.sh"),
    first: edit,
  },
  {
    what: "a filter that no commit has, by its path",
    attributes: "*.txt filter=up\n",
    prepare: filtered(".git/turn.sh", '"$(git rev-parse --show-toplevel)"/.git/back.sh', (repo) => {
      program(repo, ".git/turn.sh", turn);
      program(repo, ".git/back.sh", back);
    }),
    first: edit,
  },
  {
    what: "a filter that is set up for this checkout alone",
    attributes: "*.txt filter=up\n",
    prepare: (repo) => {
      repo.git("config", "extensions.worktreeConfig", "true");
      repo.git("config", "--worktree", "filter.up.clean", turn);
      filtered(turn, back)(repo);
    },
    first: edit,
  },
  {
    what: "a filter that holds where a remote is so called",
    attributes: "*.sec filter=up\n",
    prepare: (repo, state) => {
      repo.git("remote", "add", "origin", "https://git.example.com/x.git");
      writeFileSync(join(state, "included"), `[filter "up"]\n\tclean = ${turn}\n\tsmudge = ${back}\n`);
      const name = "includeIf.hasconfig:remote.*.url:https://git.example.com/**.path";
      repo.git("config", "--file", join(state, "gitconfig"), name, join(state, "included"));
    },
    first: ["echo secret > x.sec", ["x.sec"]],
  },
  {
    what: "links in the place of folders, and folders in the place of links",
    files: { "d/x": "1\n", "d/e/y": "2\n", "p/q/r/z": "3\n", "was/link": "" },
    prepare: (repo) => {
      symlinkSync("sub", join(repo.path, "to"));
      repo.commit("Link", {});
    },
    first: [
      "rm -r d; ln -s sub d; mv p/q p/moved; ln -s moved p/q; echo n > p/moved/n; rm to; mkdir to; echo c > to/c.txt; rm -r was; echo f > was",
      ["d", "d/", "p/", "to", "to/", "was", "was/"],
    ],
  },
  {
    what: "attributes that are named from the root",
    prepare: (repo) => {
      repo.write({ ".git/mine": "*.txt filter=up\n" });
      set(["core.attributesFile", ".git/mine"])(repo);
      filtered(turn, back)(repo);
    },
    first: edit,
  },
];

test.each(cases.map((one) => [one.what, one] as const))(
  "%s: the branch holds what a checkout and a commit would",
  async (_what, { attributes, files = {}, prepare, first, second = ["echo b2 > b.txt", ["b.txt"]] }) => {
    const stories = { First: [running(first[0])], Second: [running(second[0])] };
    await using endpoint = await scriptedEndpoint({ stories });
    using state = privateState();
    mkdirSync(join(state.path, "home"), { recursive: true });
    writeFileSync(join(state.path, "gitconfig"), "");
    using repo = scratchRepository({ "a.txt": "one\n", "b.txt": "b\n", "sub/c.txt": "c\n", ...files });
    if (attributes !== undefined) repo.commit("Attributes", { ".gitattributes": attributes });
    prepare?.(repo, state.path);
    const before = checkoutState(repo.path);
    const env = { ...state.env, ...endpoint.env, GIT_CONFIG_GLOBAL: join(state.path, "gitconfig") };
    const plan = planText("parallel", [
      story("S1", { title: "First", writes: first[1] }),
      story("S2", { title: "Second", writes: second[1] }),
    ]);
    const args = ["conduct", "-", "--agent", "openai", "--json", "--deliver", "branch", "--no-verify"];
    const run = await runArtifact({ cwd: repo.path, args, env, stdin: plan });
    expect([run.exitCode, eventsOf(run.events, "story.merged").length]).toEqual([0, 2]);
    expect(checkoutState(repo.path)).toEqual(before);
    const branch = eventsOf(run.events, "delivery.finished")[0]?.branch ?? "";
    // A plain git would believe its monitor.
    const plain = [
      "git config core.fsmonitor false",
      "git checkout --quiet -b plain",
      first[0],
      second[0],
      "git add --all",
      "git commit --quiet -m Plain",
    ];
    execFileSync("sh", ["-c", plain.join("\n")], { cwd: repo.path, env, stdio: ["ignore", "ignore", "pipe"] });
    expect(repo.git("diff", "--stat", "plain", branch)).toBe("");
    expect(repo.git("rev-parse", `${branch}^{tree}`)).toBe(repo.git("rev-parse", "plain^{tree}"));
  },
);
