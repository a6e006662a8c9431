import { extensionOf, nameOf } from "../../core/path.ts";
import { isCode, isSnapshot, isTest } from "../../ecosystems/file-kind.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { strongestCoChange } from "./co-change.ts";
import { saysItStays } from "./focus-names.ts";
import { onceEach } from "./once-each.ts";
import type { Finding } from "./pair-rules.ts";
import { type StorySurface, subjectOf } from "./story-surface.ts";

/*
 * What no import tells: a record that is made anew as a whole, of a variant that takes over what its base has, or of all that
 * code offers; and data that code of the same name reads by its keys.
 */

const longestText = 2000;

/** All that a test expects, or a recorded text, is written anew. */
const refreshesAll =
  /\b(?:refresh|regenerat|re-?record|renew|redo|record)\w*\b[^.;]{0,60}\b(?:snapshots?|expectations|expected|golden|recordings?)\b|\b(?:bring|update)\w*\s+(?:all|every|the whole)\b[^.;]{0,40}\b(?:snapshots?|expectations|golden)\b/i;
/** A list of what code offers is made from the code. */
const relistsAll =
  /\b(?:refresh|regenerat|re-?generat|re-?record|renew|record|dump)\w*\b[^.;]{0,60}\b(?:api|godoc|exports?|exported|public|signatures?|symbols)\b/i;
const offers = /\b(?:export(?:s|ed|ing)?|public)\b/i;
const otherWork =
  /^(?:\w+(?:\([^)]*\))?!?:\s+)?(?:document|test|cover|refactor|simplify|tidy|clean|speed|faster|cache|comment|annotate)\b/i;
/** Keys of data are written in another way. */
const respells =
  /\b(?:writ|spell|renam|call|chang|turn|convert|use)\w*\b[^.;]{0,60}\b(?:names?|keys?|fields?)\b[^.;]{0,40}\b(?:with|as|to|into|in|instead)\b|\brenam\w+\b[^.;]{0,40}\b(?:keys?|fields?|groups?)\b/i;
const data = /^(?:ya?ml|json5?|toml|ini|xml|csv|properties|plist)$/;

/** What is made from code as a whole, by its name. */
const recordName =
  /(?:^|\/|[-_.])(?:public)?[-_.]?(?:api|surface|abi|schema)(?:[-_.]?(?:surface|report|dump|unshipped|shipped))?\.(?:txt|json|api|md|dump|approved\.\w+)$/i;
const isRecord = (path: string) => isSnapshot(path) || (!isCode(path) && recordName.test(path));
const mostlyTogether = 0.5;

/** What a shell or a reader is told of the command line: made from its definition, or kept up with it by hand. */
const usagePlace = /(?:^|\/)(?:completions?|man(?:\/man\d|\d)?|manpages?)\/|\.[1-8](?:\.(?:in|md|adoc|scd|ronn))?$/i;
const isProgram = (path: string) => isCode(path) && /(?:^|\/)(?:src|lib)\//.test(path);
const isUsage = (path: string) => usagePlace.test(path) && !isTest(path) && !isProgram(path);
const renewsUsage =
  /\b(?:re-?build|regenerat|re-?generat|refresh|renew|dump|updat|bring|sync|complete|correct|catch)\w*\b[^.;]{0,80}\b(?:completions?|man(?:ual)? ?pages?|manuals?)\b|\b(?:all|every|each|missing|current|new)\s+(?:the\s+)?(?:current\s+|missing\s+)?(?:flags?|options?|(?:sub)?commands?|switches)\b/i;
/** What the command line takes becomes more, less or other. */
const changesUsage =
  /\b(?:add|remov|renam|drop|introduc|retir|replac|accept|offer|give|new|another|turn|deprecat|call)\w*\b[^.;]{0,60}(?:(?<![\w-])--?[a-z][\w-]*|\b(?:flags?|(?:sub)?commands?|switch(?:es)?)\b)/i;
/** Where a command line is defined, by the name of its file. */
const definesUsage = /(?:^|[-_/])(?:cmds?|commands?|cli|args?|arguments?|opts?|options?|flags?|main|app)(?:[-_.]|$)/i;

const says = onceEach((surface: StorySurface) => {
  const { story, sources, paths } = surface;
  const text = `${story.title}\n${story.brief}`.slice(0, longestText);
  const changes = surface.tells && !otherWork.test(story.title) && !saysItStays(story.brief);
  const isData = (path: string) => !isCode(path) && !isTest(path) && data.test(extensionOf(path));
  return {
    refreshes: surface.tells && refreshesAll.test(text),
    relists: surface.tells && sources.length === 0 && !paths.every(isTest) && relistsAll.test(text),
    changes,
    renewsUsage: surface.tells && paths.length > 0 && paths.every(isUsage) && renewsUsage.test(text),
    usage: changes && changesUsage.test(text) ? sources.find((path) => definesUsage.test(nameOf(path))) : undefined,
    record: paths.length > 0 && paths.every(isRecord),
    offers: changes && sources.length > 0 && offers.test(text),
    respelled: changes && respells.test(text) ? paths.filter(isData) : [],
  };
});

/** `user` records as a whole, or reads by its keys, what `maker` changes. */
export function recordsWhatChanges(
  maker: StorySurface,
  user: StorySurface,
  evidence: SurfaceEvidence,
): Omit<Finding, "first"> | null {
  const rule = "needs-what-goes";
  const [made, used] = [says(maker), says(user)];
  if (made.changes && used.refreshes) {
    const base = variantBase(maker, user);
    if (base !== null) {
      return {
        rule,
        why: `${user.story.id} records anew what \`${base.of}\` takes from \`${base.path}\`, which ${maker.story.id} writes`,
      };
    }
  }
  if (made.offers && used.relists && !says(maker).relists) {
    return {
      rule,
      why: `${user.story.id} records anew what the code offers, and ${maker.story.id} makes it offer something else`,
    };
  }
  if (made.usage !== undefined && used.renewsUsage) {
    return {
      rule,
      why: `${user.story.id} tells of all that the command line takes, and ${maker.story.id} changes that in \`${made.usage}\``,
    };
  }
  const together = made.changes && used.record ? strongestCoChange(maker, user, evidence) : null;
  if (together !== null && together.confidence >= mostlyTogether) {
    return {
      rule,
      why: `${user.story.id} records anew \`${together.b}\`, which changed together with ${maker.story.id}'s \`${together.a}\` in ${together.support} commits`,
    };
  }
  for (const path of made.respelled) {
    const reader = user.sources.find((source) => subjectOf(source) === subjectOf(path) && subjectOf(path).length > 3);
    if (reader === undefined) continue;
    return {
      rule,
      why: `${maker.story.id} writes the keys in \`${path}\` in another way, and ${user.story.id}'s \`${reader}\` has its name`,
    };
  }
  return null;
}

/** A path of the maker's that one of the user's is a regional variant of: `fr.php` for `fr_CA.php`, `de/` for `de-AT/`. */
function variantBase(maker: StorySurface, user: StorySurface): { path: string; of: string } | null {
  for (const path of maker.paths) {
    if (isTest(path)) continue;
    const of = user.paths.find((one) => !isTest(one) && isVariant(one, path));
    if (of !== undefined) return { path, of };
  }
  return null;
}

/** Up to a part that has a region more, both paths are the same. */
function isVariant(path: string, base: string): boolean {
  const [parts, baseParts] = [path, base].map((one) => one.split("/"));
  const at = parts?.findIndex((part, index) => part !== baseParts?.[index]) ?? -1;
  const [part = "", basePart = ""] = [parts?.[at], baseParts?.[at]].map((one) => one?.replace(/\.\w+$/, ""));
  return (
    /^[a-z]{2,3}$/.test(basePart) && new RegExp(`^${basePart}[-_](?:[A-Za-z]{2}|[A-Z][a-z]{3}|\\d{3})$`).test(part)
  );
}
