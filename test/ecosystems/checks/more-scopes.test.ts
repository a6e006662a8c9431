import { expect, test } from "bun:test";
import { checksOf, checkTexts } from "../../../src/ecosystems/checks/checks-of.ts";
import { scopeChecks } from "../../../src/ecosystems/checks/scope-check.ts";

/** What the checks of a project become for a story that touched these paths. */
function scoped(files: Record<string, string>, ...changed: string[]): (string | null)[] {
  const paths = Object.keys(files);
  const texts = new Map(checkTexts(paths).map((path) => [path, files[path] ?? ""]));
  const checks = checksOf(paths, texts);
  const scope = scopeChecks(checks, paths, texts);
  return checks.map(({ command }) => scope(command, changed));
}

const json = (value: object) => JSON.stringify(value);
const workspace = (name: string, ...needs: string[]) =>
  json({ name, scripts: { test: "t" }, dependencies: Object.fromEntries(needs.map((need) => [need, "*"])) });
const three = {
  "packages/a/package.json": workspace("a"),
  "packages/b/package.json": workspace("b", "a"),
  "packages/c/package.json": workspace("c"),
  "packages/a/x.js": "",
};
const root = (test: string, more: object = {}) => json({ scripts: { test }, workspaces: ["packages/*"], ...more });
const maven = {
  "pom.xml": "<modules><module>core</module>\n<module>./web/</module><!-- <module>old</module> --></modules>",
  "core/pom.xml": "",
  "web/pom.xml": "",
  "old/pom.xml": "",
  "core/src/main/java/A.java": "",
};

const gradle = {
  "settings.gradle.kts":
    'include(":core")\n// include(":old")\ninclude(":io:files", ":web-ui")\ninclude(\n  ":docs",\n)\n',
  "build.gradle.kts": "",
  gradlew: "",
  "core/build.gradle.kts": "",
  "core/src/main/kotlin/A.kt": "",
  "core/src/test/kotlin/ATest.kt": "",
  "io/files/build.gradle": "implementation project(':core')",
  "io/files/src/integrationTest/java/B.java": "",
  "web-ui/build.gradle.kts": "implementation(projects.io.files)",
  "web-ui/src/commonTest/kotlin/C.kt": "",
  "docs/build.gradle.kts": 'api(project(":web-ui"))',
  "old/src/test/kotlin/O.kt": "",
};

test.each([
  ["core/src/main/kotlin/A.kt", "sh ./gradlew --console=plain :core:test :io:files:test :web-ui:test"],
  ["io/files/src/main/java/B.java", "sh ./gradlew --console=plain :io:files:test :web-ui:test"],
  ["web-ui/src/main/kotlin/C.kt", "sh ./gradlew --console=plain :web-ui:test"],
  ["docs/a.md", "sh ./gradlew --console=plain test"],
  ["old/src/test/kotlin/O.kt", "sh ./gradlew --console=plain test"],
  ["core/build.gradle.kts", "sh ./gradlew --console=plain test"],
  ["README.md", "sh ./gradlew --console=plain test"],
])("gradle: a story that touched %s runs %s", (path, command) => {
  expect(scoped(gradle, path)).toEqual([command]);
});

test("gradle: modules in folders of other names are not told apart", () => {
  const elsewhere = { ...gradle, "settings.gradle": "project(':core').projectDir = file('lib/core')" };
  expect(scoped(elsewhere, "core/src/main/kotlin/A.kt")).toEqual(["sh ./gradlew --console=plain test"]);
});

test.each<[string, Record<string, string>, string, string]>([
  [
    "pnpm, its packages on one line",
    {
      "package.json": json({ scripts: { test: "pnpm -r test" } }),
      "pnpm-lock.yaml": "",
      "pnpm-workspace.yaml": "packages: ['packages/*']\n",
      ...three,
    },
    "packages/a/x.js",
    "pnpm --filter=...a test",
  ],
  [
    "yarn's workspaces",
    { "package.json": root("yarn workspaces foreach -A run test"), "yarn.lock": "", ...three },
    "packages/a/x.js",
    "yarn workspaces foreach --include a --include b -A run test",
  ],
  [
    "bun's workspaces",
    { "package.json": root("bun run --filter '*' test"), "bun.lock": "", ...three },
    "packages/a/x.js",
    "bun run --filter a --filter b test",
  ],
  ["modules of Maven", maven, "core/src/main/java/A.java", "mvn -B test -pl core -am -amd"],
  [
    "a new module's file with a wrapper",
    { ...maven, mvnw: "" },
    "web/src/main/java/B.java",
    "sh ./mvnw -B test -pl web -am -amd",
  ],
])("a part of %s", (_name, files, path, expected) => {
  expect(scoped(files, path)).toEqual([expected]);
});

test.each(["pom.xml", "core/pom.xml", "old/src/main/java/C.java", "src/main/java/D.java"])(
  "the whole of Maven for %s",
  (path) => {
    expect(scoped(maven, path)).toEqual(["mvn -B test"]);
  },
);
