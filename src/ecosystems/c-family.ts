import type { Ecosystem } from "./ecosystem.ts";
import { type Check, firstOf, type Project } from "./project.ts";
import { automake, ctest, meson } from "./results/compiled.ts";
import { catchTests, googleTest } from "./results/more-runners.ts";

/** A build file of a large project names its tests early. */
const mostRead = 30;

/** C, C++ and Objective-C with CMake, autotools or Meson. */
export const cFamily: Ecosystem = {
  name: "c-family",
  manifests: [
    "CMakeLists.txt",
    "meson.build",
    "configure.ac",
    "Makefile.am",
    "conanfile.txt",
    "conanfile.py",
    "vcpkg.json",
  ],
  lockfiles: [{ names: ["conan.lock"], from: ["conanfile.txt", "conanfile.py"] }],
  code: ["c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "m", "mm"],
  fallback: true,
  checkTexts: (files) => files.filter((path) => /(^|\/)CMakeLists\.txt$/.test(path)).slice(0, mostRead),
  checks: cFamilyChecks,
  readers: [automake, catchTests, ctest, googleTest, meson],
};

/** Builds lie in the checkout's git folder: anywhere else in it they would look like somebody's work. */
const out = '"$(git rev-parse --absolute-git-dir)/baro-build"';

function cFamilyChecks(project: Project): Check[] {
  return [cmake(project), mesonTests(project), autotools(project)].filter((check) => check !== null).slice(0, 1);
}

function cmake(project: Project): Check | null {
  const source = "CMakeLists.txt";
  const files = project.files.filter((path) => path.endsWith(source));
  const hasTests = files.some((path) =>
    /^\s*(?:enable_testing|add_test|include\s*\(\s*CTest)/im.test(project.text(path)),
  );
  if (!project.has(source) || !hasTests) return null;
  const asked = testOptions(project.text(source)).map((name) => ` -D${name}=ON`);
  const command = `out=${out} && cmake -S . -B "$out"${asked.join("")} && cmake --build "$out" && ctest --test-dir "$out" --output-on-failure`;
  return { command, source, needs: [{ program: "cmake" }, { program: "ctest" }] };
}

/** Options of the project that have its tests built, and are off unless they are asked for. */
function testOptions(text: string): string[] {
  return [...text.matchAll(/^\s*option\s*\(\s*(\w+)\s+"[^"]*"\s*(OFF|FALSE|NO|0)?\s*\)/gim)]
    .map(([, name = ""]) => name)
    .filter((name) =>
      /^(?:(?:\w+_)?(?:BUILD|ENABLE|WITH)_(?:\w+_)??(?:UNIT_?)?|(?:[A-Z\d]+_)?(?:UNIT_?)?)(?:TESTS?|TESTING)$/i.test(
        name,
      ),
    );
}

function mesonTests(project: Project): Check | null {
  if (!project.has("meson.build")) return null;
  const setUp = '{ [ -f "$out/build.ninja" ] || meson setup "$out"; }';
  const command = `out=${out} && ${setUp} && meson test -C "$out" --print-errorlogs`;
  return { command, source: "meson.build", needs: [{ program: "meson" }, { program: "ninja" }] };
}

function autotools(project: Project): Check | null {
  const source = firstOf(project, ["configure.ac", "configure"]);
  if (source === null) return null;
  const where = '"$(pwd)"';
  const made = project.has("configure") ? "" : "autoreconf --install --force && ";
  const build = `src=${where} && mkdir -p "$out" && cd "$out" && sh "$src/configure" --srcdir="$src" && make check`;
  const needs = [{ program: "make" }, ...(made === "" ? [] : [{ program: "autoreconf" }])];
  return { command: `out=${out} && ${made}${build}`, source, needs };
}
