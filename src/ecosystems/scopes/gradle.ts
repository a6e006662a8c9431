import type { Project } from "../project.ts";
import { mostParts, type Part, partsOf, type Scope, withDependents } from "./scope.ts";

export const gradleSettings = ["settings.gradle", "settings.gradle.kts"] as const;
export const gradleBuild = /(?:^|\/)build\.gradle(?:\.kts)?$/;

/** Gradle: the tests of the modules that were touched, and of those that are built on them, as far as they have any. */
export const gradleScope: Scope = ({ command, project, changed }) => {
  const [, start] = /^((?:gradle|sh \.\/gradlew) --console=plain )test$/.exec(command) ?? [];
  if (start === undefined || changed.some((path) => gradleBuild.test(path))) return null;
  const modules = modulesOf(project);
  const touched = partsOf(modules, changed);
  if (touched === null) return null;
  const hasTests = ({ folder }: Part) => project.any(new RegExp(`^${RegExp.escape(folder)}/src/\\w*[tT]est\\w*/`));
  const some = withDependents(modules, touched).filter(hasTests);
  if (some.length === 0 || some.length > mostParts || some.length === modules.length) return null;
  return start + some.map(({ name }) => `${name}:test`).join(" ");
};

/** The modules that the settings name. None where a module's folder is not told by its name. */
function modulesOf(project: Project): Part[] {
  const settings = gradleSettings.map((name) => project.text(name)).join("\n");
  const text = settings.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(?<=^|\s)\/\/.*$/gm, "");
  if (/projectDir|includeFlat/.test(text)) return [];
  const calls = [...text.matchAll(/\binclude\b\s*\(?((?:\s*["'][\w:./-]+["']\s*,?)+)\)?/g)].map(
    ([, list = ""]) => list,
  );
  const paths = calls.flatMap((list) => [...list.matchAll(/["']:?([\w:.-]+)["']/g)].map(([, path = ""]) => path));
  return [...new Set(paths)].map((path) => {
    const folder = path.replaceAll(":", "/");
    const build = ["build.gradle", "build.gradle.kts"].map((name) => project.text(`${folder}/${name}`)).join("\n");
    return { name: `:${path}`, folder, needs: neededBy(build, paths) };
  });
}

/** `project(":a:b")`, and `projects.a.b` where modules are named by accessors. */
function neededBy(build: string, paths: readonly string[]): string[] {
  const named = [...build.matchAll(/\bproject\s*\(\s*(?:path\s*[:=]\s*)?["'](:[\w:.-]+)["']/g)].map(
    ([, one = ""]) => one,
  );
  const accessor = (path: string) =>
    path.replaceAll(":", ".").replace(/[-_](\w)/g, (_found, letter: string) => letter.toUpperCase());
  const used = new Set([...build.matchAll(/\bprojects\.([\w.]+)/g)].map(([, one]) => one));
  return [...named, ...paths.filter((path) => used.has(accessor(path))).map((path) => `:${path}`)];
}
