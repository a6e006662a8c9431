import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { story, writing } from "../../test/artifact/scripted-endpoint.ts";
import { protocols } from "../../test/support/stand-in/steps.ts";
import { type Attack, canary, inFolder } from "./stage.ts";

/** Looks and plans, and accepts nothing: nothing of a repository may run for that. */
const dry = ["Fix the typo in a.txt", "--mode", "focused", "--intake", "rules", "--dry-run", "--yes"];

const traps: [what: string, files: (trap: string) => Record<string, string>][] = [
  ["set-up in baro.toml", (trap) => ({ "baro.toml": `setup = ["${trap}"]\n` })],
  ["a check in baro.toml", (trap) => ({ "baro.toml": `verify = ["${trap}"]\n` })],
  ["a notification in baro.toml", (trap) => ({ "baro.toml": `notify = "${trap}"\n` })],
  ["an agent in baro.toml", (trap) => ({ "baro.toml": `agent = "acp:${trap}"\nplanner = "acp:${trap}"\n` })],
  ["an endpoint in baro.toml", () => ({ "baro.toml": '[endpoint]\nbase-url = "http://127.0.0.1:9/v1"\n' })],
  [
    "scripts of a package",
    (trap) => ({
      "package.json": JSON.stringify({
        name: "x",
        scripts: { preinstall: trap, postinstall: trap, prepare: trap, test: trap },
      }),
      "package-lock.json": '{"name":"x","lockfileVersion":3,"packages":{"":{}}}',
    }),
  ],
  ["a Makefile", (trap) => ({ Makefile: `X := $(shell ${trap})\ntest:\n\t${trap}\n` })],
  ["a build script", (trap) => ({ "Cargo.toml": '[package]\nname="x"\nversion="1.0.0"\n', "build.rs": `// ${trap}` })],
  [
    "Python files",
    (trap) => ({ "conftest.py": `import os; os.system("${trap}")`, "setup.py": `import os; os.system("${trap}")` }),
  ],
  [
    "hooks for whoever takes them",
    (trap) => ({ ".githooks/pre-commit": `#!/bin/sh\n${trap}\n`, ".husky/pre-commit": `${trap}\n` }),
  ],
  ["filters that are named and not defined", () => ({ ".gitattributes": "* filter=evil diff=evil merge=evil\n" })],
  [
    "programs of git's name",
    (trap) => ({ git: `#!/bin/sh\n${trap}\n`, "node_modules/.bin/git": `#!/bin/sh\n${trap}\n` }),
  ],
  [
    "an .envrc and editors' tasks",
    (trap) => ({ ".envrc": trap, ".vscode/tasks.json": `{"tasks":[{"command":"${trap}"}]}` }),
  ],
  [
    "agents' own settings",
    (trap) => ({
      ".claude/settings.json": `{"hooks":{"SessionStart":[{"hooks":[{"type":"command","command":"${trap}"}]}]}}`,
    }),
  ],
  [
    "a submodule by a command",
    (trap) => ({ ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "${trap}"\n` }),
  ],
];

const forAgents = [
  ".opencode/plugin/x.js",
  "opencode.json",
  ".claude/settings.json",
  ".pi/x.ts",
  "bunfig.toml",
  ".env",
];

const names: [what: string, name: string][] = [
  ["an escape", "red\u001b[31m.txt"],
  ["a line feed", "two\nlines.txt"],
  ["a mark of direction", "cod\u202etxt.exe"],
  ["a dash", "--upload-pack=x"],
  ["a mention and a command to CI", "::set-output name=x::@everyone"],
];

/** Repositories that nobody trusts. */
export const repositoryAttacks: readonly Attack[] = [
  ...traps.map(
    ([what, files]): Attack => ({
      name: `${what}: nothing runs before the plan is accepted`,
      files,
      by: {},
      args: dry,
      exits: [0, 2],
    }),
  ),
  {
    name: "programs of git's name in a PATH that begins where one stands: nothing runs",
    files: (trap) =>
      Object.fromEntries(
        ["git", "sh", "find", "cp", "ps", "bwrap", "gh", "codex"].map((name) => [name, `#!/bin/sh\n${trap}\n`]),
      ),
    lay: (root) => {
      for (const name of ["git", "sh", "find", "cp", "ps", "bwrap", "gh", "codex"]) chmodSync(join(root, name), 0o755);
      execFileSync("/usr/bin/env", ["git", "commit", "--quiet", "--all", "--message", "Executable"], { cwd: root });
    },
    by: { protocol: "codex", steps: [{ do: "write", path: "a.txt", content: "b\n" }] },
    env: (folder) => ({ PATH: [".", join(folder, "bin"), process.env["PATH"]].join(delimiter) }),
    exits: [0],
    holds: ({ folder }) => (existsSync(join(folder, "the-trap-ran")) ? ["a program of the repository ran"] : []),
  },
  ...protocols.map(
    (protocol): Attack => ({
      name: `${protocol} plans, and would run what the repository has for it: nothing of that is there`,
      files: (trap) => Object.fromEntries(forAgents.map((name) => [name, `${trap}\n`])),
      by: {
        protocol,
        steps: [
          { do: "run", command: `for f in ${forAgents.join(" ")}; do [ ! -e "$f" ] || sh "$f"; done` },
          { do: "say", text: JSON.stringify({ stories: [1, 2].map((n) => story(`S${n}`, { writes: [`${n}.txt`] })) }) },
          { do: "end" },
        ],
      },
      args: ["Create 1.txt and create 2.txt", "--mode", "parallel", "--intake", "rules", "--dry-run"],
      exits: [0],
    }),
  ),
  ...names.map(
    ([what, name]): Attack => ({
      name: `a file with ${what} in its name`,
      files: () => ({ [name]: "x\n" }),
      by: {
        protocol: "codex",
        steps: [
          { do: "write", path: "a.txt", content: "b\n" },
          { do: "run", command: `printf y >> ./*.txt; for f in ./*; do echo z >> "$f"; done` },
        ],
      },
      exits: [0, 1, 4],
    }),
  ),
  ...["baro.toml", "package.json", "AGENTS.md", ".worktreeinclude", ".gitmodules", ".env", ".git/info/exclude"].map(
    (name): Attack => ({
      name: `a private file behind ${name} is not read aloud`,
      lay: (root) => {
        rmSync(join(root, name), { force: true });
        symlinkSync(inFolder(join(root, ".git"), "private", `${canary}\n{"a": "${canary}"\n`), join(root, name));
      },
      by: { stories: { "Fix the typo in a.txt": [writing({ "a.txt": "b\n" })] } },
      exits: [0, 2],
    }),
  ),
  {
    name: "links that lead out: what they lead to is not read aloud",
    lay: (root) => {
      symlinkSync("../../../../../../etc/passwd", join(root, "passwd"));
      symlinkSync("/dev/zero", join(root, "endless"));
      execFileSync("mkfifo", [join(root, "pipe")]);
    },
    by: { protocol: "codex", steps: [{ do: "write", path: "a.txt", content: "b\n" }] },
    exits: [0],
    holds: ({ git, branch }) =>
      branch !== null && git("ls-tree", "-r", "--name-only", branch).includes("passwd")
        ? ["a link of the person's was committed"]
        : [],
  },
];
