import { expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ScriptedCall } from "../../../src/demo/scripted/script.ts";

import { systemHost } from "../../../src/host/system.ts";
import { sandboxIn } from "../../support/sandbox.ts";
import { scratchFolder, scratchRepository, writeFiles } from "../../support/scratch.ts";
import { chunk, rawServer, runAgainst, runScript, sse } from "./rig.ts";

/** Runs calls in one answer each and gives what the model was told and what the stream said. */
async function callInTurn(root: string, calls: ScriptedCall[], env: Record<string, string> = {}) {
  const told: string[] = [];
  const said = await runScript(
    ({ turn, toolResults }) => {
      const last = toolResults.at(-1);
      if (last !== undefined) told.push(last.text);
      const call = calls[turn];
      return call === undefined ? { text: "Done." } : { calls: [call] };
    },
    root,
    { task: { env } },
  );
  return { told, answers: said.all("agent.tool.finished"), said };
}

const read = (path: string, more: object = {}) => ({ name: "read_file", input: { path, ...more } });
const edit = (path: string, old_text: string, new_text: string, more: object = {}) => {
  return { name: "edit_file", input: { path, old_text, new_text, ...more } };
};
const run = (command: string, more: object = {}) => ({ name: "run_command", input: { command, ...more } });

test("read_file gives the whole, or lines of it, or says why not", async () => {
  using repository = scratchRepository({ "a.txt": "one\ntwo\nthree\n", "b/c.txt": "c" });
  execFileSync("mkfifo", [join(repository.path, "pipe")]);
  await Bun.write(join(repository.path, "image.png"), new Uint8Array([0x89, 0x50, 0xff, 0x00]));
  const { told } = await callInTurn(repository.path, [
    read("a.txt"),
    read("a.txt", { first_line: 2, last_line: 2 }),
    read("a.txt", { first_line: 9 }),
    read("b"),
    read("none.txt"),
    read("pipe"),
    read("image.png"),
  ]);
  expect(told).toEqual([
    "one\ntwo\nthree\n",
    "two",
    '"a.txt" has 4 lines.',
    'Cannot read "b": it is a folder; use list_files',
    'Cannot read "none.txt": there is no such file',
    'Cannot read "pipe": it is not a regular file',
    'Cannot read "image.png": its 4 bytes are not UTF-8 text',
  ]);
});

test("edit_file replaces what occurs once, in the file's own line ends", async () => {
  using repository = scratchRepository({
    "a.txt": "x = 1\ny = 1\n",
    "dos.txt": "a\r\nb\r\nc\r\n",
    "bom.txt": "\uFEFFold\n",
  });
  const { told } = await callInTurn(repository.path, [
    edit("a.txt", " = 1", " = 2"),
    edit("a.txt", "z", "q"),
    edit("a.txt", "x = 1", "x = $&"),
    edit("a.txt", " = ", " := ", { replace_all: true }),
    edit("dos.txt", "a\nb", "a\nB"),
    edit("bom.txt", "old", "new"),
    edit("a.txt", "y", "y"),
  ]);
  expect(told).toEqual([
    'Cannot edit "a.txt": old_text occurs 2 times; add lines around it, or replace_all',
    'Cannot edit "a.txt": old_text is not in it; read the file again',
    "Edited a.txt: 1 place.",
    "Edited a.txt: 2 places.",
    "Edited dos.txt: 1 place.",
    "Edited bom.txt: 1 place.",
    'Cannot edit "a.txt": old_text and new_text are the same',
  ]);
  const text = (name: string) => readFileSync(join(repository.path, name), "utf8");
  expect(text("a.txt")).toBe("x := $&\ny := 1\n");
  expect(text("dos.txt")).toBe("a\r\nB\r\nc\r\n");
  expect(text("bom.txt")).toBe("\uFEFFnew\n");
});

test("write_file makes folders and keeps the mode of what it replaces", async () => {
  using repository = scratchRepository({ "run.sh": "#!/bin/sh\n" });
  execFileSync("chmod", ["755", join(repository.path, "run.sh")]);
  const { told } = await callInTurn(repository.path, [
    { name: "write_file", input: { path: "new/deep/x.txt", content: "ü" } },
    { name: "write_file", input: { path: "run.sh", content: "#!/bin/sh\ntrue\n" } },
    { name: "write_file", input: { path: "run.sh/x", content: "" } },
  ]);
  expect(told.slice(0, 2)).toEqual([
    "Wrote 2 bytes to new/deep/x.txt, a new file.",
    "Wrote 15 bytes to run.sh, in place of 10 bytes.",
  ]);
  expect(told[2]).toStartWith("Failed: ");
  expect(statSync(join(repository.path, "run.sh")).mode & 0o777).toBe(0o755);
});

test("list_files and search see tracked and new files, and no ignored ones", async () => {
  using repository = scratchRepository({
    ".gitignore": "dist/\n",
    "src/a.ts": "const one = 1;\n",
    "src/ü b.ts": "const two = 22;\n",
    "gone.ts": "x\n",
  });
  repository.write({ "dist/x.ts": "const one = 1;\n", "src/new.ts": "CONST three\n" });
  execFileSync("rm", [join(repository.path, "gone.ts")]);
  const { told } = await callInTurn(repository.path, [
    { name: "list_files", input: {} },
    { name: "list_files", input: { path: "src", glob: "*.ts" } },
    { name: "list_files", input: { path: "docs" } },
    { name: "search", input: { pattern: "const \\w+ = \\d{2}" } },
    { name: "search", input: { pattern: "const", ignore_case: true, path: "src" } },
    { name: "search", input: { pattern: "= 1;", literal: true } },
    { name: "search", input: { pattern: "nothing like it" } },
    { name: "search", input: { pattern: "(" } },
    { name: "search", input: { pattern: "const", path: "**/a.ts" } },
  ]);
  expect(told.slice(0, 7)).toEqual([
    ".gitignore\nsrc/a.ts\nsrc/new.ts\nsrc/ü b.ts",
    "src/a.ts\nsrc/new.ts\nsrc/ü b.ts",
    "No files.",
    "src/ü b.ts:1:const two = 22;",
    "src/a.ts:1:const one = 1;\nsrc/new.ts:1:CONST three\nsrc/ü b.ts:1:const two = 22;",
    "src/a.ts:1:const one = 1;",
    "No matches.",
  ]);
  expect(told[7]).toStartWith("Cannot search: ");
  expect(told[8]).toBe("src/a.ts:1:const one = 1;");
});

test("a file, a search and a command of a megabyte are shown as beginning and end, with the bytes of the whole", async () => {
  using repository = scratchRepository({ "big.txt": `first\n${"línea\n".repeat(150_000)}last\n` });
  const size = statSync(join(repository.path, "big.txt")).size;
  const { told, answers } = await callInTurn(repository.path, [
    read("big.txt"),
    run("cat big.txt"),
    { name: "search", input: { pattern: "." } },
    run("head -c 1000000 /dev/zero | tr '\\0' x"),
  ]);
  for (const text of told) expect(Buffer.byteLength(text)).toBeLessThan(33_000);
  for (const answer of answers) expect(answer.output.length).toBeLessThan(4200);
  expect(answers.map(({ outputBytes }) => outputBytes)).toEqual([size, size, expect.any(Number), 1_000_000]);
  expect(told[0]).toMatch(/^first\nlínea\n/);
  expect(told[0]).toContain(`of ${size} bytes left out …]`);
  expect(told[0]).toEndWith("línea\nlast\n");
  expect(told[1]).toEndWith("línea\nlast");
  expect(told.join("")).not.toContain("\uFFFD");
});

test("run_command gives both streams in order, the exit code, and the story's environment", async () => {
  using repository = scratchRepository();
  const { told, answers } = await callInTurn(
    repository.path,
    [
      run("echo out; echo err >&2; echo out again"),
      run("cat <<'END' # a comment\n$HOME\nEND\n# and one at the end"),
      run("if"),
      run("cat; tty"),
      run("true"),
      run("echo $PORT"),
    ],
    { PORT: "4321" },
  );
  expect(told[0]).toBe("out\nerr\nout again");
  expect(told[1]).toBe("$HOME");
  expect(answers[2]).toMatchObject({ ok: false });
  expect(told[3]).toContain("not a tty");
  expect(told[4]).toBe("[no output]");
  expect(told[5]).toBe("4321");
});

test("reads of one answer run side by side, writes and commands in their order", async () => {
  using repository = scratchRepository({ "a.txt": "1" });
  const calls = [
    read("a.txt"),
    run("sleep 0.2; printf 2 > a.txt"),
    read("a.txt"),
    { name: "write_file", input: { path: "a.txt", content: "3" } },
    run("printf '%s4' $(cat a.txt) > a.txt"),
    read("a.txt"),
  ];
  let told: string[] = [];
  const said = await runScript(({ turn, toolResults }) => {
    told = toolResults.map(({ text }) => text);
    return turn === 0 ? { calls } : { text: "Done." };
  }, repository.path);
  expect([told[0], told[2], told[5]]).toEqual(["1", "2", "34"]);
  const order = said.events.filter(({ type }) => type.startsWith("agent.tool.")).map(({ type }) => type.split(".")[2]);
  expect(order).toEqual(Array(6).fill(["called", "finished"]).flat());
});

test("reads that follow one another all begin before the first one ends", async () => {
  using repository = scratchRepository({ "a.txt": "a" });
  const calls = Array.from({ length: 4 }, () => ({ name: "search", input: { pattern: "a" } }));
  const said = await runScript(({ turn }) => (turn === 0 ? { calls } : { text: "Done." }), repository.path);
  const order = said.events.filter(({ type }) => type.startsWith("agent.tool.")).map(({ type }) => type.split(".")[2]);
  expect(order.slice(0, 4)).toEqual(Array(4).fill("called"));
});

test("broken calls are told to the model, and end the session when nothing else comes", async () => {
  using repository = scratchRepository();
  let requests = 0;
  const bodies: string[] = [];
  await using server = await rawServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    bodies.push(body);
    const broken = [
      { name: "read_file", arguments: '{"path": "a' },
      { name: "read_file", arguments: '{"file": 1}' },
      { name: "read_mind", arguments: "{}" },
    ];
    response.writeHead(200, { "content-type": "text/event-stream" });
    const call = { index: 0, id: `c${requests}`, function: broken[requests++ % 3] };
    response.end(sse(chunk({ tool_calls: [call] }, "tool_calls")) + sse("[DONE]"));
  });
  const said = await runAgainst(server.baseUrl, repository.path);
  expect(said.finished).toMatchObject({ ok: false, why: "request" });
  expect(said.all("agent.tool.finished").map(({ ok }) => ok)).toEqual(Array(5).fill(false));
  const answers = said.all("agent.tool.finished").map(({ output }) => output);
  expect(answers[0]).toStartWith("The arguments of read_file are not JSON: ");
  expect(answers[1]).toStartWith("The arguments of read_file are wrong: ");
  expect(answers[2]).toStartWith('There is no tool "read_mind". Tools: read_file, ');
  expect(bodies[3]).toContain("There is no tool");
  // What the model wrote as arguments goes back as JSON, since endpoints refuse anything else.
  expect(bodies[1]).toContain('"arguments":"{}"');
});

test("parallel calls are told apart when the endpoint gives them one index, or no index, or no id", async () => {
  using repository = scratchRepository({ "a.txt": "A", "b.txt": "B" });
  const json = (path: string) => JSON.stringify({ path });
  const shapes = [
    [
      { index: 0, id: "x", function: { name: "read_file", arguments: json("a.txt") } },
      { index: 0, id: "y", function: { name: "read_file", arguments: json("b.txt") } },
    ],
    [
      { id: "x", function: { name: "read_file", arguments: json("a.txt") } },
      { id: "y", function: { name: "read_file", arguments: json("b.txt") } },
    ],
    [
      { index: 0, function: { name: "read_file", arguments: '{"path":' } },
      { index: 1, function: { name: "read_file", arguments: json("b.txt") } },
      { index: 0, function: { arguments: '"a.txt"}' } },
    ],
  ];
  for (const shape of shapes) {
    let requests = 0;
    await using server = await rawServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      if (requests++ > 0) return void response.end(sse(chunk({ content: "ok" }, "stop")) + sse("[DONE]"));
      for (const call of shape) response.write(sse(chunk({ tool_calls: [call] })));
      response.end(sse(chunk({}, "tool_calls")) + sse("[DONE]"));
    });
    const said = await runAgainst(server.baseUrl, repository.path);
    expect(
      said
        .all("agent.tool.finished")
        .map(({ output }) => output)
        .toSorted(),
    ).toEqual(["A", "B"]);
  }
  expect(existsSync(join(repository.path, "a.txt"))).toBe(true);
});

test("a sandboxed task's commands go through bubblewrap, and never around it", async () => {
  using repository = scratchRepository();
  using programs = scratchFolder();
  // Stands in for the sandbox: says what it was told, and starts what it was given.
  const script =
    '#!/bin/sh\necho "$@" > "$(dirname "$0")/told"\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n';
  writeFiles(programs.path, { bwrap: script });
  execFileSync("chmod", ["755", join(programs.path, "bwrap")]);
  const calls = [{ name: "run_command", input: { command: "echo inside" } }];
  const outputWith = async (program: string) => {
    const said = await runScript(({ turn }) => (turn === 0 ? { calls } : { text: "Done." }), repository.path, {
      task: { sandbox: sandboxIn(systemHost(), programs.path, { program, network: false }) },
    });
    return said.all("agent.tool.finished")[0];
  };
  const found = await outputWith(join(programs.path, "bwrap"));
  expect(found).toMatchObject({ ok: true, output: "inside" });
  const told = readFileSync(join(programs.path, "told"), "utf8");
  expect(told).toContain("--unshare-net ");
  expect(told).toContain(`--bind ${repository.path} ${repository.path} `);
  const missing = await outputWith("/nowhere/bwrap");
  expect(missing).toMatchObject({ ok: false, output: 'Failed: Cannot start "/nowhere/bwrap": missing' });
});
