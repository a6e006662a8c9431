import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { treeTests } from "./results/more-runners.ts";

const packages = /\.cabal$/;

/** Haskell, by Cabal or Stack. */
export const haskell: Ecosystem = {
  name: "haskell",
  manifests: ["stack.yaml", "package.yaml", "cabal.project", packages],
  roots: [packages],
  lockfiles: [
    { names: ["stack.yaml.lock"], from: ["stack.yaml"] },
    { names: ["cabal.project.freeze"], from: ["cabal.project", packages] },
  ],
  unread: ["hs"],
  tests: [/^(?<subject>.+)Spec\.hs$/],
  leavings: { folders: ["dist-newstyle", ".stack-work"] },
  checkTexts: (files) => ["package.yaml", ...files.filter((path) => packages.test(path)).slice(0, mostRead)],
  checks: haskellChecks,
  readers: [treeTests],
};

const mostRead = 30;

function haskellChecks(project: Project): Check[] {
  const found = project.files.filter((path) => packages.test(path));
  const [source = "package.yaml"] = found.filter((path) => !path.includes("/"));
  const isProject = project.has("cabal.project") || found.includes(source);
  const isStack = project.has("stack.yaml");
  const hasTests =
    found.some((path) => /^\s*test-suite\s/im.test(project.text(path))) ||
    /^tests:/m.test(project.text("package.yaml"));
  if (!hasTests || (!isProject && !isStack)) return [];
  const cabal = { command: "cabal test all", needs: [{ program: "cabal" }, { program: "ghc" }] };
  const stack = { command: "stack test", needs: [{ program: "stack" }] };
  const ways = [...(isProject ? [cabal] : []), ...(isStack ? [stack] : [])];
  const [first, ...instead] = ways;
  const named = project.has("cabal.project") ? "cabal.project" : found.includes(source) ? source : "stack.yaml";
  return first === undefined ? [] : [{ ...first, source: named, ...(instead.length > 0 ? { instead } : {}) }];
}
