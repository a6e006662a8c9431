import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Package {
  name: string;
  version: string;
  license?: string;
}

/**
 * The licences of everything that is inside the program: the packages that the bundler took something from, and the run
 * time. Throws when a package says no licence and has no text of one.
 */
export function licenceNotices(modules: string, packages: readonly string[]): string {
  const parts = [...packages, "bun"].map((name) => noticeOf(join(modules, name)));
  const head =
    "baro contains the following software. Bun itself contains other libraries: https://bun.com/docs/project/license";
  return `${head}\n\n${parts.join(`\n${"-".repeat(80)}\n`)}`;
}

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package;
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (license === undefined && texts.length === 0) {
    throw new Error(`Cannot write the notices: ${name}@${version} says no licence`);
  }
  const text = texts
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8").trim());
  return [`${name} ${version} (${license ?? "see below"})`, ...text].join("\n\n").concat("\n");
}
