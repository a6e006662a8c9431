import { isCompound } from "../../core/words.ts";

/** A name that a story says it takes away or changes for whoever uses it. */
export interface GoingName {
  name: string;
  how: "renames" | "removes" | "moves" | "replaces" | "changes";
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
/** A name as people write it: with its owner, in backticks, with the marks that Ruby and Rust put after it. */
export const name = "`?[A-Za-z_$@#][\\w$.:#]*[?!]?(?:\\(\\))?`?";
/** Whether a word could only be a name of code: in backticks, called, owned, or of several words. */
export function isCodeLike(written: string): boolean {
  return /[`#]|::|\(\)|\w\.\w|[?!]$|^_|\w_$|^[A-Z]{2,}[a-z]{2,}/.test(written) || isCompound(written);
}

const thing = new RegExp(`^(?:${things})$`, "i");

/** Whether the word before or behind says that this one names a thing of code: "the helper flags", "the flags helper". */
export function isThing(sentence: string, one: string): boolean {
  const words = sentence.split(/[\s,;:.()]+/);
  const at = words.indexOf(one);
  return at >= 0 && [words[at - 1], words[at + 1]].some((beside) => beside !== undefined && thing.test(beside));
}
