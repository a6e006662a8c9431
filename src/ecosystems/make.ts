import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { junitXml } from "./reports/junit.ts";
import { teamcity } from "./reports/teamcity.ts";

const makefiles = ["GNUmakefile", "makefile", "Makefile"] as const;
const justfiles = ["justfile", "Justfile", ".justfile"] as const;

/** Where a Makefile that knows no target of its own hands all of them on to. */
const handedOn = "src/Makefile";

const taskFiles = [...makefiles, ...justfiles] as const;

/** Programs that run tasks of any kind. */
export const make: Ecosystem = {
  name: "make",
  settings: taskFiles,
  checkTexts: () => [...taskFiles, handedOn],
  checks: taskChecks,
  fallback: true,
  readers: [junitXml, teamcity],
};

/** A `test` target of make, or `check` as GNU's rules call it, or a recipe of just. */
function taskChecks(project: Project): Check[] {
  const makefile = firstOf(project, makefiles);
  if (makefile !== null) {
    const text = project.text(makefile);
    const texts = /^\.DEFAULT[ \t]*:/m.test(text) ? [text, project.text(handedOn)] : [text];
    const target = ["test", "check"].find((name) => texts.some((one) => hasTarget(one, name)));
    if (target !== undefined) return [{ command: `make ${target}`, source: makefile, needs: [{ program: "make" }] }];
  }
  const justfile = firstOf(project, justfiles);
  if (justfile === null || !hasRecipe(project.text(justfile))) return [];
  return [{ command: "just test", source: justfile, needs: [{ program: "just" }] }];
}

/** Whether a rule is for this target, alone or beside others. */
function hasTarget(text: string, name: string): boolean {
  return new RegExp(`^(?:[\\w./-]+[ \\t]+)*${name}(?:[ \\t]+[\\w./-]+)*[ \\t]*::?(?![:=])`, "m").test(text);
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
