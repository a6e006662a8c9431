import type { Link, LinkKind } from "../core/link.ts";
import type { LinkShape } from "../forges/forge.ts";
import { canonicalHost, forges } from "../forges/forges.ts";
import { parseRemoteUrl } from "../forges/remote-url.ts";

/** One way in which a forge or tracker writes the path of a request or an issue. */
interface PathShape extends LinkShape {
  kind: LinkKind;
  place: string;
}

/** The forges' own shapes come first: those below fit many. */
const shapes: readonly PathShape[] = [
  ...forges.flatMap(({ kind: place, links }) => links.paths.map((shape) => ({ ...shape, place }))),
  { pattern: /^(?<name>.+?\/_git\/[^/]+)\/pullrequest\/(?<number>\d+)/, kind: "pull-request", place: "unknown" },
  { pattern: /^(?<name>[^/]+\/[^/]+)\/issues\/(?<number>\d+)/, kind: "issue", place: "unknown" },
  {
    pattern: /^(?:[^/]+\/)?(?:issue|browse|issues)\/(?<key>[A-Za-z][A-Za-z0-9]*-\d+)/,
    kind: "issue",
    place: "tracker",
  },
];

const knownHosts: readonly [RegExp, string][] = [
  ...forges.map(({ kind, links }) => [links.host, kind] as [RegExp, string]),
  [/(^linear\.app|\.atlassian\.net|(^|\.)(jira|youtrack)\b)/, "tracker"],
];

const url =
  /(?:(?<scheme>https?):\/\/(?:[^\s/@]*@)?|(?<![\w./@-]))(?<host>(?:[\w-]+\.)+[a-z]{2,}|localhost)(?::\d+)?(?<rest>\/[^\s<>"'`)\]]*)?/gi;

const references: readonly (LinkShape & { place: string; host?: string | undefined })[] = [
  ...forges.flatMap(({ kind: place, hosts, links }) =>
    links.shorthands.map((shape) => ({ ...shape, place, host: hosts.known[0] })),
  ),
  { pattern: /(?<![\w/.-])(?<name>[A-Za-z0-9][\w.-]*\/[\w.-]+)#(?<number>\d+)\b/, kind: null, place: "reference" },
  {
    pattern: /(?<![\w/.-])(?<name>[A-Za-z0-9][\w.-]*\/[\w./-]*[\w-])!(?<number>\d+)\b/,
    kind: "pull-request",
    place: "reference",
  },
  {
    pattern: /\b(?:PR|pull[- ]request|MR|merge[- ]request)\s*[#!]?(?<number>\d+)\b/i,
    kind: "pull-request",
    place: "reference",
  },
  { pattern: /(?<![\w/])!(?<number>\d+)\b/, kind: "pull-request", place: "reference" },
  { pattern: /\bissue\s*#?(?<number>\d+)\b/i, kind: "issue", place: "reference" },
  { pattern: /(?<![\w&/])(?:GH-|#)(?<number>\d+)\b/, kind: null, place: "reference" },
  // A tracker's key in running text looks like UTF-8 or SHA-256; alone it can only be a key.
  { pattern: /^\s*(?<key>[A-Z][A-Z0-9]+-\d+)\s*$/, kind: "issue", place: "tracker" },
];

/** The first pull request, issue or page that a goal links to: a URL, `#12`, `gh:owner/name#12`, a tracker's key. */
export function parseLink(goal: string): Link | null {
  for (const match of goal.matchAll(url)) {
    const link = readUrl(match);
    if (link !== null) return link;
  }
  for (const { pattern, kind, place, host } of references) {
    const match = pattern.exec(goal);
    if (match === null) continue;
    const { name, number, key } = match.groups ?? {};
    return {
      text: match[0].trim(),
      place,
      kind,
      host: host ?? null,
      repository: name ?? null,
      number: number === undefined ? null : Number(number),
      key: key ?? null,
      part: null,
    };
  }
  return null;
}

/** A text without what links: URLs, `#12`, tracker keys. */
export function withoutLinks(text: string): string {
  const plain = text.replace(url, (match) => (parseLink(match) === null ? match : " "));
  return references.reduce(
    (rest, { pattern }) => rest.replace(new RegExp(pattern.source, `${pattern.flags}g`), " "),
    plain,
  );
}

function readUrl(match: RegExpExecArray): Link | null {
  const groups = match.groups ?? {};
  const host = (groups["host"] ?? "").toLowerCase().replace(/^www\./, "");
  const path = (groups["rest"] ?? "").replace(/[.,;:!?]+$/, "").replace(/^\//, "");
  const text = match[0].replace(/[.,;:!?]+$/, "");
  const known = knownHosts.find(([pattern]) => pattern.test(host))?.[1];
  for (const shape of shapes) {
    const found = shape.pattern.exec(path);
    if (found !== null) return { ...readPath(found, path), text, host, kind: shape.kind, place: known ?? shape.place };
  }
  // Without a scheme, `foo.bar/baz` is more likely a file than a page.
  if (groups["scheme"] === undefined && (known === undefined || path === "")) return null;
  return { text, place: known ?? "unknown", kind: "page", host, repository: null, number: null, key: null, part: null };
}

function readPath(found: RegExpExecArray, path: string): Pick<Link, "repository" | "number" | "key" | "part"> {
  const { name, number, key } = found.groups ?? {};
  const part = path.slice(found[0].length).replace(/^[/?#]+/, "");
  return {
    repository: name ?? null,
    number: number === undefined ? null : Number(number),
    key: key?.toUpperCase() ?? null,
    part: part === "" || key !== undefined ? null : part,
  };
}

/**
 * Whether a link leads to the repository at hand; `null` when that can't be told (no remote, or a tracker).
 * A bare `#12` is always this repository's.
 */
export function isThisRepository(link: Link, remoteUrl: string | null): boolean | null {
  if (link.repository === null) return link.place === "reference" ? true : null;
  if (remoteUrl === null) return null;
  const remote = parseRemoteUrl(remoteUrl);
  if (remote === null) return null;
  // Some servers put their repositories below `scm/`.
  const sameName = remote.path.replace(/^scm\//, "").toLowerCase() === link.repository.toLowerCase();
  return sameName && (link.host === null || bareHost(link.host) === bareHost(remote.host));
}

/** A host without its port and without the names that an API or ssh is reached by. */
function bareHost(host: string): string {
  return canonicalHost(host.replace(/:\d+$/, "").replace(/^(api|ssh|www)\./, ""));
}
