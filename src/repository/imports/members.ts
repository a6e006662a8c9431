import { captures } from "./language.ts";

/*
 * What is had by way of something else: fields, properties, members of enums, prototypes. Lines out of their context look
 * alike, so a name counts only where it is used as a member is.
 */

const open = "(?:public|protected|internal|open|static|final|readonly|override|virtual|abstract|lateinit|const)";
const fields: readonly RegExp[] = [
  // TypeScript: `widthOf: number;`
  /^[ \t]+(?:(?:readonly|public|static|declare)[ \t]+)*([A-Za-z_]\w{2,60})\??:[ \t]*[^=,;{}()\n]{1,80};[ \t]*$/gm,
  // Rust: `pub width_of: u8,`
  /^[ \t]+pub(?:\([a-z]{1,20}\))?[ \t]+([a-z_]\w{2,60})[ \t]*:/gm,
  // Java, C#, PHP, Swift: with a modifier; Kotlin and Swift: with a type.
  new RegExp(
    `^[ \\t]+(?:${open}[ \\t]+){1,6}(?:[\\w<>[\\],.?|\\\\]{1,80}[ \\t]+){0,3}\\$?([A-Za-z_]\\w{2,60})[ \\t]*(?:=(?!=)|;|:|\\{|$)`,
    "gm",
  ),
  /^[ \t]+(?:va[lr]|let)[ \t]+([A-Za-z_]\w{2,60})[ \t]*:/gm,
  // C: `int width_of;`
  /^[ \t]+(?!return\b|else\b|goto\b|using\b|throw\b|delete\b|await\b)(?:[\w:<>]{1,60}[ \t*&]+){1,4}([a-z]\w{0,50}_\w{1,50})(?:\[[^\]\n]{0,40}\])?;[ \t]*$/gm,
  // Go, in a block: `WidthOf int`, `MaxSize = 1`, `WidthOf() int`
  /^\t([A-Z]\w{2,60})(?:[ \t]+[\w.*[\]{}]{1,80})?(?:[ \t]*=[^\n]*)?(?:[ \t]+`[^`\n]*`)?$/gm,
  /^\t([A-Z]\w{2,60})\([^)\n]{0,200}\)[^{\n]{0,80}$/gm,
  // A member of an enum: `SquareOne(u8),`, `case squareOne`, `K_SQUARE = 2,`
  /^[ \t]+(?:case[ \t]+)?([A-Za-z_]\w{2,60})(?:\([\w<>, :]{0,80}\))?(?:[ \t]*=[ \t]*[\w"'<]{1,40})?[,;]?[ \t]*$/gm,
];
const attributes = /^[ \t]*attr_(?:reader|writer|accessor)\b(.{1,200})$/gm;

const calls: readonly RegExp[] = [
  // `bool starts_with(std::string const& s) const;`, `String parseIt(String x);`
  /^[ \t]*(?!return\b|else\b|goto\b|using\b|throw\b|delete\b|await\b|new\b|typedef\b|yield\b)(?:[\w:<>,?[\]]{1,60}[ \t*&]+){1,6}([A-Za-z_]\w{2,60})[ \t]*\([^;{}\n]{0,300}\)[ \t]*(?:(?:const|noexcept|override|final|=[ \t]*0)[ \t]*){0,3};[ \t]*$/gm,
  // `async Task<T> LoadAll<T>(int x)`
  /^[ \t]*(?:(?:public|private|protected|internal|static|final|async|override|virtual|abstract)[ \t]+){1,6}[\w<>[\],.? ]{0,200}?([A-Za-z_]\w{2,60})<[\w, ]{1,80}>[ \t]*\(/gm,
  // Lua: `function M.parse(x)`; Dart: `String parse(String x) => x;`
  /\bfunction[ \t]+\w{1,60}[.:]([A-Za-z_]\w{2,60})[ \t]*\(/g,
  /^[ \t]*(?!return\b|await\b)[\w<>,?]{1,60}[ \t]+([a-z_]\w{2,60})\([^;{}\n]{0,300}\)[ \t]*=>/gm,
  /\b(?:defmacro|defguard|defdelegate)p?[ \t]+([a-z_]\w{2,60})/g,
];

/** Names that these lines define and that others have by way of something, or call. */
export function memberNames(text: string): { fields: Set<string>; calls: Set<string> } {
  const named = fields.flatMap((pattern) => captures(text, pattern));
  const listed = captures(text, attributes).flatMap((list) => list.match(/(?<=:)\w{3,60}/g) ?? []);
  return {
    fields: new Set([...named, ...listed]),
    calls: new Set(calls.flatMap((pattern) => captures(text, pattern))),
  };
}

/** Whether code has such a name as what it is: after a dot, an arrow or a colon, called, or written as constants are. */
export function usesMember(code: string, name: string, isCall: boolean): boolean {
  if (isCall) return new RegExp(`(?<![\\w$])${name}(?:<[^()\\n]{0,80}>)?[ \\t]*\\(`).test(code);
  const isPublic = /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(name) || /^[A-Z][a-z0-9]+[A-Z]/.test(name);
  return new RegExp(isPublic ? `(?<![\\w$])${name}(?![\\w$])` : `(?:\\.|->|::)[ \\t]*${name}(?![\\w$])`).test(code);
}
