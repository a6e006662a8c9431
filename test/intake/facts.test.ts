import { expect, test } from "bun:test";
import { systemHost } from "../../src/host/system.ts";
import { gatherFacts } from "../../src/intake/facts.ts";
import { gitIn, scratchFolder, scratchRepository } from "../support/scratch.ts";

const host = systemHost();
function gather(root: string, goal: string) {
  const signal = new AbortController().signal;
  return gatherFacts(host, {
    goal,
    root,
    base: "HEAD",
    followUp: false,
    remoteUrl: null,
    lookUp: null,
    cacheDir: null,
    signal,
  });
}

const files = {
  "README.md": "# App\n",
  "package.json": '{ "version": "1.2.0" }\n',
  "src/auth/login.ts": "",
  "src/auth/logout.ts": "",
  "src/billing/invoice.ts": "",
  "src/search/index.ts": "",
  "src/date-parser.ts": "",
  "test/auth/login.test.ts": "",
  "docs/guide.md": "",
  "docs/faq.md": "",
  // Names that are extensions elsewhere.
  "types/ts.d.ts": "",
  "types/md.d.ts": "",
  "types/js/json.ts": "",
};

test.each([
  ["fix(auth): keep the session", ["src/auth/"]],
  ["Добавь тесты для модулей auth, billing и search", ["src/auth/", "src/billing/", "src/search/"]],
  ["Fix the crash in src/auth/login.ts", ["src/auth/login.ts"]],
  ["Fix `dateParser` for leap years", ["src/date-parser.ts"]],
  ["Change src/auth/login.ts, docs/guide.md and package.json", ["docs/guide.md", "package.json", "src/auth/login.ts"]],
  ["Port login.ts, Next.js and React", ["src/auth/login.ts"]],
  ["Move login.ts somewhere else", ["src/auth/login.ts"]],
  ["Make nothing in particular better", []],
])("%p names %p", async (goal, expected) => {
  using repository = scratchRepository(files);
  const { surfaces } = await gather(repository.path, goal);
  expect(surfaces.map(({ path }) => path).toSorted()).toEqual(expected);
});

test("a path that is not there is found absent, with the nearest that is", async () => {
  using repository = scratchRepository(files);
  const { absent } = await gather(repository.path, "Fix the crash in src/auth/logn.ts");
  expect(absent).toEqual([{ path: "src/auth/logn.ts", nearest: "src/auth/login.ts" }]);
});

test.each([
  ["Update ../other/config.yml", ["../other/config.yml"]],
  ["Edit /etc/hosts", ["/etc/hosts"]],
  ["Edit ~/notes/x.md", ["~/notes/x.md"]],
  ["Edit a/../../b.ts", ["a/../../b.ts"]],
  ["Edit C:\\Users\\me\\main.cs", ["C:/Users/me/main.cs"]],
  ["Add GET /api/users endpoint and see https://a.example/etc/x", []],
])("%p names outside %p", async (goal, expected) => {
  using repository = scratchRepository(files);
  expect((await gather(repository.path, goal)).outside).toEqual(expected);
});

test("a branch that the goal names is merged, open or absent", async () => {
  using repository = scratchRepository(files);
  repository.git("branch", "feature/done");
  repository.git("checkout", "--quiet", "-b", "feature/open");
  repository.commit("More", { "x.txt": "x" });
  repository.git("checkout", "--quiet", "main");
  const stateOf = async (goal: string) => (await gather(repository.path, goal)).branches.map(({ state }) => state);
  expect(await stateOf("Merge branch feature/done")).toEqual(["merged"]);
  expect(await stateOf("merge feature/open into main")).toEqual(["open"]);
  expect(await stateOf("Merge branch feature/none")).toEqual(["absent"]);
  expect(await stateOf("Merge the two loaders into one")).toEqual([]);
});

test.each([
  ["Bump version to 1.2.0", "package.json says version 1.2.0"],
  ["Bump version to 1.3.0", null],
  ["Add a README file", "README.md exists"],
  ["Rename src/old-auth.ts to src/auth/login.ts", "src/auth/login.ts exists and src/old-auth.ts does not"],
  ["Add a CONTRIBUTING file", null],
  ["Add guide", null],
  ["Add SRC/AUTH/LOGIN.TS", "src/auth/login.ts exists"],
  ["Rename old to src/auth/login.ts", null],
])("%p is made already: %p", async (goal, made) => {
  using repository = scratchRepository(files);
  expect((await gather(repository.path, goal)).made).toBe(made);
});

test("the history's titles and reach are read, a merge by the title it merged", async () => {
  using repository = scratchRepository(files);
  repository.git("checkout", "--quiet", "-b", "topic");
  repository.commit("wip", { "src/auth/a.ts": "", "src/billing/b.ts": "", "docs/c.md": "" });
  repository.git("checkout", "--quiet", "main");
  repository.git(
    "merge",
    "--no-ff",
    "--quiet",
    "-m",
    "Merge pull request #3 from x/topic",
    "-m",
    "Improve invoices (#3)",
    "topic",
  );
  const { history, missing } = await gather(repository.path, "Improve invoices");
  expect(history[0]).toEqual({
    commit: repository.git("rev-parse", "HEAD"),
    title: "Improve invoices",
    words: ["improv", "invoic"],
    reach: { codeFiles: 2, testFiles: 0, docFiles: 1, directories: 2 },
  });
  expect(missing).toEqual([]);
});

test("units are the documents or tests of what is named, else of the repository", async () => {
  using repository = scratchRepository(files);
  expect((await gather(repository.path, "docs: polish all pages")).units).toBe(3);
  expect((await gather(repository.path, "test: improve coverage of everything")).units).toBe(1);
});

test.each([
  ["test: refactor the login tests", 1],
  ["test: rework the res.send and res.json tests", 2],
  ["test: cover req", 0],
  ["test: cover the fresh and the range of req.range", 1],
  ["test: tidy the tests", 0],
  ["docs: rewrite the guide", 1],
  ["docs: rework the testing chapter", 1],
  ["Rework auth", 0],
])("%p is what %p files of its kind are called", async (goal, count) => {
  using repository = scratchRepository({
    ...files,
    "docs/testing.md": "",
    "test/res.send.js": "",
    "test/res.json.js": "",
    "test/req.range.js": "",
    "test/test_req_fresh.py": "",
  });
  expect((await gather(repository.path, goal)).namesakes).toBe(count);
});

test("a member that code names is no absent file, and a file that code reads is", async () => {
  using repository = scratchRepository({
    "src/reply.js":
      'app.get("/", (req, res) => res.json(load("conf.json")));\n// As in helpers.py, and in conf.json.\n',
    "src/app.py": "import flask.json\nself.db.sql = 1\ndb.sql = 2\n",
    "docs/old.md": "The list.json call is gone.\n",
    "docs/page.html": "<p>menu.json()</p>\n",
  });
  const absentOf = async (goal: string) => (await gather(repository.path, goal)).absent.map(({ path }) => path);
  expect(await absentOf("Document res.json, flask.json and db.sql")).toEqual([]);
  expect(await absentOf("Fix helpers.py")).toEqual(["helpers.py"]);
  expect(await absentOf("Fix menu.json")).toEqual(["menu.json"]);
  expect(await absentOf("Sort conf.json, list.json and a.res.json")).toEqual(["conf.json", "list.json", "a.res.json"]);
});

test("an empty base, a shallow clone and odd names are no trouble", async () => {
  using repository = scratchRepository({ 'a\nb "c" ü.ts': "", "src/x.ts": "" });
  repository.commit("Second", { "src/y.ts": "" });
  using folder = scratchFolder();
  gitIn(folder.path, "clone", "--quiet", "--depth=1", `file://${repository.path}`, "shallow");
  const { missing, files: count } = await gather(`${folder.path}/shallow`, "Fix it");
  expect(missing).toEqual(["the clone is shallow: the history is cut short"]);
  expect(count).toBe(3);
  repository.git("rm", "-r", "--quiet", ".");
  repository.git("commit", "--quiet", "--message", "Empty");
  expect(await gather(repository.path, "Build something")).toMatchObject({ files: 0, codeFiles: 0, surfaces: [] });
});
