import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { findProgram } from "../../src/host/spawn.ts";
import { scratchFolder, scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { planText, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

type Files = Record<string, string>;

const here = (program: string) => findProgram(program, process.env["PATH"]) !== null;

/** A folder with links to programs, for a PATH that lacks all others. */
function onlyThese(folder: string, programs: readonly string[]): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const program of ["sh", "sed", "git", "env", "dirname", "uname", "basename", ...programs]) {
    const found = findProgram(program, process.env["PATH"]);
    if (found !== null) symlinkSync(found, join(bin, program));
  }
  return bin;
}

interface Lack {
  what: string;
  /** Programs that have to be there all the same. */
  with: string[];
  command: string;
  files: Files;
  /** The PATH has nothing but `with`. */
  bare?: true;
  /** What the reason and the next step hold. */
  told: [why: string, next: string];
}

const node = (text: string): Files => ({ "check.cjs": `${text}\n` });
const python = (text: string): Files => ({ "test_ab.py": `${text}\n` });
const unittest = "python3 -m unittest discover";

const lacks: Lack[] = [
  {
    what: "the compiler that a module of Go needs",
    with: ["go"],
    bare: true,
    command: "CGO_ENABLED=1 go test ./...",
    files: {
      "go.mod": "module example.org/x\n\ngo 1.18\n",
      "x.go": 'package x\n\n// int one() { return 1; }\nimport "C"\n\nfunc One() int { return int(C.one()) }\n',
      "x_test.go": 'package x\n\nimport "testing"\n\nfunc TestOne(t *testing.T) {}\n',
    },
    told: ["gcc", "install gcc"],
  },
  {
    what: "the program that a Go test starts at its beginning",
    with: ["go"],
    command: "go test ./...",
    files: {
      "go.mod": "module example.org/x\n\ngo 1.18\n",
      "x_test.go":
        'package x\n\nimport (\n\t"os/exec"\n\t"testing"\n)\n\nfunc TestMain(m *testing.M) {\n\tif err := exec.Command("a-database-server").Run(); err != nil {\n\t\tpanic(err)\n\t}\n}\n',
    },
    told: ["a-database-server", "install a-database-server"],
  },
  {
    what: "a library that CMake looks for",
    with: ["cmake"],
    command: "cmake -S . -B out",
    files: {
      "CMakeLists.txt": "cmake_minimum_required(VERSION 3.10)\nproject(ab NONE)\nfind_package(Qt99 REQUIRED)\n",
    },
    told: ["Qt99", "Qt99"],
  },
  {
    what: "a database, for every test",
    with: ["python3"],
    command: unittest,
    files: python(
      "import socket, unittest\n\n\nclass Ab(unittest.TestCase):\n    def setUp(self):\n        socket.create_connection(('127.0.0.1', 9))\n\n    def test_a(self):\n        pass\n\n    def test_b(self):\n        pass",
    ),
    told: ["refused", "start what it connects to"],
  },
  {
    what: "a service, in a script",
    with: ["node"],
    command: "node check.cjs",
    files: node('fetch("http://127.0.0.1:59999/").catch((error) => { console.error(error); process.exit(1); })'),
    told: ["", "run again"],
  },
  {
    what: "a variable",
    with: ["python3"],
    command: unittest,
    files: python(
      "import os, unittest\n\nURL = os.environ['DATABASE_URL']\n\n\nclass Ab(unittest.TestCase):\n    def test_a(self):\n        pass",
    ),
    told: ["DATABASE_URL", "--env DATABASE_URL"],
  },
  {
    what: "a port",
    with: ["node"],
    command: "node check.cjs",
    files: node('require("node:http").createServer().listen(Number(require("node:fs").readFileSync("port", "utf8")))'),
    told: ["EADDRINUSE", "end what uses port"],
  },
  {
    what: "a package of Node",
    with: ["node"],
    command: "node check.cjs",
    files: node('require("a-package-that-is-absent")'),
    told: ["a-package-that-is-absent", "install the project's packages"],
  },
  {
    what: "a module of Python, for the test program itself",
    with: ["python3"],
    command: "python3 -m a_test_program",
    files: {},
    told: ["a_test_program", "install the project's packages"],
  },
  {
    what: "room to write",
    with: ["node"],
    command: "node check.cjs",
    files: node(
      'try { require("node:fs").writeFileSync("/sys/kernel/a-file", ""); } catch (error) { console.error(`Error: EROFS: read-only file system, open \'/sys/kernel/a-file\'`); process.exit(1); }',
    ),
    told: ["EROFS", "writable"],
  },
  {
    what: "a program that a Makefile calls",
    with: ["make"],
    bare: true,
    command: "make test",
    files: { Makefile: "test:\n\ta-linter --all\n" },
    told: ["a-linter", "install a-linter"],
  },
  {
    what: "Docker",
    with: ["docker"],
    command: "docker ps",
    files: {},
    told: ["docker", "start Docker"],
  },
];

for (const lack of lacks) {
  test.skipIf(!lack.with.every(here))(
    `what lacks ${lack.what} could not run here: it is neither as on the base nor the story's fault`,
    async () => {
      await using endpoint = await scriptedEndpoint({ stories: { One: [writing({ "n.md": "more\n" })] } });
      using state = privateState();
      using folder = scratchFolder();
      await using taken = await takenPort();
      using repo = scratchRepository({ "README.md": "# x\n", port: `${taken.port}`, ...lack.files });
      const path = lack.bare === true ? onlyThese(folder.path, lack.with) : (process.env["PATH"] ?? "");
      const env = {
        ...state.env,
        ...endpoint.env,
        PATH: path,
        DOCKER_HOST: "unix:///a/docker.sock",
        GOFLAGS: "-mod=mod",
      };
      const args = ["conduct", "-", "--agent", "openai:scripted-1", "--deliver", "branch", "--yes", "--no-sandbox"];
      const plan = planText("focused", [story("S1", { title: "One", writes: ["n.md"] })]);
      const run = await runArtifact({
        args: [...args, "--verify", lack.command, "--json"],
        cwd: repo.path,
        env,
        stdin: plan,
      });
      const [verified] = eventsOf(run.events, "run.verified");
      expect(verified).toMatchObject({ command: lack.command, verdict: "not_run", ok: false });
      expect(verified?.why?.toLowerCase()).toContain(lack.told[0].toLowerCase());
      expect(verified?.next).toContain(lack.told[1]);
      expect([run.exitCode, eventsOf(run.events, "story.merged").length]).toEqual([0, 1]);
      const shown = (await runArtifact({ args: ["show"], cwd: repo.path, env })).stdout.replace(/\s+/g, " ");
      expect(shown).toContain(`The check \`${lack.command}\` is skipped`);
      expect(shown).not.toContain("as on the base");
    },
    90_000,
  );
}

/** A port that somebody listens on. */
async function takenPort(): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { port, [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())) };
}
