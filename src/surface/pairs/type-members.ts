import { extensionOf } from "../../core/path.ts";
import { isCode } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { importReason, linkedReason } from "./link-reason.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";
import { areTwins } from "./title-twins.ts";
import { isCodeLike } from "./written-name.ts";

/*
 * A type that gains or loses a member is another one for whoever builds it from all of its members, and for whoever derives
 * from it when every one must have them. The member's own name is new, or nobody else writes it: the type's is what ties.
 */

const kind = "(?:struct|record|interface|trait|protocol|enum|union|class|type|data ?class|table)";
const owner = `(?:the |its |our )?(?:(?<kind>${kind})\\s+)?\`?(?:(?<inner>${kind})\\s+)?(?<owner>[A-Za-z_][\\w:.]*)\`?`;
const member = "(?:fields?|members?|variants?|propert(?:y|ies)|columns?|attributes?|methods?|functions?)";
const word = "(?:`[^`]{2,80}`|[\\w-]+)";
const what = `${word}(?:,?\\s+${word}){0,9}?`;
const patterns = [
  `\\b(?:add|put|move|store|introduce|insert)s?\\s+(?<what>${what})\\s+(?:to|into|in|on)\\s+${owner}`,
  `\\b(?:remove|drop|delete|take|strip)s?\\s+(?<what>${what})\\s+(?:from|out of|of|in)\\s+${owner}`,
  `\\b(?:give|extend)s?\\s+${owner}\\s+(?:with\\s+)?(?<what>(?:an?|the|two|its|one|new|required)\\s+[^.;]{0,60}?${member})`,
  `(?:the\\s+)?${owner}\\s+(?:gains?|gets?|loses?|receives?|needs?)\\s+(?<what>(?:an?|the|two|its|one|new|required)\\s+[^.;]{0,60}?${member})`,
].map((pattern) => new RegExp(pattern, "gi"));
const isMember = new RegExp(`\\b${member}\\b`, "i");
const longestSentence = 400;
const mostTypes = 8;

interface MemberChange {
  type: string;
  /** Whether what comes or goes is called, and not kept: only who derives from the type must have it. */
  called: boolean;
}

function membersIn(text: string): MemberChange[] {
  const found = text
    .split(/(?<=[.;])\s+|(?<=[!?])\s+(?=[^a-z])|\n+/)
    .map((sentence) => sentence.slice(0, longestSentence))
    .flatMap((sentence) => patterns.flatMap((pattern) => [...sentence.matchAll(pattern)]))
    .flatMap(({ groups = {} }) => {
      const type = (groups["owner"] ?? "").split(/[.:]+/).at(-1) ?? "";
      const told = groups["what"] ?? "";
      const isType = (groups["kind"] ?? groups["inner"]) !== undefined || /^[A-Z]/.test(type) || isCodeLike(type);
      if (!isType || type.length < 3 || !(told.includes("`") || isMember.test(told))) return [];
      return [{ type, called: /\(|\b(?:methods?|functions?)\b/.test(told) }];
    });
  return found.slice(0, mostTypes);
}

/** How a file that builds a type from all of its members writes that. */
function buildingOf(type: string): string[] {
  return [`${type} {`, `struct ${type}`];
}

/** What a plan's evidence is asked to look up: the types, and how they are built. */
export function membersToLookUp(text: string): string[] {
  return membersIn(text).flatMap(({ type }) => [type, ...buildingOf(type)]);
}

const told = onceEach(({ text, tells }: StorySurface) => ({ changes: tells ? membersIn(text) : [] }));

/** Languages in which whoever builds a type writes all of its members. */
const buildsWhole = /^(?:rs|[ch]|cc|cpp|hpp|swift|zig|go|hs)$/;

/** What is kept from then on beside what was kept, told without the type's name. */
const keptBeside =
  /\b(?:keep|store|remember|record|carry|hold|save)s?\b[^.;]{3,120}?\b(?:next to|beside|along ?side|along with|together with)\s+(?:the|its|their)\b/i;

const keeps = onceEach(({ text, tells, sources }: StorySurface) => ({
  more: tells && sources.some((path) => buildsWhole.test(extensionOf(path))) && keptBeside.test(text),
}));

/** Plain words tell of one more member of a type of the maker's file, and the user's file is tied to that one. */
function buildsSome(maker: StorySurface, user: StorySurface, evidence: SurfaceEvidence): string | null {
  if (!keeps(maker).more || !user.sources.some((path) => buildsWhole.test(extensionOf(path)))) return null;
  const hasType = [...factsOf(maker, evidence)].some(([, { types }]) => types.length > 0);
  const tie = [importReason, linkedReason].map((reason) => reason(maker, user, evidence)).find((one) => one !== null);
  return hasType && tie !== undefined && tie !== null ? tie.why : null;
}

/** `maker` gives a type another member, or takes one away, and `user` builds the type, derives from it or speaks of it. */
export function usesWhole(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  for (const change of told(maker).changes) {
    if (!isOwn(change.type, maker, evidence)) continue;
    const use = useOf(change, user, evidence);
    if (use === null) continue;
    return { rule: "needs-what-goes", why: `${maker.story.id} gives \`${change.type}\` other members, ${use}` };
  }
  const tie = areTwins(maker, user) ? null : buildsSome(maker, user, evidence);
  return tie === null
    ? null
    : { rule: "needs-what-goes", why: `${maker.story.id} keeps more in a type of its code: ${tie}` };
}

function isOwn(type: string, maker: StorySurface, evidence: SurfaceEvidence): boolean {
  if (evidence.names.get(type)?.defined.some((path) => maker.existing.includes(path)) === true) return true;
  for (const [path, { types, defines }] of factsOf(maker, evidence)) {
    if (isCode(path) && (types.includes(type) || defines.includes(type))) return true;
  }
  return false;
}

function useOf({ type, called }: MemberChange, user: StorySurface, evidence: SurfaceEvidence): string | null {
  const builds = new Set(buildingOf(type).flatMap((one) => evidence.names.get(one)?.held ?? []));
  for (const [path, { bases }] of factsOf(user, evidence)) {
    if (!isCode(path)) continue;
    if (bases.includes(type)) return `which ${user.story.id}'s \`${path}\` derives from`;
    if (!called && builds.has(path) && buildsWhole.test(extensionOf(path))) {
      return `which ${user.story.id}'s \`${path}\` builds`;
    }
  }
  return !called && user.text.includes(`\`${type}\``) ? `and ${user.story.id} works with it` : null;
}
