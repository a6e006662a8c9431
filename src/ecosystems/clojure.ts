import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { clojureTest } from "./results/more-languages.ts";

/** Clojure, by Leiningen or its own tools. */
export const clojure: Ecosystem = {
  name: "clojure",
  manifests: ["project.clj", "deps.edn"],
  roots: ["project.clj", "deps.edn"],
  unread: ["clj", "cljc", "cljs"],
  tests: [/^(?<subject>.+)_test\.clj[cs]?$/],
  leavings: { folders: [".cpcache", ".clj-kondo"], files: [".nrepl-port", /^pom\.xml\.asc$/] },
  version: { file: "project.clj", pattern: /^\(defproject\s+\S+\s+"([^"]+)"/m },
  checkTexts: () => ["project.clj", "deps.edn"],
  checks: clojureChecks,
  readers: [clojureTest],
};

function clojureChecks(project: Project): Check[] {
  if (!project.any(/(^|\/)test\/.*\.clj[cs]?$/)) return [];
  if (project.has("project.clj")) {
    // A project of projects says which ones they are.
    const isSub = /^\s*:sub\s*\[/m.test(project.text("project.clj"));
    return [{ command: isSub ? "lein sub test" : "lein test", source: "project.clj", needs: [{ program: "lein" }] }];
  }
  const own = /:test\s*\{/.exec(project.text("deps.edn"));
  if (own === null) return [];
  const alias = project.text("deps.edn").slice(own.index);
  const [main, exec] = [":main-opts", ":exec-fn"].map((key) => alias.indexOf(key)) as [number, number];
  if (main < 0 && exec < 0) return [];
  const how = exec < 0 || (main >= 0 && main < exec) ? "-M" : "-X";
  return [{ command: `clojure ${how}:test`, source: "deps.edn", needs: [{ program: "clojure" }] }];
}
