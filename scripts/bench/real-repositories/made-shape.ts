import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRepository } from "../main-job/made-repository.ts";

export interface Shape {
  /** Files of the repository itself. */
  files: number;
  /** Files of its packages, and how large one is. */
  packages: number;
  bytes: number;
}

/** One package of one file in so many is a program with a link to it. */
const linkEvery = 40;
const filesPerPackage = 30;

/** Sizes of real repositories, and of larger ones. */
export const shapes: Readonly<Record<string, Shape>> = {
  small: { files: 1_000, packages: 0, bytes: 0 },
  hono: { files: 450, packages: 20_000, bytes: 9_000 },
  zod: { files: 900, packages: 60_000, bytes: 8_000 },
  large: { files: 2_000, packages: 100_000, bytes: 4_000 },
};

/** A repository with its packages installed, as a lockfile and an ignored folder tell. */
export function makeShape(root: string, { files, packages, bytes }: Shape): void {
  makeRepository(root, files);
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
  writeFileSync(join(root, ".gitignore"), "node_modules/\n");
  if (packages > 0)
    for (const manifest of ["package.json", "package-lock.json"]) writeFileSync(join(root, manifest), "{}\n");
  git("add", "--all");
  git("commit", "--quiet", "--message", "Manifests");
  const text = "x".repeat(bytes);
  const first = join(root, "node_modules", "package-0");
  for (let index = 0; index * filesPerPackage < packages; index++) {
    const folder = join(root, "node_modules", `package-${index}`);
    if (index > 0) cpSync(first, folder, { recursive: true });
    else for (let file = 0; file < filesPerPackage; file++) writeTo(join(folder, "lib"), `file-${file}.js`, text);
    if (index % linkEvery === 0) linkTo(join(root, "node_modules", ".bin"), `package-${index}`);
  }
}

function writeTo(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

function linkTo(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(`../${name}/lib/file-0.js`, join(folder, name));
}
