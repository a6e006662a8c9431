import { describe, expect, test } from "bun:test";
import { projectOf } from "../../../src/ecosystems/checks/checks-of.ts";
import { junitXml } from "../../../src/ecosystems/reports/junit.ts";
import { denoReport } from "../../../src/ecosystems/reports/script-forms.ts";
import { automake, goTest } from "../../../src/ecosystems/results/compiled.ts";
import { rspec } from "../../../src/ecosystems/results/interpreted.ts";
import { playwright } from "../../../src/ecosystems/results/javascript.ts";
import { isSilentWhenGreen } from "../../../src/ecosystems/results/read-results.ts";
import { cargoScope } from "../../../src/ecosystems/scopes/cargo.ts";
import { goScope } from "../../../src/ecosystems/scopes/go.ts";
import { pytestScope } from "../../../src/ecosystems/scopes/python.ts";
import { partsOf, withDependents } from "../../../src/ecosystems/scopes/scope.ts";
import { workspacesOf } from "../../../src/ecosystems/scopes/workspaces.ts";

const project = (files: Record<string, string>) => projectOf(Object.keys(files), new Map(Object.entries(files)));
const named = (...folders: string[]) =>
  Object.fromEntries(folders.map((folder) => [`${folder}/package.json`, JSON.stringify({ name: folder })]));

describe("the workspaces that patterns name", () => {
  const all = named("a", "packages/b", "packages/deep/c", "packages/old", "node_modules/x", "apps.d/e", "appsxd/f");
  test.each<[string[], string[]]>([
    [["packages/*"], ["packages/b", "packages/old"]],
    [["packages/**"], ["packages/b", "packages/deep/c", "packages/old"]],
    [["**/c"], ["packages/deep/c"]],
    [["**/a"], ["a"]],
    [["./a/"], ["a"]],
    [["apps.d/*"], ["apps.d/e"]],
    [["**"], ["a", "packages/b", "packages/deep/c", "packages/old", "apps.d/e", "appsxd/f"]],
    [["packages/*", "!packages/old"], ["packages/b"]],
    [["!packages/old", "packages/*"], ["packages/b"]],
    [["*"], ["a"]],
    [[], []],
  ])("%j: %j", (workspaces, folders) => {
    const found = workspacesOf(project({ ...all, "package.json": JSON.stringify({ workspaces }) }));
    expect(found.map(({ folder }) => folder)).toEqual(folders);
  });

  test("in the form of yarn, or of pnpm, whose lines may be quoted, with remarks between", () => {
    const yarn = { "package.json": JSON.stringify({ workspaces: { packages: ["a"] } }) };
    expect(workspacesOf(project({ ...all, ...yarn }))).toHaveLength(1);
    const pnpm = {
      "pnpm-workspace.yaml":
        "packages:\n  # ours\n  - 'a'\n  - \"packages/*\"\n  - apps.d/e # last\nother:\n  - appsxd/f\n",
    };
    expect(workspacesOf(project({ ...all, ...pnpm })).map(({ folder }) => folder)).toEqual([
      "a",
      "packages/b",
      "packages/old",
      "apps.d/e",
    ]);
  });
});

describe("parts", () => {
  const part = (name: string, folder: string, ...needs: string[]) => ({ name, folder, needs });
  const parts = [part("root", ""), part("a", "a"), part("deep", "a/deep", "a"), part("b", "b", "deep")];
  test("the innermost holds a path, and what is built on it comes along, in their order", () => {
    const names = (changed: string[]) => partsOf(parts, changed)?.map(({ name }) => name);
    expect(names(["b/x", "a/deep/x", "a/x"])).toEqual(["a", "deep", "b"]);
    expect(names(["ab/x"])).toEqual(["root"]);
    expect(partsOf(parts.slice(1), ["c/x"])).toBeNull();
    expect(partsOf(parts, [])).toBeNull();
    const deep = parts.filter(({ name }) => name === "a");
    expect(withDependents(parts, deep).map(({ name }) => name)).toEqual(["a", "deep", "b"]);
  });

  test("more than forty are the whole", () => {
    const many = Array.from({ length: 41 }, (_, at) => part(`p${at}`, `p${at}`));
    expect(
      partsOf(
        many,
        many.slice(1).map(({ folder }) => `${folder}/x`),
      ),
    ).toHaveLength(40);
    expect(
      partsOf(
        many,
        many.map(({ folder }) => `${folder}/x`),
      ),
    ).toBeNull();
  });

  test("crates are built on what they list, under whatever name", () => {
    const crate = (name: string, more: string) => `[package]\nname = "${name}"\nversion = "1.0.0"\n${more}`;
    const files = {
      "Cargo.toml": "[workspace]\n",
      "a/Cargo.toml": crate("a", ""),
      "b/Cargo.toml": crate("b", '[dependencies]\nalias = { path = "../a", package = "a" }\n'),
      "c/Cargo.toml": crate("c", "[dev-dependencies.a]\npath = '../a'\n"),
      "d/Cargo.toml": crate("d", '[features]\na = []\n[target.x.dependencies]\n"z" = "1"\n'),
      "e/Cargo.toml": `[[bin]]\nname = "wrong"\n[package]\nname = 'e'\n[lib]\nname = "other"\n[build-dependencies]\na.workspace = true\n`,
    };
    const scoped = (...changed: string[]) =>
      cargoScope({ command: "cargo test --workspace", project: project(files), changed });
    expect(scoped("a/src/x.rs")).toBe("cargo test -p a -p b -p c -p e");
    expect(scoped("d/x.rs")).toBe("cargo test -p d");
    expect(scoped("e/x.rs", "d/x.rs")).toBe("cargo test -p d -p e");
    expect(scoped("Cargo.lock")).toBeNull();
  });

  test("packages of Go and tests of Python that lie around what was touched", () => {
    const go = project({
      "go.mod": "",
      "a/a.go": "",
      "a/a_test.go": "",
      "b/b.go": "",
      "sub/go.mod": "",
      "sub/x.go": "",
    });
    const goOf = (...changed: string[]) => goScope({ command: "go test ./...", project: go, changed });
    expect(goOf("a/a.go")).toBe("go test ./a");
    expect(goOf("a/testdata/x.json", "b/b.go")).toBe("go test ./a ./b");
    expect([goOf("b/b.go"), goOf("go.sum"), goOf("sub/x.go"), goOf("README.md")]).toEqual([null, null, null, null]);
    const py = project({ "a/x.py": "", "a/tests/test_x.py": "", "b/y.py": "", "b/y_test.py": "" });
    const pyOf = (...changed: string[]) => pytestScope({ command: "python -m pytest", project: py, changed });
    expect(pyOf("a/x.py")).toBe("python -m pytest a");
    expect(pyOf("a/tests/test_x.py")).toBe("python -m pytest a/tests/test_x.py");
    expect(pyOf("a/tests/conftest.py", "a/tests/test_x.py")).toBe("python -m pytest a/tests");
    expect([pyOf("setup.py"), pyOf("a/x.py", "b/y.py")]).toEqual([null, null]);
  });
});

describe("what programs print", () => {
  test("JUnit's XML with other words around it, or cut off", () => {
    const one = '<testsuite><testcase classname="a" name="b"><failure/></testcase></testsuite>';
    expect(junitXml(`said\n${one}\nand then`)).toMatchObject({ failing: ["a: b"], counts: { passed: 0, failed: 1 } });
    expect(junitXml(`<testsuites>${one}`)?.failing).toEqual(["a: b"]);
    expect(junitXml("</testsuite>")).toBeNull();
  });

  test("Deno's own task is read only where it is plainly Deno's tests", () => {
    const none = project({});
    expect(denoReport("deno task test", "deno test -A", none)?.command("r.xml")).toBe(
      "deno task test --junit-path=r.xml",
    );
    expect(denoReport("deno task test", "jest", none)).toBeNull();
    expect(denoReport("deno task test", null, none)).toBeNull();
    expect(denoReport("deno task check", "deno test -A", none)).toBeNull();
  });

  test("Go's: a panic has no test's name, and a package without names is named itself", () => {
    expect(
      goTest(
        "panic: boom\nFAIL\tx/a\t0.1s\nFAIL\tx/b\t0.1s\n--- FAIL: TestC (0.0s)\nFAIL\tx/c\t0.1s\nok  \tx/d\t0.1s\n",
      )?.failing,
    ).toEqual(["x/a: panic", "x/b", "x/c: TestC"]);
  });

  test("automake's sums are no names, rspec counts what broke outside", () => {
    const sums = "FAIL: a.sh\n# TOTAL: 2\n# PASS:  1\n# FAIL:  1\nFAIL: 1\n";
    expect(automake(sums)?.failing).toEqual(["a.sh"]);
    expect(rspec("3 examples, 1 failure, 1 pending\n")?.counts).toEqual({ passed: 1, failed: 1, skipped: 1 });
    expect(rspec("0 examples, 0 failures, 2 errors occurred outside of examples\n")?.counts).toEqual({
      passed: 0,
      failed: 2,
      skipped: 0,
    });
  });

  test("Playwright's own form needs both its first line and its sums", () => {
    expect(
      playwright("Running 2 tests using 1 worker\n\n  1) a.spec.ts:3:1 › holds ───\n\n  1 failed\n  1 passed\n"),
    ).toEqual({
      failing: ["a.spec.ts › holds"],
      counts: { passed: 1, failed: 1, skipped: 0 },
    });
    expect(playwright("  1 passed\n")).toBeNull();
  });

  test("nothing is silent when green but what is known to be", () => {
    expect(isSilentWhenGreen("")).toBe(false);
    expect(isSilentWhenGreen("3 passed, 1 failed\n")).toBe(true);
    expect(isSilentWhenGreen("Tests:       1 failed, 1 total\n")).toBe(false);
  });
});
