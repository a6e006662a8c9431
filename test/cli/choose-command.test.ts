import { expect, test } from "bun:test";
import { chooseCommand } from "../../src/cli/choose-command.ts";
import { commandNames } from "../../src/cli/commands.ts";

const command = (name: string, argv: string[], more: object = {}) => ({
  kind: "command",
  name,
  argv,
  help: false,
  notice: null,
  ...more,
});

test.each([
  [[], command("run", [])],
  [["fix the login"], command("run", ["fix the login"])],
  [["run", "fix"], command("run", ["fix"])],
  [["plan", "my", "holiday"], command("plan", ["my", "holiday"])],
  [["--json", "plan", "x"], command("plan", ["--json", "x"])],
  [["--cwd", "/tmp", "runs"], command("runs", ["--cwd", "/tmp"])],
  [["--mode", "parallel", "add", "tests"], command("run", ["--mode", "parallel", "add", "tests"])],
  [["--", "plan", "a party"], command("run", ["--", "plan", "a party"])],
  [["run", "stop", "the", "flicker"], command("run", ["stop", "the", "flicker"])],
  [["-"], command("run", ["-"])],
  [["--help"], { kind: "overview" }],
  [["-h"], { kind: "overview" }],
  [["help"], { kind: "overview" }],
  [["help", "events"], { kind: "events" }],
  [["help", "plan"], command("plan", [], { help: true })],
  [["plan", "--help"], command("plan", ["--help"], { help: true })],
  [["fix", "--help"], command("run", ["fix", "--help"], { help: true })],
  [["status"], command("runs", [])],
  [["list", "--json"], command("runs", ["--json"])],
  [["log"], command("show", [])],
  [["log", "fix-the-login-k3x9"], command("show", ["fix-the-login-k3x9"])],
  [["help", "status"], command("runs", [], { help: true })],
  [["help", "me with this"], command("run", ["help", "me with this"])],
  [["help", "users", "sign", "in"], command("run", ["help", "users", "sign", "in"])],
  [["version"], { kind: "version" }],
  [["upgrade"], command("update", [])],
  [["update", "the", "README"], command("run", ["update", "the", "README"])],
  [["list", "all", "users"], command("run", ["list", "all", "users"])],
  [["log", "every", "request"], command("run", ["log", "every", "request"])],
  [["version", "the", "API"], command("run", ["version", "the", "API"])],
  [["run", "--", "--help", "me"], command("run", ["--", "--help", "me"])],
])("chooseCommand(%j)", (argv, expected) => {
  expect(chooseCommand(argv)).toEqual(expected as ReturnType<typeof chooseCommand>);
});

test("a goal that begins almost like a command stays a goal, and says so", () => {
  expect(chooseCommand(["plna", "the", "tests"])).toEqual(
    command("run", ["plna", "the", "tests"], {
      notice: '"plna" is taken as part of the goal; the command is: baro plan',
    }) as ReturnType<typeof chooseCommand>,
  );
});

test.each([
  ["doctr", "doctor"],
  ["conudct", "conduct"],
  ["resum", "resume"],
  ["stauts", "status"],
])("a lone %p fails and names the command", (word, meant) => {
  expect(() => chooseCommand([word, "--json"])).toThrow(`Cannot run "${word}": there is no such command`);
  try {
    chooseCommand([word]);
  } catch (error) {
    expect(error).toMatchObject({ code: "usage", hint: expect.stringContaining(`Did you mean baro ${meant}?`) });
  }
});

test.each([
  ["nosuch", "See all commands with: baro --help"],
  ["completion", "Did you mean baro help completions?"],
])("help about %p, which is nothing, says so", (topic, hint) => {
  try {
    chooseCommand(["help", topic]);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: "usage", hint });
  }
});

test.each(commandNames)("%s alone is the command", (name) => {
  expect(chooseCommand([name])).toMatchObject({ kind: "command", name });
});
