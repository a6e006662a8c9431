import { captures } from "./language.ts";

/** Types that a text defines, and those that they derive from, implement or mix in; each once. */
export interface Derivation {
  types: string[];
  bases: string[];
}

const defined =
  /^[ \t]*(?:(?:(?:module\.)?exports(?:\.\w{1,60})?|(?:const|let|var)[ \t]+\w{1,60})[ \t]*=[ \t]*)?(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|sealed|open|data|partial|readonly|unsafe|pub(?:\([^)\n]{0,40}\))?)[ \t]+){0,6}(?:class|interface|trait|struct|enum|protocol|module|record|object|type)[ \t]+([A-Za-z_$][\w$]{1,60})/gm;

/** `class A extends B implements C, D`: JavaScript, Java, Kotlin's and Scala's older cousins, PHP. */
const named = /\b(?:extends|implements)[ \t\n]+([\w$.\\<>?, \t]{1,200})/g;
/** `class A(B, metaclass=C):`, as Python writes it. */
const called = /^[ \t]*class[ \t]+\w+(?:\[[^\]\n]{0,80}\])?\(([^)]{1,300})\)[ \t]*:/gm;
/** `class A : public B, C {`, `class A(x: X) : B(x), C`, `trait A: B`: C++, C#, Kotlin, Swift, Rust. */
const listed =
  /^[ \t]*(?:[a-z]+(?:\([^)\n]{0,40}\))?[ \t]+){0,5}(?:class|struct|interface|trait|record|object)[ \t]+\w+(?:<[^>\n]{0,120}>)?(?:[ \t]*\([^)]{0,400}\))?[ \t\n]*:(?!:)[ \t\n]*([\w:<>(), \t]{1,200})/gm;
/** `impl<T> B for A`, as Rust writes it. */
const implemented =
  /^[ \t]*(?:unsafe[ \t]+)?impl(?:<[^{\n]{0,200}?>)?[ \t]+!?([\w:]{1,120})(?:<[^{\n]{0,200}>)?[ \t]+for\b/gm;
/** `class A < B` and `include B`, as Ruby writes it; `use B;` in a class, as PHP writes it. */
const inherited = /^[ \t]*class[ \t]+[\w:]+[ \t]*<[ \t]*([\w:]{1,120})/gm;
const mixedIn = /^[ \t]+(?:include|extend|prepend|use)[ \t]+([A-Z\\][\w:\\, \t]{0,200});?[ \t]*$/gm;
/** A struct in a struct, as Go embeds it. */
const embedded = /^\t\*?((?:[a-z]\w*\.)?[A-Z]\w{1,60})[ \t]*(?:`[^`\n]*`)?$/gm;

const patterns = [named, called, listed, implemented, inherited, mixedIn, embedded];
const most = 60;

/** Reads both from a text, whatever language it is in; what looks like a base and is none matches no type. */
export function derivation(text: string): Derivation {
  const bases = patterns.flatMap((pattern) => captures(text, pattern)).flatMap(namesIn);
  return {
    types: [...new Set(captures(text, defined))].slice(0, most),
    bases: [...new Set(bases)].slice(0, most),
  };
}

/** `io.Reader<T>, \App\Base` is Reader and Base: by its last name a type is known elsewhere. */
function namesIn(list: string): string[] {
  const flat = list.replace(/<[^<>]*>/g, "").replace(/<[^<>]*>/g, "");
  return flat.split(/,|\b(?:with|implements|extends)\b/).flatMap((one) => {
    const bare = one
      .replace(/\(.*$/, "")
      .replace(/^\s*(?:public|private|protected|virtual)\s+/, "")
      .trim();
    if (/\w\s*=/.test(bare)) return [];
    const last =
      /^[\w$.:\\]+/
        .exec(bare)?.[0]
        .split(/[.\\]|::/)
        .at(-1) ?? "";
    return /^[A-Z_$][\w$]{2,60}$/.test(last) ? [last] : [];
  });
}
