import { type Check, firstOf, type Project } from "./project.ts";

/** Rust, Go, Java and Kotlin, .NET: one build tool each, with one way to test. */
export function compiledChecks(project: Project): Check[] {
  return [...cargo(project), ...go(project), ...jvm(project), ...dotnet(project)];
}

function cargo(project: Project): Check[] {
  if (!project.has("Cargo.toml")) return [];
  // A root package hides the other members from a bare `cargo test`.
  const all = /^\s*\[workspace\b/m.test(project.text("Cargo.toml")) ? " --workspace" : "";
  return [{ command: `cargo test${all}`, source: "Cargo.toml", needs: [{ program: "cargo" }] }];
}

function go(project: Project): Check[] {
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

function jvm(project: Project): Check[] {
  const gradle = firstOf(project, ["settings.gradle", "settings.gradle.kts", "build.gradle", "build.gradle.kts"]);
  if (project.has("pom.xml")) return [built(project, "pom.xml", "mvnw", "mvn", "-B test")];
  return gradle === null ? [] : [built(project, gradle, "gradlew", "gradle", "--console=plain test")];
}

/** The wrappers are shell scripts that lose their mode bit on some systems; the shell does not mind. */
function built(project: Project, source: string, wrapper: string, program: string, rest: string): Check {
  return project.has(wrapper)
    ? { command: `sh ./${wrapper} ${rest}`, source, needs: [{ program: "java" }] }
    : { command: `${program} ${rest}`, source, needs: [{ program }] };
}

function dotnet(project: Project): Check[] {
  const atRoot = project.files.filter((path) => !path.includes("/"));
  const solutions = atRoot.filter((path) => /\.slnx?$/.test(path));
  const found = solutions.length > 0 ? solutions : atRoot.filter((path) => /\.(cs|fs|vb)proj$/.test(path));
  const [source] = found;
  // `dotnet test` refuses a folder that holds several, and says nothing at all when no project has tests.
  if (source === undefined || !project.any(/tests?[^/]*\.(cs|fs|vb)proj$/i)) return [];
  const target = found.length === 1 ? "" : ` '${source.replaceAll("'", "'\\''")}'`;
  return [{ command: `dotnet test${target}`, source, needs: [{ program: "dotnet" }] }];
}
