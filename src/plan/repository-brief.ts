import type { Decision } from "../core/decision.ts";
import { isManifest, isTaskFile, taskFiles } from "../ecosystems/known.ts";
import { listBaseFiles } from "../git/base-files.ts";
import { type GitHost, tryGit } from "../git/git.ts";
import { quoteLines } from "../text/escape-markdown.ts";
import { shorten } from "../text/shorten.ts";
import { overviewOfFiles } from "./file-overview.ts";

export interface BriefRequest {
  root: string;
  base: string;
  decision: Decision;
  signal: AbortSignal;
}

// Characters per section: together a few thousand, however large the repository is.
const lengths = { tree: 2400, manifests: 500, scripts: 600, readme: 1200, facts: 1200 } as const;
const maxReadBytes = 64 * 1024;

/** What the planner is told of the repository at its base: the top of the tree, its manifests, its README's head. */
export async function repositoryBrief(host: GitHost, request: BriefRequest): Promise<string> {
  const { root, base, decision, signal } = request;
  const files = await listBaseFiles(host, root, base);
  const readmePath = files.find((file) => /^readme(?:\.(?:md|rst|txt|adoc))?$/i.test(file));
  const offered = taskFiles.find(({ file }) => files.includes(file));
  const [readme, tasks] = await Promise.all([
    readmePath === undefined ? null : readAtBase(host, request, readmePath, signal),
    offered === undefined ? null : readAtBase(host, request, offered.file, signal),
  ]);
  const scripts = offered?.read(tasks ?? "").map(([name, command]) => `${name} (${shorten(command, 80)})`) ?? [];
  const targets = decision.signals.flatMap(({ path }) => path ?? []);
  const sections = [
    section(
      `${files.length} files; folders with the number of files below them`,
      overviewOfFiles(files, targets, lengths.tree),
    ),
    section("Manifests", listed(manifestsOf(files), lengths.manifests)),
    section(`Scripts of ${offered?.file ?? ""}`, listed(scripts, lengths.scripts)),
    section("What the goal names", shorten(factsOf(decision), lengths.facts)),
    section(`The beginning of ${readmePath ?? "the README"}`, quotedHead(readme)),
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

async function readAtBase(
  host: GitHost,
  { root, base }: BriefRequest,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  const result = await tryGit(host, root, ["cat-file", "blob", `${base}:${path}`], {
    signal,
    maxStdoutBytes: maxReadBytes,
  });
  return result.exitCode === 0 ? result.stdout.toString("utf8") : null;
}

function section(title: string, text: string): string {
  return text === "" ? "" : `${title}:\n${text}`;
}

/** The outermost first: those of packages follow from them. */
function manifestsOf(files: readonly string[]): string[] {
  const depth = (path: string) => path.split("/").length;
  return files.filter((file) => isManifest(file) || isTaskFile(file)).sort((a, b) => depth(a) - depth(b));
}

/** The facts behind the decision; its weighed features say how to run, which is decided already. */
function factsOf(decision: Decision): string {
  const facts = decision.signals.filter((signal) => signal.towards === undefined && signal.detail !== "");
  return facts.map((signal) => `- ${shorten(signal.detail.replaceAll(/\s+/g, " "), 200)}`).join("\n");
}

/** Without badges, pictures and markup, which say nothing about the code. */
function quotedHead(readme: string | null): string {
  if (readme === null) return "";
  const text = readme
    .replaceAll(/<!--[\s\S]*?-->|<[^>\n]+>|\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?/g, "")
    .replaceAll(/\n[ \t]*(?:\n[ \t]*)+/g, "\n\n")
    .trim();
  return text === "" ? "" : quoteLines(shorten(text, lengths.readme));
}

function listed(names: readonly string[], maxLength: number): string {
  let text = "";
  for (const [place, name] of names.entries()) {
    const rest = `, and ${names.length - place} more`;
    if (text.length + name.length + rest.length + 2 > maxLength) return place === 0 ? "" : `${text}${rest}`;
    text += place === 0 ? name : `, ${name}`;
  }
  return text;
}
