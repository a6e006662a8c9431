import { parseTolerantJson, recordOf } from "../core/narrow.ts";
import { shellWord } from "../text/quoting.ts";
import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { junitReport } from "./reports/junit.ts";
import type { MakeForm } from "./reports/report-form.ts";
import { pest, phpunit } from "./results/interpreted.ts";

const phpunitSettings = ["phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"] as const;

/** PHPUnit's log, also of a script of composer that is nothing else. */
const phpunitReport: MakeForm = (command, project) => {
  const isOwn = command === "php vendor/bin/phpunit";
  if (!isOwn && !(command === "composer test" && isPlainScript(scriptOf(project)))) return null;
  return {
    command: (file) => `${command}${isOwn ? "" : " --"} --log-junit ${shellWord(file)}`,
    read: (xml) => junitReport(xml, (one) => `${one.of("class") || one.of("classname")}::${one.of("name")}`),
  };
};

function isPlainScript(script: unknown): boolean {
  const only = Array.isArray(script) && script.length === 1 ? script[0] : script;
  return (
    typeof only === "string" &&
    /^(?:@php )?(?:\.\/)?(?:vendor\/bin\/)?phpunit\b[^;&|<>()`$\\]*$/.test(only) &&
    !/--log-junit|(?:^| )--(?: |$)/.test(only)
  );
}

function scriptOf(project: Project): unknown {
  return recordOf(parseTolerantJson(project.text("composer.json"))?.["scripts"])["test"];
}

export const php: Ecosystem = {
  name: "php",
  manifests: ["composer.json"],
  roots: ["composer.json"],
  lockfiles: [{ names: ["composer.lock"], from: ["composer.json"] }],
  settings: phpunitSettings,
  code: ["php"],
  tests: [/^(?<subject>.+?)(?:Tests?|Spec|Cest)\.php$/],
  leavings: { files: [".phpunit.result.cache"], folders: [".phpunit.cache"] },
  dependencies: [
    {
      beside: ["composer.json"],
      folders: ["vendor"],
      kind: "plain",
      inputs: ["composer.lock"],
      mark: "autoload.php",
      restore: { manifest: "composer.json", folder: "vendor", lockfiles: ["composer.lock"] },
    },
  ],
  install: (lockfile) =>
    /(^|\/)composer\.lock$/.test(lockfile)
      ? { program: "composer", args: ["install", "--no-interaction", "--no-progress"] }
      : null,
  version: { file: "composer.json", pattern: /"version"\s*:\s*"([^"]+)"/ },
  checkTexts: () => ["composer.json"],
  checks: phpChecks,
  report: phpunitReport,
  readers: [pest, phpunit],
};

function phpChecks(project: Project): Check[] {
  if (!project.has("composer.json")) return [];
  if (scriptOf(project) !== undefined) {
    const phpunit = { command: "php vendor/bin/phpunit", needs: [{ program: "php" }, { file: "vendor/bin/phpunit" }] };
    const instead = firstOf(project, phpunitSettings) === null ? {} : { instead: [phpunit] };
    return [{ command: "composer test", source: "composer.json", needs: [{ program: "composer" }], ...instead }];
  }
  const source = firstOf(project, phpunitSettings);
  return source === null ? [] : [{ command: "php vendor/bin/phpunit", source, needs: [{ program: "php" }] }];
}
