import { shellWord } from "../../text/quoting.ts";
import { mostParts, type Scope } from "./scope.ts";

/** Maven: the modules that were touched, with those that are built on them; what they are built on is built along. */
export const mavenScope: Scope = ({ command, project, changed }) => {
  if (!/^(?:mvn|sh \.\/mvnw) -B test$/.test(command)) return null;
  const poms = project.files.flatMap((path) => /^(.+)\/pom\.xml$/.exec(path)?.[1] ?? []);
  const modules = modulesIn(project.text("pom.xml"));
  const touched = new Set<string>();
  for (const path of changed) {
    const around = poms.filter((folder) => path.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
    // One that the root does not list is no part of what it builds; a module's own pom may be the parent of others.
    const [module] = around;
    if (module === undefined || !modules.includes(module) || path.endsWith("/pom.xml")) return null;
    touched.add(module);
  }
  const some = [...touched].sort();
  if (some.length === 0 || some.length > mostParts || some.length === modules.length) return null;
  return `${command} -pl ${shellWord(some.join(","))} -am -amd`;
};

function modulesIn(pom: string): string[] {
  const listed = [...pom.replace(/<!--[\s\S]*?-->/g, "").matchAll(/<module>\s*([^<]+?)\s*<\/module>/g)];
  return listed.map(([, name = ""]) => name.replace(/^\.\/|\/$/g, ""));
}
