import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { junitXml } from "./reports/junit.ts";

const makefiles = ["GNUmakefile", "makefile", "Makefile"] as const;
const justfiles = ["justfile", "Justfile", ".justfile"] as const;

const taskFiles = [...makefiles, ...justfiles] as const;

/** Programs that run tasks of any kind. */
export const make: Ecosystem = {
  name: "make",
  settings: taskFiles,
  checkTexts: () => taskFiles,
  checks: taskChecks,
  fallback: true,
  readers: [junitXml],
};

/** A `test` target of make or recipe of just. */
function taskChecks(project: Project): Check[] {
  const makefile = firstOf(project, makefiles);
  if (makefile !== null && /^test[ \t]*::?(?![:=])/m.test(project.text(makefile))) {
    return [{ command: "make test", source: makefile, needs: [{ program: "make" }] }];
  }
  const justfile = firstOf(project, justfiles);
  if (justfile === null || !hasRecipe(project.text(justfile))) return [];
  return [{ command: "just test", source: justfile, needs: [{ program: "just" }] }];
}

/** A recipe that asks for a parameter can't be run by its name alone; one with a default or `*` can. */
function hasRecipe(text: string): boolean {
  const parameters = /^@?test((?:[ \t]+[^:=\n]+(?:=[^:\n]*)?)*)[ \t]*:(?!=)/m.exec(text)?.[1];
  if (parameters === undefined) return false;
  return parameters
    .trim()
    .split(/\s+(?=[\w+*$])/)
    .every((parameter) => parameter === "" || parameter.startsWith("*") || parameter.includes("="));
}
