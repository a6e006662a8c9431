import { compiledChecks } from "./compiled.ts";
import { interpretedChecks } from "./interpreted.ts";
import { javascriptChecks } from "./javascript.ts";
import { type Check, projectOf } from "./project.ts";
import { pythonChecks, pythonTexts } from "./python.ts";
import { taskChecks, taskFiles } from "./task-runner.ts";

/** The files that `checksOf` wants to read. */
export function checkTexts(files: readonly string[]): string[] {
  const named = ["package.json", "deno.json", "deno.jsonc", "Cargo.toml", "go.work", "composer.json", ...taskFiles];
  const wanted = new Set([...named, ...pythonTexts(files)]);
  return files.filter((path) => wanted.has(path));
}

/**
 * The checks of a project: for each ecosystem at its root the one command that its own CI would surely run. What make or
 * just call `test` counts when nothing else does: mostly it calls the same program.
 */
export function checksOf(files: readonly string[], texts: ReadonlyMap<string, string>): Check[] {
  const project = projectOf(files, texts);
  const found = [
    ...javascriptChecks(project),
    ...compiledChecks(project),
    ...pythonChecks(project),
    ...interpretedChecks(project),
  ];
  return found.length > 0 ? found : taskChecks(project);
}

const manifest =
  /\/(package\.json|deno\.jsonc?|Cargo\.toml|go\.mod|pyproject\.toml|setup\.py|pom\.xml|build\.gradle(\.kts)?|mix\.exs|composer\.json|Gemfile|[^/]+\.(cs|fs|vb)proj)$/;
const document =
  /(\.(md|mdx|markdown|rst|adoc|txt|html|css|svg|png|jpe?g|gif|webp|pdf|ico)|(^|\/)(LICENSE|NOTICE|COPYING|CODEOWNERS|\.git(ignore|attributes)|\.editorconfig))$/i;

/** Why no check was found. */
export function whyNoChecks(files: readonly string[]): string {
  if (files.every((path) => document.test(path))) return "the repository holds only documents";
  const packages = new Set(files.filter((path) => manifest.test(path)).map((path) => path.replace(/\/[^/]+$/, "")));
  if (packages.size > 0) {
    const shown = [...packages].slice(0, 3).join(", ");
    return `nothing at the root says how to test it (${packages.size === 1 ? "a package is" : `${packages.size} packages are`} below it: ${shown})`;
  }
  return "nothing in the repository says how to test it";
}
