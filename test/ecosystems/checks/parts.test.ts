import { expect, test } from "bun:test";
import type { Project } from "../../../src/ecosystems/project.ts";
import { couldNotRun } from "../../../src/ecosystems/results/could-not-run.ts";
import { cargoScope } from "../../../src/ecosystems/scopes/cargo.ts";
import { mavenScope } from "../../../src/ecosystems/scopes/maven.ts";

function project(texts: Readonly<Record<string, string>>): Project {
  const files = Object.keys(texts);
  return {
    files,
    has: (path) => files.includes(path),
    any: (pattern) => files.some((path) => pattern.test(path)),
    text: (path) => texts[path] ?? "",
    packages: () => [],
  };
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `m${at}`);

/** What is run of a Maven build with so many modules when these change. */
function maven(count: number, changed: string[]): string | null {
  const modules = names(count).map((name) => `<module>./${name}/</module>`);
  const poms = names(count).map((name) => [`${name}/pom.xml`, "<project/>"]);
  const all = { "pom.xml": `<!-- <module>old</module> -->${modules.join("\n")}`, ...Object.fromEntries(poms) };
  return mavenScope({ command: "mvn -B test", project: project(all), changed });
}
const inAll = (count: number) => names(count).map((name) => `${name}/src/A.java`);

test("a Maven build is checked by the modules that were touched, forty at most", () => {
  expect(maven(3, ["m1/src/A.java", "m0/src/B.java", "m1/src/C.java"])).toBe("mvn -B test -pl m0,m1 -am -amd");
  expect(maven(3, [])).toBeNull();
  expect(maven(3, ["README.md"])).toBeNull();
  expect(maven(3, ["m1/pom.xml"])).toBeNull();
  expect(maven(3, ["m1/src/A.java", "old/src/A.java"])).toBeNull();
  expect(maven(3, inAll(3))).toBeNull();
  expect(maven(50, inAll(40))).toStartWith("mvn -B test -pl m0,m1,m10,");
  expect(maven(50, inAll(41))).toBeNull();
});

test.each<[string, string, boolean]>([
  ["alone", '[package]\nname = "b"\n', true],
  ["before other sections", '[package]\nname = "b"\n[lib]\nname = "other"\n', true],
  ["behind another section's", '[lib]\nname = "other"\n[package]\nname = "b"\n', true],
  ["right behind its section's name", "[package]\nname='b'", true],
  ["nowhere", '[lib]\nname = "b"\n', false],
  ["in a list behind it", '[package]\nversion = "1"\n[[bin]]\nname = "b"\n', false],
])("a package of Rust has its name %s", (_where, text, isKnown) => {
  const texts = { "Cargo.toml": "[workspace]\n", "a/Cargo.toml": '[package]\nname = "a"\n', "b/Cargo.toml": text };
  const command = cargoScope({ command: "cargo test --workspace", project: project(texts), changed: ["b/src/lib.rs"] });
  expect(command).toBe(isKnown ? "cargo test -p b" : null);
});

test.each<[string, number | null, string | null]>([
  ["first\nlast\n\n", 127, "last"],
  ["first\nlast\n\n", 126, "last"],
  ["", 127, "it ended with 127, and printed nothing"],
  ["first\nlast", 125, null],
  ["first\nlast", 128, null],
  ["first\nlast", 1, null],
  ["first\nlast", null, null],
])("of %j with exit code %p is told: %p", (output, exitCode, why) => {
  expect(couldNotRun(output, exitCode)?.why ?? null).toBe(why);
});
