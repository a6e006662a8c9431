import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { readPlainText } from "../host/read-plain.ts";
import { gitConfigValue } from "../text/quoting.ts";
import { attributesOf, filtersIn } from "./attribute-lines.ts";
import { type GitHost, git, tryGit } from "./git.ts";
import { gitDirOf } from "./git-dir.ts";
import { commonDirOf } from "./loose-commit.ts";

/**
 * What decides on a person's machine, and in none of their commits, which bytes a commit gets of a file, and which files are
 * ignored: it has to hold wherever the run's files are committed.
 */
export interface ContentRules {
  /** Settings that name no program and no place. */
  settings: [name: PlainSetting, value: string][];
  /** The texts of attribute and ignore files outside the commits: those of the repository, and the person's for all. */
  attributes: { repository: string; person: string };
  ignores: { repository: string; person: string };
  /** The filters that files of the repository go through, and that are set up. */
  filters: string[];
}

export const plainSettings = ["core.autocrlf", "core.eol", "core.safecrlf", "core.filemode", "core.symlinks"] as const;
type PlainSetting = (typeof plainSettings)[number];
/** What such a setting may be. */
export const plainValue: RegExp = /^\w{1,20}$/;
/** Whether a system can do it: only that it can't is the person's word. */
const onlyOff: ReadonlySet<string> = new Set(["core.filemode", "core.symlinks"]);
/** No such file of a person's is longer. */
const mostBytes = 256 * 1024;

/** Reads the rules that hold for the files of a commit. */
export async function contentRules(host: GitHost, root: string, commit: string): Promise<ContentRules> {
  const [list, commonDir, used] = await Promise.all([
    git(host, root, ["config", "--list", "-z"]),
    gitDirOf(host, root).then(commonDirOf),
    attributesOf(host, root, commit),
  ]);
  const names = new Set(used.flatMap(({ text }) => filtersIn(text)));
  const set = settingsOf(list);
  const own = async (name: string) => textOf(join(commonDir, "info", name));
  const persons = (setting: string, name: string) => personsFile(host, root, set.has(setting) ? setting : null, name);
  const attributes = {
    repository: await own("attributes"),
    person: await persons("core.attributesfile", "attributes"),
  };
  const ignores = { repository: await own("exclude"), person: await persons("core.excludesfile", "ignore") };
  for (const name of filtersIn(`${attributes.repository}\n${attributes.person}`)) names.add(name);
  return {
    settings: plainSettings.flatMap((name): [PlainSetting, string][] => {
      const value = set.get(name) ?? "";
      return plainValue.test(value) && !(onlyOff.has(name) && isOn(value)) ? [[name, value]] : [];
    }),
    attributes,
    ignores,
    filters: [...names].filter((name) => isSetUp(set, name)).sort(),
  };
}

/** Lets the rules hold in a repository of ours. */
export async function applyContentRules(host: GitHost, root: string, rules: ContentRules): Promise<void> {
  const info = join(root, ".git", "info");
  await mkdir(info, { recursive: true });
  const [attributes, ignores] = [join(info, "person-attributes"), join(info, "person-ignores")];
  await Promise.all([
    writeFile(join(info, "attributes"), rules.attributes.repository),
    writeFile(join(info, "exclude"), rules.ignores.repository),
    writeFile(attributes, rules.attributes.person),
    writeFile(ignores, rules.ignores.person),
  ]);
  const files = { "core.attributesFile": attributes, "core.excludesFile": ignores };
  const asks = rules.filters.includes("lfs");
  const set = asks ? settingsOf(await git(host, root, ["config", "--list", "-z"])) : null;
  // Where the program is not there, pointers stay pointers; see `git/large-files.ts`.
  const lfs = set !== null && !isSetUp(set, "lfs") ? Object.entries(lfsSettings) : [];
  const lines = [...rules.settings, ...Object.entries(files), ...lfs].map(([name, value]) => settingLine(name, value));
  await writeFile(join(root, ".git", "config"), `${lines.join("")}`, { flag: "a" });
}

/** The filters that files go through, and that this machine's git knows nothing of: they would be committed as they lie there. */
export async function lackedFilters(host: GitHost, root: string, { filters }: ContentRules): Promise<string[]> {
  const wanted = filters.filter((name) => name !== "lfs");
  if (wanted.length === 0) return [];
  const set = settingsOf(await git(host, root, ["config", "--list", "-z"]));
  return wanted.filter((name) => !isSetUp(set, name));
}

/** As `git lfs install` has them. */
const lfsSettings = {
  "filter.lfs.clean": "git-lfs clean -- %f",
  "filter.lfs.smudge": "git-lfs smudge -- %f",
  "filter.lfs.process": "git-lfs filter-process",
  "filter.lfs.required": "true",
};

function settingLine(name: string, value: string): string {
  const [section = "", ...rest] = name.split(".");
  const sub = rest.length === 1 ? "" : ` "${rest[0]}"`;
  return `[${section}${sub}]\n\t${rest.at(-1)} = ${gitConfigValue(value)}\n`;
}

/** By their names, which are in lower case but for a filter's own; the last one holds. */
function settingsOf(list: string): Map<string, string> {
  return new Map(
    list.split("\0").flatMap((entry): [string, string][] => {
      const end = entry.indexOf("\n");
      if (entry === "") return [];
      return [[end < 0 ? entry : entry.slice(0, end), end < 0 ? "true" : entry.slice(end + 1)]];
    }),
  );
}

function isOn(value: string): boolean {
  return /^(?:true|yes|on|[1-9]\d*)$/i.test(value);
}

function isSetUp(set: ReadonlyMap<string, string>, name: string): boolean {
  return ["clean", "smudge", "process"].some((what) => (set.get(`filter.${name}.${what}`) ?? "") !== "");
}

/**
 * The lines of attributes outside of the commits that hold in a repository: its own, and the person's for all. `list`: its
 * settings, as `git config --list -z` tells them.
 */
export async function attributesBeside(
  host: GitHost,
  { root, commonDir, list }: { root: string; commonDir: string; list: string },
): Promise<string> {
  const setting = settingsOf(list).has("core.attributesfile") ? "core.attributesfile" : null;
  const texts = [textOf(join(commonDir, "info", "attributes")), personsFile(host, root, setting, "attributes")];
  return (await Promise.all(texts)).join("\n");
}

async function personsFile(host: GitHost, root: string, setting: string | null, name: string): Promise<string> {
  if (setting !== null) {
    const asked = await tryGit(host, root, ["config", "--type=path", "--get", setting]);
    const path = asked.stdout.toString("utf8").trimEnd();
    return path === "" ? "" : textOf(resolve(root, path));
  }
  const config = host.env["XDG_CONFIG_HOME"] || join(host.env["HOME"] ?? "/", ".config");
  return textOf(join(config, "git", name));
}

async function textOf(path: string): Promise<string> {
  try {
    return readPlainText(path, mostBytes);
  } catch {
    return "";
  }
}
