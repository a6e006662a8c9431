import { recordOf } from "../../core/narrow.ts";
import { parseTolerantJson } from "../../core/tolerant-json.ts";
import { type Check, firstOf, type Project } from "./project.ts";

/** Elixir, PHP and Ruby. */
export function interpretedChecks(project: Project): Check[] {
  return [...mix(project), ...composer(project), ...ruby(project)];
}

function mix(project: Project): Check[] {
  if (!project.has("mix.exs") || !project.any(/(^|\/)test\/.*_test\.exs$/)) return [];
  return [{ command: "mix test", source: "mix.exs", needs: [{ program: "mix" }] }];
}

function composer(project: Project): Check[] {
  if (!project.has("composer.json")) return [];
  const scripts = recordOf(parseTolerantJson(project.text("composer.json"))?.["scripts"]);
  if (scripts["test"] !== undefined) {
    return [{ command: "composer test", source: "composer.json", needs: [{ program: "composer" }] }];
  }
  const source = firstOf(project, ["phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"]);
  return source === null ? [] : [{ command: "php vendor/bin/phpunit", source, needs: [{ program: "php" }] }];
}

function ruby(project: Project): Check[] {
  if (!project.has("Gemfile") && !project.has("Rakefile")) return [];
  const [prefix, program] = project.has("Gemfile") ? ["bundle exec ", "bundle"] : ["", null];
  const ran = (tool: string, command: string, source: string): Check[] => [
    { command: `${prefix}${command}`, source, needs: [{ program: program ?? tool }] },
  ];
  if (project.any(/^spec\/.*_spec\.rb$/)) return ran("rspec", "rspec", project.has("Gemfile") ? "Gemfile" : "Rakefile");
  if (!project.any(/^test\/(.*_test|.*\/?test_[^/]*)\.rb$/)) return [];
  if (project.has("bin/rails")) {
    return [{ command: "ruby bin/rails test", source: "bin/rails", needs: [{ program: "ruby" }] }];
  }
  return project.has("Rakefile") ? ran("rake", "rake test", "Rakefile") : [];
}
