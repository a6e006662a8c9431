import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { gradle, maven, sbt } from "./results/compiled.ts";
import { scalaTest } from "./results/more-runners.ts";
import { gradleBuild, gradleScope, gradleSettings } from "./scopes/gradle.ts";
import { mavenScope } from "./scopes/maven.ts";

const gradleBuilds = ["settings.gradle", "settings.gradle.kts", "build.gradle", "build.gradle.kts"] as const;

/** No build has more modules than are worth reading. */
const mostRead = 200;

/** Java, Kotlin, Scala, Groovy and Clojure with Maven or Gradle. */
export const jvm: Ecosystem = {
  name: "jvm",
  manifests: ["pom.xml", ...gradleBuilds, "libs.versions.toml", "build.sbt"],
  roots: ["pom.xml", "build.gradle", "build.gradle.kts", "build.sbt"],
  lockfiles: [
    { names: ["gradle.lockfile", "buildscript-gradle.lockfile"], from: [...gradleBuilds, "libs.versions.toml"] },
  ],
  code: ["java", "kt", "kts", "scala", "groovy"],
  unread: ["sc", "clj", "cljs", "cljc"],
  tests: [
    /^(?<subject>.+?)(?:Tests?|TestCase|Spec|IT)\.(?:java|kt|scala|groovy)$/,
    /^Tests?(?<subject>[A-Z].*)\.(?:java|kt|scala|groovy)$/,
    /^(?<subject>.+)_test\.clj[cs]?$/,
  ],
  leavings: { folders: [".gradle", "target", ".bsp", ".metals"], files: [/\.class$/] },
  checkTexts: (files) => [
    ...["pom.xml", ...gradleSettings],
    ...files.filter((path) => gradleBuild.test(path)).slice(0, mostRead),
  ],
  checks: jvmChecks,
  scope: (touched) => mavenScope(touched) ?? gradleScope(touched),
  readers: [gradle, maven, sbt, scalaTest],
};

function jvmChecks(project: Project): Check[] {
  const gradle = firstOf(project, gradleBuilds);
  if (project.has("build.sbt"))
    return [{ command: "sbt -batch test", source: "build.sbt", needs: [{ program: "sbt" }] }];
  if (project.has("pom.xml")) return [built(project, "pom.xml", "mvnw", "mvn", "-B test")];
  return gradle === null ? [] : [built(project, gradle, "gradlew", "gradle", "--console=plain test")];
}

/** The wrappers are shell scripts that lose their mode bit on some systems; the shell does not mind. */
function built(project: Project, source: string, wrapper: string, program: string, rest: string): Check {
  return project.has(wrapper)
    ? { command: `sh ./${wrapper} ${rest}`, source, needs: [{ program: "java" }] }
    : { command: `${program} ${rest}`, source, needs: [{ program }] };
}
