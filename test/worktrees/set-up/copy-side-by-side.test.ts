import { expect, setDefaultTimeout, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, lutimesSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Batch, copySideBySide } from "../../../src/worktrees/set-up/copy-side-by-side.ts";
import { scratchFolder } from "../../support/scratch.ts";

setDefaultTimeout(60_000);

const onLinux = process.platform === "linux";

/** Layouts of packages: where their many files are. */
const layouts: Readonly<Record<string, (at: number) => string>> = {
  "side by side": (at) => `package-${at}/lib/index.js`,
  "all in one hidden store": (at) => `.pnpm/package-${at}@1.0.0/node_modules/package-${at}/index.js`,
  "a Python environment": (at) => `lib/python3.12/site-packages/package_${at}/__init__.py`,
  "all in one folder": (at) => `file-${at}.js`,
  "deeper than anybody looks": (at) => `a/b/c/d/e/f/g/h/file-${at}.js`,
};

async function copyByPrograms({ from, into }: Batch): Promise<void> {
  execFileSync("cp", ["-a", ...from, into]);
}

/** Every path with its kind, mode, owner, size, time (to the microsecond) and target. */
function listing(folder: string): string {
  const args = [".", "-printf", "%P %y %m %U:%G %s %l %.16T@\n"];
  return execFileSync("find", args, { cwd: folder, encoding: "utf8" })
    .split("\n")
    .map((line) => (/ d \d+ /.test(line) ? line.replace(/( d \d+ \S+) \d+/, "$1") : line))
    .sort()
    .join("\n");
}

for (const [name, pathOf] of Object.entries(layouts)) {
  test.skipIf(!onLinux)(`${name}: several programs copy a folder as one does`, async () => {
    using folder = scratchFolder();
    const from = join(folder.path, "from");
    for (let at = 0; at < 300; at++) {
      const file = join(from, pathOf(at));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${at}`, { mode: at % 7 === 0 ? 0o755 : 0o640 });
      utimesSync(file, 1_000_000_000, 1_000_000_000 + at);
    }
    mkdirSync(join(from, ".bin"));
    symlinkSync(`../${pathOf(3)}`, join(from, ".bin/tool"));
    lutimesSync(join(from, ".bin/tool"), 1_000_000_000, 1_000_000_001);
    symlinkSync("nowhere", join(from, "-dangling"));
    writeFileSync(join(from, "-n a\nme"), "");
    mkdirSync(join(from, "empty"), { mode: 0o700 });
    utimesSync(from, 1_100_000_000, 1_100_000_000);
    chmodSync(from, 0o750);
    const to = join(folder.path, "to");
    const batches: Batch[] = [];
    const copy = (batch: Batch) => {
      batches.push(batch);
      return copyByPrograms(batch);
    };
    expect(await copySideBySide({ from, to, files: 5_000 }, copy, 3)).toBe(true);
    expect(listing(to)).toBe(listing(from));
    // No program has more to do than a third of it, wherever the many files are.
    const files = ({ from: paths }: Batch) =>
      Number(execFileSync("sh", ["-c", 'find "$@" -type f | wc -l', "sh", ...paths], { encoding: "utf8" }));
    if (!name.startsWith("deeper")) expect(Math.max(...batches.map(files))).toBeLessThan(110);
  });
}

test.skipIf(!onLinux)(
  "a folder with a name that is no text is copied as a whole, and one inside with what is around it",
  async () => {
    using folder = scratchFolder();
    const from = join(folder.path, "from");
    mkdirSync(join(from, "odd"), { recursive: true });
    mkdirSync(join(from, "even"));
    execFileSync("sh", ["-c", String.raw`touch "$(printf 'odd/\377name')" even/plain`], { cwd: from });
    const to = join(folder.path, "to");
    expect(await copySideBySide({ from, to, files: 5_000 }, copyByPrograms, 2)).toBe(true);
    expect(listing(to)).toBe(listing(from));
    const around = join(from, "odd");
    const never = () => Promise.reject(new Error("nothing is to be copied"));
    expect(await copySideBySide({ from: around, to: join(folder.path, "other"), files: 5_000 }, never, 2)).toBe(false);
    expect(existsSync(join(folder.path, "other"))).toBe(false);
  },
);

test.skipIf(!onLinux)("a folder that nobody may write in is copied, and can't be written in either", async () => {
  using folder = scratchFolder();
  const from = join(folder.path, "from");
  mkdirSync(join(from, "sealed"), { recursive: true });
  writeFileSync(join(from, "sealed/file"), "1");
  chmodSync(join(from, "sealed"), 0o555);
  chmodSync(from, 0o555);
  const to = join(folder.path, "to");
  expect(await copySideBySide({ from, to, files: 5_000 }, copyByPrograms, 2)).toBe(true);
  expect(listing(to)).toBe(listing(from));
  for (const path of [from, join(from, "sealed"), to, join(to, "sealed")]) chmodSync(path, 0o755);
});

test("few files, or one processor, are left to one program", async () => {
  using folder = scratchFolder();
  const [from, to] = [join(folder.path, "from"), join(folder.path, "to")];
  mkdirSync(from);
  const never = () => Promise.reject(new Error("nothing is to be copied"));
  expect(await copySideBySide({ from, to, files: 100 }, never, 4)).toBe(false);
  expect(await copySideBySide({ from, to, files: 100_000 }, never, 1)).toBe(false);
  expect(existsSync(to)).toBe(false);
});

test("when one program fails it is told when none is at work any more, and nothing else is begun", async () => {
  using folder = scratchFolder();
  const from = join(folder.path, "from");
  for (let at = 0; at < 64; at++) mkdirSync(join(from, `package-${at}`), { recursive: true });
  const first = Promise.withResolvers<void>();
  let begun = 0;
  let ended = 0;
  const copy = async () => {
    begun += 1;
    if (begun === 2) throw new Error("no room");
    await first.promise;
    ended += 1;
  };
  const told = copySideBySide({ from, to: join(folder.path, "to"), files: 5_000 }, copy, 2).catch((error: unknown) => {
    return { error, ended };
  });
  await Promise.resolve();
  setTimeout(() => first.resolve(), 50);
  expect(await told).toEqual({ error: new Error("no room"), ended: 1 });
  expect(begun).toBe(2);
});
