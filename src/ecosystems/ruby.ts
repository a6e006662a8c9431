import type { Ecosystem } from "./ecosystem.ts";
import type { Check, Project } from "./project.ts";
import { rspecJson } from "./reports/printed-json.ts";
import { minitest, rspec } from "./results/interpreted.ts";

export const ruby: Ecosystem = {
  name: "ruby",
  manifests: ["Gemfile", "gems.rb", /\.gemspec$/],
  roots: ["Gemfile"],
  lockfiles: [{ names: ["Gemfile.lock", "gems.locked"], from: ["Gemfile", "gems.rb", /\.gemspec$/] }],
  code: ["rb"],
  tests: [/^(?<subject>.+)_(?:test|spec)\.rb$/, /^test_(?<subject>.+)\.rb$/],
  dependencies: [
    { beside: ["Gemfile"], folders: ["vendor/bundle", ".bundle"], kind: "plain", inputs: ["Gemfile.lock"] },
  ],
  checkTexts: () => ["Rakefile"],
  checks: rubyChecks,
  readers: [minitest, rspec, rspecJson],
};

function rubyChecks(project: Project): Check[] {
  if (!project.has("Gemfile") && !project.has("Rakefile")) return [];
  const ran = (tool: string, command: string, source: string): Check[] => {
    const own = { command, needs: [{ program: tool }] };
    if (!project.has("Gemfile")) return [{ ...own, source }];
    return [{ command: `bundle exec ${command}`, source, needs: [{ program: "bundle" }], instead: [own] }];
  };
  if (project.any(/^spec\/.*_spec\.rb$/)) return ran("rspec", "rspec", project.has("Gemfile") ? "Gemfile" : "Rakefile");
  // A Rakefile may call its tests whatever it likes.
  const isNamed = /^\s*task :?"?test\b|TestTask\.(?:new|create)\b(?!\(:?["']test:)/m.test(project.text("Rakefile"));
  const tests = isNamed ? /^test\/.+\.rb$/ : /^test\/(.*_test|.*\/?test_[^/]*)\.rb$/;
  if (!project.any(tests)) return [];
  if (project.has("bin/rails")) {
    return [{ command: "ruby bin/rails test", source: "bin/rails", needs: [{ program: "ruby" }] }];
  }
  return project.has("Rakefile") ? ran("rake", "rake test", "Rakefile") : [];
}
