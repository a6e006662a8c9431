import { extensionOf } from "../core/path.ts";
import { ecosystems, isManifest } from "./known.ts";

/** What a file is to a goal: code to change, a test of it, a document, or something else. */
export type FileKind = "code" | "test" | "doc" | "other";

// Sets and not patterns: a repository's every path is looked at, and this is most of what intake computes.
const unreadExtensions = new Set(ecosystems.flatMap(({ unread = [] }) => unread));
const codeExtensions = new Set([...ecosystems.flatMap(({ code = [] }) => code), ...unreadExtensions]);
const pageExtensions = new Set(ecosystems.flatMap(({ pages = [] }) => pages));
const docExtensions = new Set(ecosystems.flatMap(({ documents = [] }) => documents));

const testFolders = /^(?:tests?|testing|__tests__|specs?|e2e|fixtures?|testdata|__fixtures__|__snapshots__)$/i;
const testPlaces = new RegExp(`(?:^|/)${testFolders.source.slice(1, -1)}/`, "i");
/** A project of tests beside the one that it tests: `Shop.Tests`, `commonTest`. */
const testProjects = /(?:^|\/)(?:[\w.-]+\.(?:\w+)?(?:Tests?|Specs)|(?:common|jvm|js|native|android|ios)Test)\//;
/** Where builds of the JVM keep what ships, whatever it is called: an `AnnotationSpec` there is no test. */
const shipped = /(?:^|\/)src\/main\/(?:java|kotlin|scala|groovy)\//;
/** Names that mean a test in every language. */
const anyTest = /^(?:tests?|conftest)[_.-]|[._-](?:tests?|specs?)\.\w+$/i;
const testNames = ecosystems.flatMap(({ tests = [] }) => tests);
const testName = anyOf(testNames);
/** Of each extension that an ecosystem knows, the names of its tests: nine of ten patterns need not be looked at. */
const testNamesOf = new Map(
  ecosystems.flatMap(({ code = [], unread = [], pages = [], tests = [] }) => {
    const pattern = tests.length === 0 ? null : anyOf(tests);
    return [...code, ...unread, ...pages].map((extension) => [extension, pattern] as const);
  }),
);
const snapshots = ecosystems.flatMap(({ snapshots: patterns = [] }) => patterns);
const docPlaces = /(?:^|\/)(?:docs?|documentation|website|site)\//i;

/** The kind of a file, by its path alone. */
export function fileKind(path: string): FileKind {
  const extension = extensionOf(path);
  const isPage = pageExtensions.has(extension);
  if (!isPage && !codeExtensions.has(extension)) return docExtensions.has(extension) ? "doc" : "other";
  if (isTest(path)) return "test";
  return isPage && docPlaces.test(path) ? "doc" : "code";
}

const documentNames = /(^|\/)(LICENSE|NOTICE|COPYING|CODEOWNERS|\.git(ignore|attributes)|\.editorconfig)$/i;
const pictureExtensions = new Set(["svg", "png", "jpg", "jpeg", "gif", "webp", "pdf", "ico"]);

/** Whether a path is there to be read or looked at by people: prose, a page, a picture, a licence. */
export function isDocument(path: string): boolean {
  if (isManifest(path)) return false;
  const extension = extensionOf(path);
  return (
    docExtensions.has(extension) ||
    ["html", "css"].includes(extension) ||
    pictureExtensions.has(extension) ||
    documentNames.test(path)
  );
}

/** Whether a path is a program's text, of the product or of its tests. */
export function isCode(path: string): boolean {
  return codeExtensions.has(extensionOf(path));
}

/** Whether a path is code in a language whose imports nobody here reads. */
export function isUnreadCode(path: string): boolean {
  return unreadExtensions.has(extensionOf(path));
}

/** Whether a path is a test, or lies among tests. */
export function isTest(path: string): boolean {
  if (shipped.test(path)) return false;
  if (testPlaces.test(path) || testProjects.test(path)) return true;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const named = testNamesOf.get(extensionOf(name));
  return anyTest.test(name) || (named === undefined ? testName : named)?.test(name) === true;
}

function anyOf(patterns: readonly RegExp[]): RegExp {
  // A name of a group may stand once in a pattern.
  return new RegExp(patterns.map(({ source }) => `(?:${source.replace("(?<subject>", "(?:")})`).join("|"));
}

/** Whether a test runner recorded this to compare with. */
export function isSnapshot(path: string): boolean {
  return snapshots.some((pattern) => pattern.test(path));
}

/** The name, without its extension, of what a test file tests; `null` when its name doesn't say. */
export function testedSubject(path: string): string | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (const pattern of testNames) {
    const subject = pattern.exec(name)?.groups?.["subject"];
    if (subject !== undefined) return subject;
  }
  return null;
}

/** A name without its extension, and without what makes it a test's in any language: `parse` for `test_parse`. */
export function withoutTestMarks(name: string): string {
  return name
    .replace(/[._-](tests?|specs?)$/i, "")
    .replace(/^tests?[_-]/i, "")
    .replace(/(?<=[a-z])(Tests?|Spec)$/, "");
}

/** Whether a folder of this name holds tests. */
export function isTestFolder(name: string): boolean {
  return testFolders.test(name);
}
