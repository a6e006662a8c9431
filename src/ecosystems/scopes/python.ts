import { shellWord } from "../../text/quoting.ts";
import type { Project } from "../project.ts";
import { mostParts, type Scope } from "./scope.ts";

const testFile = /(^|\/)(test_[^/]*|[^/]*_test)\.py$/;
const shared = /(^|\/)conftest\.py$/;

/**
 * `pytest`: the test files that were touched, and for other files the innermost folder around them that holds tests.
 * Where that is the root, as in a repository of one package, only the whole will do.
 */
export const pytestScope: Scope = ({ command, project, changed }) => {
  if (!/\bpython3? -m pytest$/.test(command)) return null;
  const isCollected = collectedBy(project);
  const tests = [...project.files, ...changed].filter((path) => testFile.test(path) && isCollected(path));
  const places = new Set<string>();
  for (const path of changed) {
    const place = testFile.test(path) && project.has(path) && isCollected(path) ? path : folderWithTests(tests, path);
    if (place === "") return null;
    places.add(place);
  }
  const all = [...places].sort();
  const outermost = all.filter((place) => !all.some((other) => place.startsWith(`${other}/`)));
  if (outermost.length === 0 || outermost.length > mostParts) return null;
  if (tests.every((path) => outermost.some((place) => path === place || path.startsWith(`${place}/`)))) return null;
  return `${command} ${outermost.map(shellWord).join(" ")}`;
};

/** What the whole is told to look at: a test that lies elsewhere is never run by it. */
function collectedBy(project: Project): (path: string) => boolean {
  const texts = ["pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg"].map((name) => project.text(name)).join("\n");
  const [, list, words = ""] = /^\s*testpaths\s*=\s*(?:\[([^\]]*)\]|(.*(?:\n[ \t]+\S.*)*))/m.exec(texts) ?? [];
  const folders = (list ?? words)
    .split(/[\s,]+/)
    .map((one) => one.replace(/^["']|["']$/g, "").replace(/^\.\/|\/$/g, ""));
  const named = folders.filter((one) => one !== "" && one !== ".");
  // A pattern, or a remark: it says nothing that is sure.
  if (named.length === 0 || !named.every((one) => /^[\w./-]+$/.test(one))) return () => true;
  return (path) => named.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

/** Empty: the root. A `conftest.py` rules all of its folder. */
function folderWithTests(tests: readonly string[], path: string): string {
  const parts = path.split("/");
  for (let length = parts.length - 1; length > 0; length--) {
    const folder = parts.slice(0, length).join("/");
    if (shared.test(path) || tests.some((test) => test.startsWith(`${folder}/`))) return folder;
  }
  return "";
}
