import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchRepository } from "../support/scratch.ts";
import { eventsOf, privateState, runArtifact } from "./artifact.ts";
import { checkoutState } from "./checkout-state.ts";
import { planText, running, scriptedEndpoint, story, writing } from "./scripted-endpoint.ts";

/** What people really have in their configuration, and what nobody should. None of it may change what a run makes. */
const settings: readonly (readonly [string, string])[] = [
  ["alias.status", "log"],
  ["apply.whitespace", "error"],
  ["blame.ignoreRevsFile", "/nowhere"],
  ["branch.sort", "-committerdate"],
  ["color.ui", "always"],
  ["column.ui", "always"],
  ["commit.template", "/nowhere"],
  ["commit.verbose", "true"],
  ["core.abbrev", "40"],
  ["core.autocrlf", "input"],
  ["core.commentChar", "*"],
  ["core.compression", "0"],
  ["core.editor", "false"],
  ["core.fsmonitor", "false-monitor"],
  ["core.ignoreStat", "true"],
  ["core.pager", "false"],
  ["core.preloadIndex", "false"],
  ["core.quotePath", "true"],
  ["core.splitIndex", "true"],
  ["core.untrackedCache", "true"],
  ["core.whitespace", "trailing-space,tab-in-indent"],
  ["diff.algorithm", "histogram"],
  ["diff.context", "0"],
  ["diff.external", "false"],
  ["diff.interHunkContext", "9"],
  ["diff.mnemonicPrefix", "true"],
  ["diff.noprefix", "true"],
  ["diff.orderFile", "/nowhere"],
  ["diff.relative", "true"],
  ["diff.renames", "copies"],
  ["diff.statGraphWidth", "3"],
  ["feature.experimental", "true"],
  ["feature.manyFiles", "true"],
  ["fetch.prune", "true"],
  ["format.pretty", "oneline"],
  ["gc.auto", "1"],
  ["grep.column", "true"],
  ["grep.fullName", "true"],
  ["grep.lineNumber", "true"],
  ["grep.patternType", "perl"],
  ["help.autoCorrect", "1"],
  ["i18n.commitEncoding", "ISO-8859-1"],
  ["i18n.logOutputEncoding", "UTF-16"],
  ["index.sparse", "true"],
  ["index.version", "4"],
  ["init.defaultBranch", "trunk"],
  ["init.templateDir", "/nowhere"],
  ["log.abbrevCommit", "true"],
  ["log.date", "relative"],
  ["log.decorate", "full"],
  ["log.follow", "true"],
  ["log.showSignature", "true"],
  ["merge.autoStash", "true"],
  ["merge.conflictStyle", "zdiff3"],
  ["merge.ff", "only"],
  ["merge.renames", "false"],
  ["merge.renormalize", "true"],
  ["merge.verifySignatures", "true"],
  ["notes.displayRef", "refs/notes/*"],
  ["pager.log", "false"],
  ["protocol.version", "0"],
  ["pull.rebase", "true"],
  ["push.default", "matching"],
  ["push.followTags", "true"],
  ["rebase.autoStash", "true"],
  ["rerere.autoUpdate", "true"],
  ["rerere.enabled", "true"],
  ["status.branch", "true"],
  ["status.relativePaths", "true"],
  ["status.short", "true"],
  ["status.showStash", "true"],
  ["status.showUntrackedFiles", "no"],
  ["status.submoduleSummary", "true"],
  ["submodule.recurse", "true"],
  ["tag.gpgSign", "true"],
  ["transfer.fsckObjects", "true"],
];

const files = {
  "README.md": "# Wörds\n",
  "src/old name.js": `${Array.from({ length: 30 }, (_, at) => `export const v${at} = ${at};`).join("\n")}\n`,
  "src/ünder.js": 'import { v1 } from "./old name.js";\nexport const u = v1;\n',
  "a.txt": "one\ntwo\nthree\n",
};
const stories = {
  Rename: [running("mv 'src/old name.js' src/new.js; sed -i 's/old name/new/' src/ünder.js")],
  "Ändern: a # b": [writing({ "a.txt": "one\n  two\t \nthree\nfour\n", "docs/é.md": "é\n" })],
};
const plan = planText("parallel", [
  story("S1", { title: "Rename", writes: ["src/**"] }),
  story("S2", { title: "Ändern: a # b", writes: ["a.txt", "docs/**"], dependsOn: ["S1"] }),
]);

interface Made {
  tree: string;
  messages: string;
  patch: string;
  shown: string;
  facts: unknown;
}

/** What a run makes of the same stories, with the settings in the person's file, the repository's own, or nowhere. */
async function made(where: "global" | "local" | null): Promise<Made> {
  await using endpoint = await scriptedEndpoint({ stories });
  using state = privateState();
  using repo = scratchRepository(files);
  const folder = join(state.path, "config");
  mkdirSync(folder, { recursive: true });
  const file = where === "local" ? join(repo.path, ".git", "config") : join(folder, "gitconfig");
  writeFileSync(join(folder, "gitconfig"), "");
  const own = readFileSync(join(repo.path, ".git", "config"));
  if (where !== null) for (const [name, value] of settings) repo.git("config", "--file", file, name, value);
  const before = checkoutState(repo.path);
  const env = { ...state.env, ...endpoint.env, GIT_CONFIG_GLOBAL: join(folder, "gitconfig") };
  const args = ["conduct", "-", "--agent", "openai", "--json", "--deliver", "branch", "--no-verify"];
  const run = await runArtifact({ cwd: repo.path, args, env, stdin: plan });
  expect(run.exitCode).toBe(0);
  const shown = await runArtifact({ cwd: repo.path, args: ["diff"], env });
  expect(checkoutState(repo.path)).toEqual(before);
  // What was made is looked at without any of them.
  writeFileSync(join(repo.path, ".git", "config"), own);
  const branch = eventsOf(run.events, "delivery.finished")[0]?.branch ?? "";
  return {
    tree: repo.git("rev-parse", `${branch}^{tree}`),
    messages: repo.git("log", "--format=%an %ae %cn %e%n%B", `main..${branch}`).replaceAll(/^Baro-.*$/gm, ""),
    patch: repo.git("diff", "--binary", "-M", `main...${branch}`),
    shown: shown.stdout,
    facts: eventsOf(run.events, "story.merged").map(({ story: id, files: count, insertions, deletions }) => {
      return [id, count, insertions, deletions];
    }),
  };
}

test("no setting that is of taste, speed or display changes what a run makes or shows", async () => {
  const plain = await made(null);
  expect(plain.patch).toContain("rename from src/old name.js");
  expect(plain.messages).toContain("Ändern: a # b");
  expect(plain.facts).toHaveLength(2);
  expect(await made("global")).toEqual(plain);
  expect(await made("local")).toEqual(plain);
});
