import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Arrivals, mostPackBytes } from "../../src/fleet/arrivals.ts";
import { PackCarrier } from "../../src/fleet/carrier.ts";
import { DataPlane } from "../../src/fleet/data-plane.ts";
import { nearRepository } from "../../src/fleet/near-repository.ts";
import { fromWorker } from "../../src/fleet/protocol.ts";
import { systemHost } from "../../src/host/system.ts";
import { scratchRepository } from "../support/scratch.ts";

const host = systemHost();
const whose = { lease: "run.S1", story: "S1", fence: 1 };

/** A run's repository and a worker's with the same base; `reached`: git can go from one to the other. */
function sides(reached: boolean) {
  const here = scratchRepository({ "a.txt": "a\n" });
  const base = here.git("rev-parse", "HEAD");
  const far = scratchRepository({ "other.txt": "b\n" });
  far.git("fetch", "--quiet", here.path, "main");
  far.git("checkout", "--quiet", "-B", "main", base);
  far.git("config", "uploadpack.allowAnySHA1InWant", "true");
  const toWorker: { objects: readonly string[]; pack: Uint8Array; whole: boolean }[] = [];
  const repository = {
    url: reached ? far.path : join(here.path, "nowhere"),
    env: {},
    direct: true,
    baseRef: (commit: string) => `refs/baro/base/${commit}`,
    sourceOf: (object: string) => object,
    awayMs: 0,
    signal: new AbortController().signal,
  };
  const plane = new DataPlane(host, nearRepository(host, here.path), repository, (objects, pack, whole) =>
    toWorker.push({ objects, pack, whole }),
  );
  const arrivals = new Arrivals(host, join(far.path, ".git"), false);
  const said: string[][] = [];
  const carrier = new PackCarrier(host, far.path, {
    arrivals: [arrivals],
    send: (message) => {
      const read = fromWorker.parse(JSON.parse(JSON.stringify(message)));
      if (read.is !== "pack") throw new Error(`it said ${read.is}`);
      said.push(read.objects);
      plane.take(read.objects, read.pack);
    },
  });
  return {
    ...{ here, far, base, plane, carrier, arrivals, said, toWorker },
    about: { base, message: "Made\n", paths: ["new.txt"], sign: false, what: "work" as const },
    [Symbol.dispose]: () => {
      here[Symbol.dispose]();
      far[Symbol.dispose]();
    },
  };
}

test("a worker's commit comes with what it says: git goes no way of its own", async () => {
  using at = sides(false);
  const made = at.far.commit("Work", { "new.txt": "new\n" });
  await at.carrier.deliver([{ object: made, what: "work" }], { ...whose, base: at.base });
  const commit = await at.plane.adopt({ commit: made }, at.about);
  expect(at.here.git("show", `${commit}:new.txt`)).toBe("new");
  expect(at.here.git("log", "-1", "--format=%an %P", commit)).toBe(`Ada Tester ${at.base}`);
});

test("what has come is not said again, and a commit of files that are here is not needed", async () => {
  using at = sides(false);
  const kept = at.far.commit("Work", { "new.txt": "new\n" });
  for (let times = 0; times < 2; times++) {
    await at.carrier.deliver([{ object: kept, what: "kept" }], { ...whose, base: at.base });
  }
  expect(at.said).toEqual([[kept]]);
  await at.plane.adopt({ commit: kept }, { ...at.about, what: "kept" });
  const tree = at.far.git("rev-parse", `${kept}^{tree}`);
  const commit = await at.plane.adopt({ commit: "f".repeat(40), tree }, at.about);
  expect(at.here.git("rev-parse", `${commit}^{tree}`)).toBe(tree);
});

test("a tree that did not come is not believed to be here, whatever a worker says", async () => {
  using at = sides(false);
  const tree = at.here.git("rev-parse", `${at.base}^{tree}`);
  const adopting = at.plane.adopt({ commit: "f".repeat(40), tree }, at.about);
  expect(await adopting.catch((error: Error) => error.message)).toMatch(/git fetch/);
});

test.each([
  ["is broken", Buffer.from("PACK, or so it says").toString("base64")],
  ["lacks what its commit leads to", null],
])("a pack that %s is as good as none: the commit is fetched", async (_how, broken) => {
  using at = sides(true);
  const made = at.far.commit("Work", { "new.txt": "new\n" });
  const alone = () =>
    execFileSync("git", ["pack-objects", "--stdout", "-q"], { cwd: at.far.path, input: `${made}\n` }).toString(
      "base64",
    );
  at.plane.take([made], broken ?? alone());
  const commit = await at.plane.adopt({ commit: made }, at.about);
  expect(at.here.git("show", `${commit}:new.txt`)).toBe("new");
});

test.each([0, 150])(
  "a pack whose tree would write into a git directory, and into %i files, brings nothing",
  async (more) => {
    using at = sides(false);
    const git = (args: string[], input: string) =>
      execFileSync("git", args, { cwd: at.far.path, input, encoding: "utf8" }).trim();
    const blob = git(["hash-object", "-w", "--stdin"], "[core]\n");
    const inner = git(["mktree"], `100644 blob ${blob}\tconfig\n`);
    const files = Array.from({ length: more }, (_, number) => `x${String(number).padStart(3, "0")}`).map((name) => [
      Buffer.from(`100644 ${name}\0`),
      Buffer.from(git(["hash-object", "-w", "--stdin"], name), "hex"),
    ]);
    const raw = Buffer.concat([Buffer.from("40000 .git\0"), Buffer.from(inner, "hex"), ...files.flat()]);
    const outer = execFileSync("git", ["hash-object", "-t", "tree", "--literally", "-w", "--stdin"], {
      cwd: at.far.path,
      input: raw,
      encoding: "utf8",
    }).trim();
    const made = git(["commit-tree", outer, "-p", at.base, "-m", "Evil"], "");
    await at.carrier.deliver([{ object: made, what: "work" }], { ...whose, base: at.base });
    expect(at.said).toEqual([[made]]);
    const adopting = at.plane.adopt({ commit: made }, { ...at.about, paths: null });
    expect(await adopting.catch((error: Error) => error.message)).toMatch(/git fetch/);
  },
);

test("what is large is left for git to fetch", async () => {
  using at = sides(true);
  const made = at.far.commit("Work", { "new.txt": randomBytes(mostPackBytes).toString("base64") });
  await at.carrier.deliver([{ object: made, what: "work" }], { ...whose, base: at.base });
  expect(at.said).toEqual([]);
  const commit = await at.plane.adopt({ commit: made }, at.about);
  expect(at.here.git("rev-parse", `${commit}^{tree}`)).toBe(at.far.git("rev-parse", `${made}^{tree}`));
});

test("a commit that changes more than it was asked to take is refused", async () => {
  using at = sides(false);
  const made = at.far.commit("Work", { "new.txt": "new\n", "more.txt": "more\n" });
  await at.carrier.deliver([{ object: made, what: "work" }], { ...whose, base: at.base });
  const adopting = at.plane.adopt({ commit: made }, at.about);
  expect(await adopting.catch((error: Error) => error.message)).toMatch(/changes more.txt/);
});

test("work and output come together, and the output is written where the run keeps it", async () => {
  using at = sides(false);
  const kept = at.far.commit("Work", { "new.txt": "new\n" });
  const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: at.far.path, input: "said\n" });
  const tree = execFileSync("git", ["mktree"], {
    cwd: at.far.path,
    input: `100644 blob ${String(blob).trim()}\tout\n`,
  });
  const log = String(tree).trim();
  const goods = [
    { object: kept, what: "kept" as const },
    { object: log, what: "log" as const },
  ];
  await at.carrier.deliver(goods, { ...whose, base: at.base });
  expect(at.said).toEqual([[kept, log]]);
  await at.plane.bring(goods);
  const folder = join(at.here.path, "logs");
  mkdirSync(folder);
  await at.plane.readLog(log, folder);
  expect(await readFile(join(folder, "out"), "utf8")).toBe("said\n");
});

test("all of a small repository is said, and what follows is said thin: the worker finds each", async () => {
  using at = sides(false);
  using second = sides(false);
  const first = at.here.commit("One", { "one.txt": "1\n" });
  await Promise.all([at.plane.push(first), at.plane.push(first)]);
  const next = at.here.commit("Two", { "two.txt": "2\n" });
  await at.plane.push(next);
  expect(at.toWorker.map(({ objects, whole }) => [...objects, whole])).toEqual([
    [first, true],
    [next, false],
  ]);
  // A worker that has nothing of it.
  const arrivals = new Arrivals(host, join(second.far.path, ".git"), false);
  for (const { objects, pack } of at.toWorker) {
    arrivals.take(objects, Buffer.from(pack).toString("base64"));
    await arrivals.of(objects[0] ?? "");
  }
  second.far.git("fsck", "--strict");
  expect(second.far.git("show", `${next}:one.txt`)).toBe("1");
  expect(second.far.git("show", `${next}:two.txt`)).toBe("2");
});

test.each(["large", "shallow"])("the first commit of a %s repository is pushed", async (kind) => {
  using at = sides(true);
  if (kind === "large") at.here.commit("Large", { "large.txt": randomBytes(3 * mostPackBytes).toString("base64") });
  const first = at.here.commit("One", { "one.txt": "1\n" });
  if (kind === "shallow") writeFileSync(join(at.here.path, ".git/shallow"), `${first}\n`);
  at.far.git("config", "receive.shallowUpdate", "true");
  await at.plane.push(first);
  expect(at.toWorker).toEqual([]);
  expect(at.far.git("show", `${first}:one.txt`)).toBe("1");
});

test("a worker that can't take a commit apart says so when it is to be used", async () => {
  using at = sides(true);
  at.arrivals.take(["e".repeat(40)], Buffer.from("nothing").toString("base64"));
  const bringing = at.carrier.bring("e".repeat(40));
  expect(await bringing.catch((error: Error) => error.message)).toMatch(/unpack-objects/);
});
