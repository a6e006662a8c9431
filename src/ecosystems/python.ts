import { shellWord } from "../text/quoting.ts";
import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { type JunitCase, junitReport } from "./reports/junit.ts";
import type { MakeForm } from "./reports/report-form.ts";
import { lastNumber, namesBy, type Reader } from "./results/report.ts";
import { behave, doctest, robot } from "./results/scenarios.ts";
import { pytestScope } from "./scopes/python.ts";

const testFile = /(^|\/)(test_[^/]*|[^/]*_test)\.py$/;
const manifests = ["pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "pytest.ini", "noxfile.py"] as const;
const mostRead = 20;

const lockfiles = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "pixi.lock"] as const;

/** pytest: the short summary names what failed, and what could not be collected. */
const pytest: Reader = (output) => {
  const summary = [
    ...output.matchAll(
      /^(?:=+ ?)?((?=.*\b(?:passed|failed|errors?|skipped|no tests ran|deselected)\b)(?:no|\d+) [^;\n]* in [\d.]+s.*)$/gm,
    ),
  ].at(-1)?.[1];
  const failing = namesBy(output, /^(?:FAILED|ERROR) (.+?)(?: - .*)?$/gm).filter((name) =>
    /[\w)\]]\.\w+(?:::|$)/.test(name),
  );
  // Below `-qq` it sums up nothing.
  if (summary === undefined) return /^=+ short test summary info =+$/m.test(output) ? { failing, counts: null } : null;
  const subtests = failingSubtests(output).map(({ name }) => name);
  // How many subtests there are shows only where they fail: what is counted are the tests that they are of.
  const red = lastNumber(summary, /(\d+) failed/) + lastNumber(summary, /(\d+) errors?/) - subtests.length;
  const around = red <= 0 && subtests.length > 0 ? 1 : 0;
  return {
    failing: [...new Set([...failing, ...subtests])],
    counts: {
      passed: Math.max(0, lastNumber(summary, /(\d+) (?:passed|xpassed)/) - around),
      failed: Math.max(red, around),
      skipped: lastNumber(summary, /(\d+) skipped/) + lastNumber(summary, /(\d+) xfailed/),
    },
  };
};

/** Subtests that fail, each with the test that it is of: a test has as many as it likes, which its report does not tell apart. */
function failingSubtests(output: string): { test: string; name: string }[] {
  return [...output.matchAll(/^SUBFAIL(?:ED)?(.*?) ?(\S+\.py::.+?)(?: - (.*))?$/gm)].map(
    ([, which = "", test = "", why]) => {
      const told = which.trim() === "" ? (why ?? "").replace(/\b0x[0-9a-f]+/g, "0x") : which.trim();
      return { test, name: `${test} ${told}`.trim() };
    },
  );
}

/** `name (module.Class.name) [message] (i=0)`: the test that a subtest is of. */
function testOfSubtest(name: string): string {
  return name.replace(/^(\S+ \([^)]*\)).*$/, "$1");
}

const unittest: Reader = (output) => {
  const ran = /^Ran (\d+) tests? in [\d.]+s$/m.exec(output);
  if (ran === null) return null;
  // What starts it (tox) may say ERROR as well, without a rule above.
  const isRuled = /^={20,}\n(?:FAIL|ERROR): /m.test(output);
  const named = isRuled ? /^={20,}\n(?:FAIL|ERROR): (.+)$/gm : /^(?:FAIL|ERROR): (.+)$/gm;
  const failing = [...new Set(namesBy(output, named))];
  // A test fails once, however many of its subtests do; what sets up or takes down a class is no test.
  const tests = new Set(failing.map(testOfSubtest));
  const around = [...tests].filter((name) => /^(?:setUp|tearDown)(?:Class|Module) /.test(name)).length;
  const skipped = lastNumber(output, /\bskipped=(\d+)/);
  const passed = Math.max(0, Number(ran[1]) - (tests.size - around) - skipped);
  return { failing, counts: { passed, failed: tests.size, skipped } };
};

/** pytest's report in JUnit's older form, which names files: tests are called as pytest calls them. */
const pytestReport: MakeForm = (command) =>
  /\bpython3? -m pytest\b/.test(command)
    ? {
        command: (file) => `${command} ${shellWord(`--junitxml=${file}`)} -o junit_family=xunit1`,
        read: (xml, output) => {
          const report = junitReport(xml, pytestName);
          if (report === null) return null;
          const subtests = failingSubtests(output);
          const whole = report.failing.filter((name) => !subtests.some(({ test }) => test === name));
          return { ...report, failing: [...new Set([...whole, ...subtests.map(({ name }) => name)])] };
        },
      }
    : null;

function pytestName(one: JunitCase): string {
  const [file, around, name] = ["file", "classname", "name"].map(one.of) as [string, string, string];
  // A file that could not be collected has no class, and its module for a name.
  if (around === "") return `${file || name}: does not load`;
  const module = file.replace(/\.py$/, "").replaceAll("/", ".");
  const inside = around === module ? "" : around.startsWith(`${module}.`) ? around.slice(module.length + 1) : around;
  return [file, ...inside.split(".").filter((part) => part !== ""), name].join("::");
}

export const python: Ecosystem = {
  name: "python",
  manifests: ["pyproject.toml", "setup.py", "setup.cfg", /^requirements[\w.-]*\.txt$/, "Pipfile", "pixi.toml"],
  roots: ["pyproject.toml", "setup.py", "requirements.txt", "Pipfile"],
  lockfiles: [
    {
      names: ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "pixi.lock"],
      from: ["pyproject.toml", "pixi.toml"],
    },
    { names: ["Pipfile.lock"], from: ["Pipfile"] },
  ],
  settings: ["tox.ini", "pytest.ini"],
  code: ["py", "pyi", "pyx"],
  tests: [/^test_(?<subject>.+)\.py$/, /^(?<subject>.+)_(?:test|spec)\.py$/, /^conftest\.py$/],
  snapshots: [/\.ambr$/],
  leavings: {
    folders: ["__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".nox", ".venv"],
    files: [/\.py[co]$/, ".coverage"],
  },
  dependencies: [
    {
      beside: ["pyproject.toml", "setup.py", /^requirements[\w.-]*\.txt$/, "Pipfile"],
      folders: [".venv", "venv"],
      kind: "python",
      inputs: [...lockfiles.slice(0, 4), "requirements.txt"],
      mark: "pyvenv.cfg",
      restore: { manifest: "pyproject.toml", folder: ".venv", lockfiles: ["uv.lock"] },
    },
  ],
  // No hard links out of a cache here either.
  install: (lockfile) =>
    /(^|\/)uv\.lock$/.test(lockfile) ? { program: "uv", args: ["sync", "--frozen", "--link-mode=copy"] } : null,
  version: { file: "pyproject.toml", pattern: /^version\s*=\s*"([^"]+)"/m },
  checkTexts: pythonTexts,
  checks: pythonChecks,
  scope: pytestScope,
  report: pytestReport,
  readers: [behave, doctest, pytest, robot, unittest],
};

/** The folder that the packages of a project are imported from, when it is not the root. */
export function pythonSourceOf(files: readonly string[]): string | null {
  return files.some((path) => /^src\/[^/]+\/__init__\.py$/.test(path)) ? "src" : null;
}

/** The Python files whose texts say how the project is tested. */
function pythonTexts(files: readonly string[]): string[] {
  const requirements = files.filter((path) =>
    /^(requirements[\w.-]*\.txt|requirements\/[^/]+\.txt|Pipfile)$/.test(path),
  );
  return [...manifests, ...requirements, ...files.filter((path) => testFile.test(path)).slice(0, mostRead)];
}

/** pytest where the project speaks of it, else tox, else unittest. */
function pythonChecks(project: Project): Check[] {
  const manifest = firstOf(project, [...manifests, "requirements.txt", "Pipfile"]);
  const all = project.files.filter((path) => testFile.test(path));
  // The tests below another manifest belong to that package, unless this one says that they are its own.
  const packages = manifest === null ? project.packages() : ownPackages(project);
  const tests = all.filter((path) => !packages.some((folder) => path.startsWith(`${folder}/`)) && !material.test(path));
  const source = manifest ?? tests[0];
  if (source === undefined || (!source.endsWith(".py") && tests.length === 0 && !project.has("tox.ini"))) return [];
  if (tests.length > 0 && usesPytest(project, packages)) return [{ ...pytestOf(project), source }];
  // A test file that names no library is written for pytest: unittest needs its own class.
  const isUnittest = tests.some((path) => /\bunittest\b/.test(project.text(path)));
  // A script may be called so; where the project says nothing of tests, they have to lie where tests do.
  if (manifest !== null && !isUnittest && !tests.some((path) => /(^|\/)tests?\/|^[^/]+$/.test(path)) && !isTox(project))
    return [];
  const own = isUnittest ? unittestOf(project, tests) : pytestOf(project);
  if (isTox(project)) {
    const instead = tests.length === 0 ? [] : [own, ...(own.instead ?? [])];
    return [{ command: "tox", source: "tox.ini", needs: [{ program: "tox" }], instead }];
  }
  return tests.length === 0 ? [] : [{ ...own, source }];
}

function isTox(project: Project): boolean {
  return /^\[testenv/m.test(project.text("tox.ini"));
}

/** Python packages below a root that does not take them for its own. */
function ownPackages(project: Project): string[] {
  if (/^\[tool\.uv\.workspace\]|\btestpaths\b/m.test(manifests.map((name) => project.text(name)).join("\n"))) return [];
  if (project.has("pytest.ini") || project.has("conftest.py")) return [];
  return project.files.flatMap((path) => /^(.+)\/(?:pyproject\.toml|setup\.py)$/.exec(path)?.[1] ?? []);
}

/** Files that are called like tests and are what tests work on. */
const material =
  /(^|\/)(?:\.[^/]+|fixtures?|testdata|test_data|resources|templates?|vendor|third_party|node_modules)\//;

function usesPytest(project: Project, packages: readonly string[]): boolean {
  const isOwn = (path: string) => !packages.some((folder) => path.startsWith(`${folder}/`)) && !material.test(path);
  if (project.has("pytest.ini") || project.any(/(^|\/)conftest\.py$/)) return true;
  return pythonTexts(project.files).some((path) => isOwn(path) && /\bpytest\b/.test(project.text(path)));
}

/** Run as a module, so that the current folder's code is what is imported first. */
function pytestOf(project: Project): Omit<Check, "source"> {
  const own = { command: "python3 -m pytest", needs: [{ program: "python3", probe: ["-m", "pytest", "--version"] }] };
  const by = (manager: string) => ({ command: `${manager} run python -m pytest`, needs: [{ program: manager }] });
  const manager = ["uv", "poetry"].find((name) => project.has(`${name}.lock`));
  // Without the manager, the environment that it once made is as good.
  if (manager !== undefined) return { ...by(manager), instead: [own] };
  // Those that keep environments where no worktree finds them come after one that lies in the project.
  const other = Object.entries({ pdm: "pdm.lock", pipenv: "Pipfile.lock" }).find(([, lockfile]) =>
    project.has(lockfile),
  );
  return other === undefined ? own : { ...own, instead: [by(other[0])] };
}

function unittestOf(project: Project, tests: readonly string[]): Omit<Check, "source"> {
  const folder = ["tests", "test"].find((name) => tests.some((path) => path.startsWith(`${name}/`)));
  const pattern = tests.some((path) => /(^|\/)test_/.test(path)) ? "" : " -p '*_test.py'";
  const start =
    folder === undefined || !tests.every((path) => path.startsWith(`${folder}/`)) ? "" : ` -s ${folder} -t .`;
  const command = `python3 -m unittest discover${start}${pattern}`;
  const own = { command, needs: [{ program: "python3" }] };
  return project.has("uv.lock")
    ? { command: `uv run ${command.replace("python3", "python")}`, needs: [{ program: "uv" }], instead: [own] }
    : own;
}
