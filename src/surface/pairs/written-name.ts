import { isCompound } from "../../core/words.ts";

/** A name that a story says it takes away or changes for whoever uses it. */
export interface GoingName extends WrittenName {
  how: "renames" | "removes" | "moves" | "replaces" | "changes" | "gives another value to";
  /** The name that comes instead: this one goes only if the base has no such name yet. */
  to?: string;
}

/** A name as a text writes it. */
export interface WrittenName {
  name: string;
  /** What stands before it: `Binding` in `Binding.error`. */
  owner?: string;
  /** Written so that it can be nothing but a name, however plain its word is. */
  quoted: boolean;
}

/** A piece of a sentence that holds names, and what the sentence says becomes of them. */
export interface Saying {
  listed: string;
  how: GoingName["how"];
}

/** Words that mean a thing of code follows: the word after them is a name, however plain it is. */
export const things =
  "functions?|methods?|class(?:es)?|types?|interfaces?|protocols?|constants?|helpers?|macros?|hooks?|traits?|structs?|enums?|modules?|mixins?|fields?|propert(?:y|ies)|attributes?|options?|flags?|exports?|getters?|setters?|decorators?|fixtures?|routes?|events?|commands?|variables?|symbols?|exceptions?|singletons?|alias(?:es)?|(?:base|abstract|super) ?class(?:es)?";
const articles =
  "the|a|an|our|own|its|old|public|private|internal|exported|deprecated|unused|legacy|obsolete|global|static|remaining|whole|entire|custom|separate|two|both";
/** What may stand between a verb and the name that it is about. */
export const lead = `(?:(?:${articles}|${things})\\s+){0,5}`;
/** A name as people write it: in backticks, as a flag, with its owner, with the marks that Ruby and Rust put after it. */
export const name = "(?:`[^`\\n]{2,60}`|--\\w[\\w-]+|[A-Za-z_$@#][\\w$.:#]*[?!]?(?:\\(\\))?)";
/** Whether a word could only be a name of code: in backticks, called, owned, or of several words. */
export function isCodeLike(written: string): boolean {
  return /[`#]|^--\w|::|\(\)|\w\.\w|[?!]$|^_|\w_$|^[A-Z]{2,}[a-z]{2,}/.test(written) || isCompound(written);
}

const thing = new RegExp(`^(?:${things})$`, "i");

/** Whether the word before or behind says that this one names a thing of code: "the helper flags", "the flags helper". */
export function isThing(sentence: string, one: string): boolean {
  const words = sentence.split(/[\s,;:.()]+/);
  const at = words.indexOf(one);
  return at >= 0 && [words[at - 1], words[at + 1]].some((beside) => beside !== undefined && thing.test(beside));
}

/** Words that a pattern takes for a name where a sentence only goes on. */
const noNames = new Set(
  (
    "the a an all any each every it its their them they this that these those from in of on to for with and or into as at by " +
    "which who whose when while where because since once after before only also still not no more so if then there here " +
    "signature signatures sure constructor instance return returns code file files test tests support unused deprecated dead old legacy duplicate duplicated redundant unnecessary usage usages use uses " +
    "exported public private internal own same other whole entire custom " +
    "call calls import imports dependency dependencies parameter argument function method class type option field helper helpers trait struct interface enum protocol macro module mixin property hook constant"
  ).split(" "),
);
/** Values and words of languages, which nobody renames. */
const noQuotedNames = new Set(
  "true false null none nil void self this super new get set int str string bool undefined main index default".split(
    " ",
  ),
);
const fileEnding = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|java|kt|swift|cs?|cpp|hp{0,2}|php|md|json|ya?ml|toml|html?|css|sh)$/;
/** What may stand before the name in backticks: a runner of scripts, a word of the language, the start of a tag. */
const leading =
  /^(?:(?:make|just|rake|composer|task|(?:npm|yarn|pnpm|bun)(?: run)?|tox -e|nox -s)\s+|(?:(?:pub|export|async|static|const|let|var|fn|func|def|function|class|type|struct|enum|interface|trait)\s+)+|<\w+[^>]*?\b(?:id|class|name)=["'])/;

/** `Response.setCharset()` is used as `setCharset`, `Binding.error: bool` as `error`; a path is no name. */
export function readName(written: string): WrittenName | null {
  const quoted = /^(?:`|--\w)/.test(written);
  const inner = written.replaceAll("`", "").replace(leading, "").replace(/\(\)$/, "");
  const bare = (inner.split(/[\s(={<"'[]|:\s/)[0] ?? "").replace(/^[-.#@$:]+/, "").replace(/[.:#?!,]+$/, "");
  if (fileEnding.test(bare) || bare.includes("/")) return null;
  const parts = bare.split(/[.:#@]+|->/).filter((part) => part !== "");
  const name = parts.at(-1) ?? "";
  const isWord = quoted ? noQuotedNames.has(name) : noNames.has(name.toLowerCase());
  if (name.length < 3 || isWord || /^[\d_-]+$/.test(name)) return null;
  const owner = parts.at(-2);
  // "marshmallow.pprint" is no word of a sentence.
  return owner === undefined ? { name, quoted } : { name, owner, quoted: true };
}

/** Whether a name is a word like any other: only code that defines it, or a mark beside it, makes it a name. */
export function isPlain(name: string): boolean {
  return !isCodeLike(name) && /^[\w$]+$/.test(name);
}

/** How code may write what a setting or a flag writes with hyphens: `limit-results` is `limit_results`. */
export function spellingsOf(name: string): string[] {
  return /^[a-z][\w-]*-[\w-]*\w$/.test(name) ? [name.replaceAll("-", "_")] : [];
}
