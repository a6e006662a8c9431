import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { prove } from "./results/more-languages.ts";

const makers = ["Makefile.PL", "Build.PL", "dist.ini", "minil.toml"] as const;

export const perl: Ecosystem = {
  name: "perl",
  manifests: ["cpanfile", ...makers],
  roots: [...makers],
  lockfiles: [{ names: ["cpanfile.snapshot"], from: ["cpanfile"] }],
  unread: ["pl", "pm", "t"],
  tests: [/^(?<subject>.+)\.t$/],
  leavings: { folders: ["blib"] },
  checks: perlChecks,
  readers: [prove],
};

/** What is compiled is built first; all else is tested as it lies there. */
function perlChecks(project: Project): Check[] {
  const source = firstOf(project, [...makers, "cpanfile"]);
  if (source === null || !project.any(/^t\/.*\.t$/)) return [];
  if (project.any(/\.xs$/) && project.has("Makefile.PL")) {
    const command = "perl Makefile.PL && make test";
    return [{ command, source: "Makefile.PL", needs: [{ program: "perl" }, { program: "make" }] }];
  }
  return [{ command: "prove -lr t", source, needs: [{ program: "prove" }] }];
}
