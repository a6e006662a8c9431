import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findProgram } from "../../src/host/spawn.ts";
import { bubblewrap } from "../support/sandbox.ts";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { scriptedEndpoint, writing } from "./scripted-endpoint.ts";

/** A project whose tests write a cache, use temp, start a server on this machine and a process of their own. */
const projects: [program: string, check: string, files: Record<string, string>][] = [
  [
    "pytest",
    "pytest -q",
    {
      "test_a.py": `import multiprocessing, pathlib, socket, sqlite3, subprocess, sys, tempfile

def square(n):
    return n * n

def test_place(tmp_path):
    (tmp_path / "x").write_text("x")
    with tempfile.NamedTemporaryFile() as file:
        assert pathlib.Path(file.name).exists()
    assert sqlite3.connect(tmp_path / "db").execute("select 1").fetchone() == (1,)

def test_processes():
    with multiprocessing.Pool(2) as pool:
        assert pool.map(square, [1, 2]) == [1, 4]
    assert subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True).stdout == b"1\\n"

def test_server(tmp_path):
    for family, address in [(socket.AF_INET, ("127.0.0.1", 0)), (socket.AF_UNIX, str(tmp_path / "s"))]:
        with socket.socket(family) as server:
            server.bind(address)
            server.listen()
            with socket.socket(family) as client:
                client.connect(server.getsockname())
`,
    },
  ],
  [
    "go",
    "go test ./...",
    {
      "go.mod": "module example.com/x\n\ngo 1.18\n",
      "x.go": "package x\n\nfunc Twice(n int) int { return 2 * n }\n",
      "x_test.go": `package x

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestTwice(t *testing.T) {
	if Twice(2) != 4 {
		t.Fatal("not twice")
	}
}

func TestPlace(t *testing.T) {
	if err := os.WriteFile(filepath.Join(t.TempDir(), "x"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("sh", "-c", "echo 1").Output(); err != nil || string(out) != "1\\n" {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	if _, err := http.Get(server.URL); err != nil {
		t.Fatal(err)
	}
}
`,
    },
  ],
  [
    "node",
    "node --test",
    {
      "x.test.mjs": `import { test } from "node:test";
import assert from "node:assert";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
test("place", async () => {
  writeFileSync(join(mkdtempSync(join(tmpdir(), "x-")), "x"), "x");
  const server = createServer((_, response) => response.end("x")).listen(0);
  await once(server, "listening");
  assert.equal(await (await fetch("http://127.0.0.1:" + server.address().port)).text(), "x");
  server.close();
  const [said] = await once(new Worker("require('worker_threads').parentPort.postMessage(1)", { eval: true }), "message");
  assert.equal(said, 1);
});
`,
    },
  ],
  [
    "cargo",
    "cargo test --offline --quiet",
    {
      "Cargo.toml": '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n',
      "Cargo.lock": 'version = 3\n\n[[package]]\nname = "x"\nversion = "0.1.0"\n',
      ".gitignore": "target/\n",
      "src/lib.rs": "pub fn twice(n: u32) -> u32 { 2 * n }\n\n#[test]\nfn is_twice() { assert_eq!(twice(2), 4); }\n",
    },
  ],
  [
    "make",
    "make test",
    {
      Makefile: "test: x\n\t./x\nx: x.c\n\tcc -o $@ $<\n",
      "x.c": "#include <stdlib.h>\nint main(void) { free(malloc(8)); return 0; }\n",
      ".gitignore": "x\n",
    },
  ],
];

/** Where toolchains lie that the person's own home has: the home of a test is another. */
const toolHomes = Object.fromEntries(
  [["PYENV_ROOT", ".pyenv"] as const, ["RUSTUP_HOME", ".rustup"] as const].flatMap(([name, folder]) => {
    const path = process.env[name] ?? join(homedir(), folder);
    return existsSync(path) ? [[name, path]] : [];
  }),
);

for (const [program, check, files] of projects) {
  const missing =
    bubblewrap === null ? "bubblewrap" : findProgram(program, process.env["PATH"]) === null ? program : null;
  const skipped = missing === null ? "" : ` (skipped: ${missing} is not installed here)`;
  test.skipIf(missing !== null)(
    `"${check}" runs in the sandbox, and passes${skipped}`,
    async () => {
      using state = privateState();
      using repo = scratchRepository({ "a.txt": "a\n", ...files });
      const goal = "Fix the typo in a.txt";
      await using endpoint = await scriptedEndpoint({ stories: { [goal]: [writing({ "a.txt": "b\n" })] } });
      const ended = await runArtifact({
        cwd: repo.path,
        env: { ...state.env, ...toolHomes, ...endpoint.env },
        args: [
          ...[goal, "--mode", "focused", "--intake", "rules", "--deliver", "branch", "--json"],
          ...["--sandbox", "--verify", check, "--agent", "openai:scripted-1", "--yes"],
        ],
      });
      const verified = eventsOf(ended.events, "run.verified").map(({ command, ok }) => [command, ok]);
      expect([ended.exitCode, ended.stderr, verified]).toEqual([0, expect.any(String), [[check, true]]]);
      expect(repo.git("status", "--porcelain")).toBe("");
    },
    120_000,
  );
}
