import { expect, test } from "bun:test";
import { commandNames } from "../../src/cli/commands.ts";
import { every } from "../../src/settings/row.ts";
import { hintFor, typedFor } from "../../src/text/typed-command.ts";

const root = "/home/me/the app";

test.each([
  ["git merge baro/x-1", "git -C '/home/me/the app' merge baro/x-1"],
  ["git -C /other status", "git -C /other status"],
  ["git fetch origin && git log a..b", "git -C '/home/me/the app' fetch origin && git -C '/home/me/the app' log a..b"],
  ["baro resume x-1 --story S2", "baro resume --cwd '/home/me/the app' x-1 --story S2"],
  ["baro resume", "baro resume --cwd '/home/me/the app'"],
  ["baro conduct '/s/a && git b.json'", "baro conduct --cwd '/home/me/the app' '/s/a && git b.json'"],
  ['baro "GOAL"', "baro --cwd '/home/me/the app' \"GOAL\""],
  ["baro --cwd /other trust", "baro --cwd /other trust"],
  ["baro trust --cwd /other", "baro trust --cwd /other"],
  ["baro --help", "baro --help"],
  ["baro mcp --repo DIR", "baro mcp --repo DIR"],
  ["Open https://forge.example/new?x=git merge", "Open https://forge.example/new?x=git merge"],
])("%s is typed elsewhere as %s", (command, typed) => {
  expect(typedFor(root, command)).toBe(typed);
  expect(typedFor(null, command)).toBe(command);
  expect(typedFor(root, typed)).toBe(typed);
});

test.each([
  ["Stop what writes to it, then run: baro resume", "Stop what writes to it, then run: baro resume --cwd /r"],
  [
    "Look at it with: baro show a; stop it with: baro stop a",
    "Look at it with: baro show --cwd /r a; stop it with: baro stop --cwd /r a",
  ],
  [
    'Follow up with: baro continue "GOAL" (see baro show a)',
    'Follow up with: baro continue --cwd /r "GOAL" (see baro show a)',
  ],
  ["Write one, as `baro plan --json` prints it", "Write one, as `baro plan --cwd /r --json` prints it"],
  ["git rm --cached x; git gc", "git -C /r rm --cached x; git -C /r gc"],
  ["Add baro to the list; see git's manual", "Add baro to the list; see git's manual"],
])("in the hint %j, what is to be typed says where", (hint, typed) => {
  expect(hintFor("/r", hint)).toBe(typed);
});

test("every command that reads settings can be told where it is meant", () => {
  const told = commandNames.filter((name) => typedFor("/r", `baro ${name}`) !== `baro ${name}`);
  expect(told.toSorted()).toEqual(
    commandNames.filter((name) => (every as readonly string[]).includes(name)).toSorted(),
  );
});
