import { withoutComments } from "./comments.ts";
import { captures } from "./language.ts";

const defined =
  /\b(?:function\*?|class|interface|type|enum|const|let|var|def|fn|struct|trait|union|record|object|module|mod|macro_rules!|namespace|fun|val|func(?:\s*\([^)\n]{0,200}\))?)\s+(?:self\.)?([A-Za-z_$][\w$]{2,60})/g;
/** Methods of languages that mark them with modifiers and a return type, on one line. */
const method =
  /^[ \t]*(?:(?:public|private|protected|internal|static|final|async|override|virtual|abstract)[ \t]+){1,6}[\w<>[\],.? ]{0,200}?([A-Za-z_]\w{2,60})[ \t]*\(/gm;

/** Every name that a text defines with a word for it, or with modifiers. */
export function definedNames(text: string): string[] {
  return [...captures(text, defined), ...captures(text, method)];
}

/** `exports.name =`, `Type.prototype.name =`, `name: function`, and in a literal or a class `name(…) {`. */
const assigned = /\b(?:exports|prototype|this|self)\.([A-Za-z_$][\w$]{2,60})[ \t]*=(?!=)/g;
const member =
  /^[ \t]*(?:(?:get|set|static|async)[ \t]+|\*[ \t]*)*([A-Za-z_$#][\w$]{2,60})[ \t]*\([^;{}]{0,300}\)[ \t]*(?::[^;{}]{0,120})?\{[ \t]*\}?[ \t]*$/gm;
const property =
  /^[ \t]*([A-Za-z_$][\w$]{2,60})[ \t]*[:=][ \t]*(?:async[ \t]+)?(?:function\b|\([^)\n]{0,200}\)[ \t]*=>)/gm;
const macro = /^[ \t]*#[ \t]*define[ \t]+([A-Za-z_]\w{2,60})/gm;
/** The C family: a type, a name and its parameters at the start of a line. */
const plain = /^[A-Za-z_][\w<>:*& \t]{0,120}[ \t*&]([A-Za-z_]\w{2,60})[ \t]*\([^;{}]{0,300}\)[ \t]*\{?[ \t]*$/gm;
/** `NAME = 1` and `NAME: int = 1` at the start of a line: a constant, in languages without a word for one. */
const constant = /^([A-Z][A-Z0-9_]{2,60})[ \t]*(?::[^=\n]{1,60})?=(?![=>~])/gm;
const local = /^[ \t]+(?:const|let|var|val)\b.*$/gm;
const commentLine = /^[ \t]*(?:\/\/|\/?\*|#(?!\s*define\b)|--|;).*$/gm;
const statement =
  /^(?:if|for|while|switch|catch|return|else|elif|match|with|function|new|func|fn|fun|def|throw|await|yield|foreach|using|lock)$/;

/**
 * Names that others can use and that these lines define, however the language writes it: names of functions, methods,
 * types and constants; not variables within a function. Lines out of their context (a diff's) are good enough.
 */
export function declaredNames(text: string): Set<string> {
  const code = withoutComments(text.replace(macro, "function $1").replace(commentLine, "").replace(local, ""));
  const found = [assigned, member, property, plain, constant].flatMap((pattern) => captures(code, pattern));
  return new Set([...definedNames(code), ...found].filter((name) => !statement.test(name)));
}
