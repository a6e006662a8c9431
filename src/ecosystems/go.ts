import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { goReport } from "./reports/go-report.ts";
import { goTest } from "./results/compiled.ts";
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
  readers: [goTest],
};

function goChecks(project: Project): Check[] {
  const source = firstOf(project, ["go.work", "go.mod"]);
  if (source === null) return [];
  const modules = source === "go.work" ? workspaceModules(project.text(source)) : ["."];
  const packages = modules.map((folder) => (folder === "." ? "./..." : `./${folder}/...`)).join(" ");
  if (packages === "") return [];
  // Without one test file there is nothing that `go test` would even compile. A program that is built stays nowhere.
  const verb = project.any(/_test\.go$/) ? "test" : "build -o /dev/null";
  return [{ command: `go ${verb} ${packages}`, source, needs: [{ program: "go" }] }];
}

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
