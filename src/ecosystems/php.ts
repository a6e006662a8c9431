import { parseTolerantJson, recordOf, textOf } from "../core/narrow.ts";
import { shellWord } from "../text/quoting.ts";
import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { junitReport } from "./reports/junit.ts";
import type { MakeForm } from "./reports/report-form.ts";
import { pest, phpunit } from "./results/interpreted.ts";

const phpunitSettings = ["phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"] as const;

/** PHPUnit's log, also of a script of composer that is nothing else. */
const phpunitReport: MakeForm = (command, project) => {
  const isOwn = /^(?:php \S*\/)?phpunit(?: [\w./-]+)?$/.test(command);
  const only = command === "composer test" ? plainScript(scriptOf(project)) : null;
  if (!isOwn && (only?.tool !== "phpunit" || /--log-junit|(?:^| )--(?: |$)/.test(only.rest))) return null;
  return {
    command: (file) => `${command}${isOwn ? "" : " --"} --log-junit ${shellWord(file)}`,
    read: (xml) => junitReport(xml, (one) => `${one.of("class") || one.of("classname")}::${one.of("name")}`),
  };
};

/** A script of composer that runs one of the installed test programs, and nothing else; `rest`: its arguments. */
function plainScript(script: unknown): { tool: string; rest: string } | null {
  const only = Array.isArray(script) && script.length === 1 ? script[0] : script;
  if (typeof only !== "string") return null;
  const [, tool, rest = ""] =
    /^(?:@?php )?(?:\.\/)?(?:[\w./-]*\/bin\/)?(phpunit|pest|paratest|codecept|phpspec|behat|kahlan|atoum)\b([^;&|<>()`$\\]*)$/.exec(
      only,
    ) ?? [];
  return tool === undefined ? null : { tool, rest };
}

function manifestOf(project: Project): Record<string, unknown> {
  return parseTolerantJson(project.text("composer.json")) ?? {};
}

function scriptOf(project: Project): unknown {
  return recordOf(manifestOf(project)["scripts"])["test"];
}

/** Where composer puts the programs of packages. */
function programFolder(project: Project): string {
  const settings = recordOf(manifestOf(project)["config"]);
  const vendor = textOf(settings["vendor-dir"]).replace(/\/$/, "") || "vendor";
  return textOf(settings["bin-dir"]).replace(/\/$/, "") || `${vendor}/bin`;
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
      restore: {
        manifest: "composer.json",
        folder: "vendor",
        lockfiles: ["composer.lock"],
        isAsked: asksForPackages,
      },
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
  const folder = programFolder(project);
  const installed = (tool: string, rest = "") => ({
    command: `php ${shellWord(`${folder}/${tool}`)}${rest}`,
    needs: [{ program: "php" }, { file: `${folder}/${tool}` }],
  });
  const own = ownTool(project);
  const direct = own === null ? [] : [installed(own.tool, own.rest)];
  if (scriptOf(project) !== undefined) {
    const plain = plainScript(scriptOf(project));
    const instead = plain === null ? direct : [installed(plain.tool, plain.rest)];
    return [{ command: "composer test", source: "composer.json", needs: [{ program: "composer" }], instead }];
  }
  if (own === null) return [];
  // Not installed yet, composer brings it; without that, any of its name proves the same.
  const [first = installed(own.tool, own.rest)] = direct;
  const needs = [{ program: "php" }, { program: "composer" }];
  const elsewhere = { command: `${own.tool}${own.rest}`, needs: [{ program: own.tool }] };
  if (!own.isBrought) return [{ ...first, source: own.source, instead: [elsewhere] }];
  return [{ ...first, needs, source: own.source, instead: [first, elsewhere] }];
}

interface OwnTool {
  tool: string;
  rest: string;
  source: string;
  /** The requirements name it, or something that may bring it: composer installs it. */
  isBrought: boolean;
}

/** The test program that a project is written for, where its settings or its requirements say so. */
function ownTool(project: Project): OwnTool | null {
  const required = [manifestOf(project)["require-dev"], manifestOf(project)["require"]].flatMap((table) =>
    Object.keys(recordOf(table)),
  );
  const tool = required.includes("pestphp/pest") ? "pest" : "phpunit";
  const settings = firstOf(project, phpunitSettings);
  const isBrought = required.some((name) => /phpunit|pest|test|symfony\/framework-bundle/i.test(name));
  if (settings !== null) return { tool, rest: "", source: settings, isBrought };
  const folder = ["tests", "test"].find((name) => project.any(new RegExp(`^${name}/.*Test\\.php$`)));
  if (folder === undefined || !required.some((name) => /^(?:phpunit\/phpunit|pestphp\/pest)$/.test(name))) return null;
  return { tool, rest: ` ${folder}`, source: "composer.json", isBrought: true };
}

/** PHP itself and its extensions are the machine's; packages have a vendor in their name. */
function asksForPackages(text: string): boolean {
  const manifest = parseTolerantJson(text) ?? {};
  return ["require", "require-dev"].some((table) =>
    Object.keys(recordOf(manifest[table])).some((name) => name.includes("/")),
  );
}
