import type { Ecosystem } from "./ecosystem.ts";
import { automake, ctest, meson } from "./results/compiled.ts";

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
  readers: [automake, ctest, meson],
};
