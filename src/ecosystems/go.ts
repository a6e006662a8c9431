import { commandIn } from "../text/quoting.ts";
import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { goReport } from "./reports/go-report.ts";
import { goTest } from "./results/compiled.ts";
import { gotestsum } from "./results/more-runners.ts";
import { goScope } from "./scopes/go.ts";

export const go: Ecosystem = {
  name: "go",
  manifests: ["go.mod", "go.work"],
  roots: ["go.mod"],
  lockfiles: [{ names: ["go.sum", "go.work.sum"], from: ["go.mod", "go.work"] }],
  code: ["go"],
  tests: [/^(?<subject>.+)_test\.go$/],
  checkTexts: () => ["go.work"],
  checks: goChecks,
  scope: goScope,
  report: goReport,
  readers: [goTest, gotestsum],
};

function goChecks(project: Project): Check[] {
  const source = firstOf(project, ["go.work", "go.mod"]);
  if (source === null) return [];
  const modules = source === "go.work" ? workspaceModules(project.text(source)) : ["."];
  const packages = modules.map((folder) => (folder === "." ? "./..." : `./${folder}/...`)).join(" ");
  if (packages === "") return [];
  const apart = source === "go.work" ? [] : modulesWithin(project);
  return [
    { command: `go ${verbOf(project.files, apart)} ${packages}`, source, needs: [{ program: "go" }] },
    ...apart.map((folder) => ({
      command: commandIn(folder, "go test ./..."),
      source: `${folder}/go.mod`,
      folder,
      needs: [{ program: "go" }],
    })),
  ];
}

/** Without one test file there is nothing that `go test` would even compile. A program that is built stays nowhere. */
function verbOf(files: readonly string[], apart: readonly string[]): string {
  const own = files.filter((path) => path.endsWith("_test.go"));
  const hasTests = own.some((path) => !apart.some((folder) => path.startsWith(`${folder}/`)));
  return hasTests ? "test" : "build -o /dev/null";
}

/** Modules of their own below the root's, with tests: `./...` does not reach into them. Tools and examples are not the work. */
function modulesWithin(project: Project): string[] {
  const folders = project.files.flatMap((path) => /^(.+)\/go\.mod$/.exec(path)?.[1] ?? []);
  const tested = folders.filter((folder) => {
    const inner = folders.filter((other) => other.startsWith(`${folder}/`));
    return project.files.some(
      (path) =>
        path.startsWith(`${folder}/`) && path.endsWith("_test.go") && !inner.some((one) => path.startsWith(`${one}/`)),
    );
  });
  return tested.filter((folder) => !noModule.test(folder)).sort();
}

const noModule = /(^|\/)(?:[_.][^/]*|testdata|vendor|third_party|tools|_?examples?|samples?|docs?)(\/|$)/;

/** `use ./a` and `use ( ./a ./b )`. */
function workspaceModules(text: string): string[] {
  const bare = text.replace(/\/\/.*$/gm, "");
  const listed = [...bare.matchAll(/^\s*use\s*(?:\(([^)]*)\)|(\S+))/gm)].flatMap(([, many, one]) => [
    ...(many ?? one ?? "").split(/\s+/),
  ]);
  return listed
    .map((folder) =>
      folder
        .replace(/^["'`]|["'`]$/g, "")
        .replace(/^\.\//, "")
        .replace(/\/$/, ""),
    )
    .filter((folder) => folder !== "" && /^[\w@./-]+$/.test(folder) && !folder.startsWith(".."));
}
