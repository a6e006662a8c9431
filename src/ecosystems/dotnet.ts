import { shellWord } from "../text/quoting.ts";
import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { dotnetTest } from "./results/dotnet.ts";

const projects = /\.(cs|fs|vb)proj$/;
const solution = /\.slnx?$/;

/** `src/App.sln` is at home there, one in a folder of samples is not. */
const mostDepth = 2;

export const dotnet: Ecosystem = {
  name: "dotnet",
  manifests: [projects, /\.slnx?$/, /^Directory\.(Build|Packages)\.props$/],
  roots: [projects],
  lockfiles: [
    { names: ["packages.lock.json"], from: [projects, /^Directory\./] },
    { names: ["paket.lock"], from: ["paket.dependencies"] },
  ],
  code: ["cs"],
  unread: ["fs", "fsx", "vb"],
  tests: [/^(?<subject>.+?)(?:Tests?|Specs?)\.(?:cs|fs|vb)$/],
  snapshots: [/\.(?:approved|verified)\.\w+$/],
  checks: dotnetChecks,
  readers: [dotnetTest],
};

function dotnetChecks(project: Project): Check[] {
  const atRoot = project.files.filter((path) => !path.includes("/"));
  const solutions = atRoot.filter((path) => solution.test(path));
  const own = solutions.length > 0 ? solutions : atRoot.filter((path) => projects.test(path));
  // One that lies further down, with the sources, is for all of them.
  const below = project.files.filter((path) => solution.test(path) && path.split("/").length <= mostDepth);
  const found = own.length > 0 || below.length !== 1 ? own : below;
  const [source] = found;
  // `dotnet test` refuses a folder that holds several, and says nothing at all when no project has tests.
  if (source === undefined || !project.any(/tests?[^/]*\.(cs|fs|vb)proj$/i)) return [];
  const target = found.length === 1 && own.length > 0 ? "" : ` ${shellWord(source)}`;
  return [{ command: `dotnet test${target}`, source, needs: [{ program: "dotnet" }] }];
}
