import { describe, expect, test } from "bun:test";
import { commandNames } from "../../src/cli/commands.ts";
import { parseConfig } from "../../src/settings/config-file.ts";
import type { KindName } from "../../src/settings/kinds.ts";
import { loadSettings } from "../../src/settings/load.ts";
import type { RunOptions } from "../../src/settings/options.ts";
import { recordOptions, restoreOptions } from "../../src/settings/recorded-options.ts";
import { isOwnOption, keyOf, optionName, rowOf, type SettingName, settingNames } from "../../src/settings/table.ts";
import { type FlagValues, variableOf } from "../../src/settings/texts.ts";
import { aTerminal, testHost } from "../cli/test-host.ts";
import { scratchFolder, writeFiles } from "../support/scratch.ts";

/** A value of each kind that is nobody's default: as a flag or a variable has it, and as a file has it. */
const samples: Record<Exclude<KindName, "switch" | "choice">, [text: string, toml: string]> = {
  count: ["9", "9"],
  money: ["0.5", "0.5"],
  duration: ["3m", '"3m"'],
  text: ["make check", '"make check"'],
  ref: ["develop", '"develop"'],
  url: ["http://x.example/v1", '"http://x.example/v1"'],
  commands: ["make check", '["make check"]'],
  texts: ["one", '["one"]'],
  agent: ["pi:small", '"pi:small"'],
  agents: ["pi:small", '["pi:small"]'],
  tiers: ["light=pi", '{ light = "pi" }'],
  draft: ["true", "true"],
  sandbox: ["net-off", '"net-off"'],
};

function sampleOf(name: SettingName): { text: string; toml: string; value: unknown } {
  const { kind, unset } = rowOf(name);
  const value = unset === true ? "false" : "true";
  const other = kind.values?.find((one) => one !== unset) ?? "";
  // A path has to begin where no folder is stood in.
  const path: [string, string] = ["/one", '["/one"]'];
  const place: [string, string] = ["ssh:box,slots=2", '["ssh:box,slots=2"]'];
  const written =
    name === "sandbox-read"
      ? { texts: path }
      : name === "worker"
        ? { texts: place }
        : name === "queue-ca"
          ? { text: ["/one", '"/one"'] as const }
          : {};
  const [text, toml] =
    kind.is === "switch"
      ? [value, value]
      : kind.is === "choice"
        ? [other, `"${other}"`]
        : { ...samples, ...written }[kind.is];
  return { text, toml, value: kind.read(text) };
}

async function optionsWith(flags: FlagValues, env: Record<string, string>, user: string | null): Promise<RunOptions> {
  using folder = scratchFolder();
  if (user !== null) writeFiles(folder.path, { ".config/baro/config.toml": user });
  const host = testHost({ cwd: folder.path, env: { HOME: folder.path, ...env }, terminal: aTerminal });
  return (await loadSettings(host, flags)).options;
}

describe.each(settingNames.filter(isOwnOption))("%s", (name) => {
  const { text, toml, value } = sampleOf(name);
  const row = rowOf(name);
  const option = optionName(name) as keyof RunOptions;
  const flag = row.kind.is === "switch" ? text === "true" : row.kind.list === true ? [text] : text;
  const file = `${keyOf(name)} = ${toml}\n`;

  test("has another default", async () => {
    expect((await optionsWith({}, {}, null))[option]).toEqual(row.unset as never);
    expect(row.unset).not.toEqual(value);
  });
  test.if(row.from.includes("flag"))("is set by a flag, which is remembered as given", async () => {
    const options = await optionsWith({ [name]: flag }, {}, null);
    expect(options[option]).toEqual(value as never);
    expect(options.given).toEqual([option]);
  });
  test.if(row.from.includes("variable"))("is set by its variable", async () => {
    expect((await optionsWith({}, { [variableOf(name)]: text }, null))[option]).toEqual(value as never);
  });
  test(row.from.includes("file") ? "is set by the user's file" : "is set by no file", async () => {
    if (row.from.includes("file")) expect((await optionsWith({}, {}, file))[option]).toEqual(value as never);
    else await expect(optionsWith({}, {}, file)).rejects.toThrow("the key is unknown");
  });
  test(row.recorded ? "is what it was when a run goes on" : "is this process's when a run goes on", async () => {
    const before = await optionsWith({}, {}, null);
    const recorded = recordOptions({ ...before, [option]: value });
    const now = restoreOptions(before, JSON.parse(JSON.stringify(recorded)), "r");
    expect(now[option]).toEqual((row.recorded ? value : row.unset) as never);
    const given = restoreOptions({ ...before, given: [option] }, recorded, "r");
    expect(given[option]).toEqual(row.unset as never);
  });
});

test.each(settingNames.filter((name) => name.includes(".")))("%s is set by a file alone", (name) => {
  const { toml, value } = sampleOf(name);
  const [section, key] = name.split(".");
  const forge = name === "delivery.api-url" ? 'forge = "gitea"\n' : "";
  expect(parseConfig(`[${section}]\n${forge}${key} = ${toml}\n`, "baro.toml")).toMatchObject({ [name]: value });
});

test.each(settingNames)("%s says its default as one can write it, and is taken by commands that exist", (name) => {
  const { kind, unset, takers, example, from } = rowOf(name);
  if (unset !== null && kind.list !== true) expect(kind.read(kind.render(unset))).toEqual(unset);
  if (example !== undefined) expect(() => kind.read(example)).not.toThrow();
  for (const taker of takers) expect(commandNames as readonly string[]).toContain(taker);
  expect(takers.length > 0).toBe(from.includes("flag"));
});

test("a journal that says nothing of a setting leaves it as nobody had set it, one that says nonsense is refused", async () => {
  const options = await optionsWith({}, {}, null);
  const restored = restoreOptions({ ...options, parallel: 9 }, { followUp: null }, "r");
  expect(restored).toMatchObject({ parallel: 4, setup: null, trailers: true });
  expect(() => restoreOptions(options, { followUp: null, parallel: "many" }, "r")).toThrow("Cannot resume run");
  expect(() => restoreOptions(options, {}, "r")).toThrow("Cannot resume run");
});
