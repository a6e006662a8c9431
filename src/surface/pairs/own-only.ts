import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { importReason, linkedReason } from "./link-reason.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";
import { things } from "./written-name.ts";

/*
 * What a text says is one file's own: "the private `clamp`", "a local helper `clamp`", "its own copy of `clamp`". Nobody else
 * can mean that one, whatever else may be called so.
 */

const words = `(?:(?:static|inline|little|small|${things})\\s+){0,2}`;
const isOwn = "private|local|file-local|file-private|module-private|home-?made|hand-?(?:written|rolled)|duplicated?";

/** Whether `maker` says of a name that it is one file's own, and nothing shows that the other story's is that one. */
export function meansAnother(
  name: string,
  user: StorySurface,
  maker: StorySurface,
  evidence: SurfaceEvidence,
): boolean {
  if (!isOwnOnly(maker.text, name)) return false;
  for (const [, { defines }] of factsOf(user, evidence)) if (defines.includes(name)) return true;
  return (importReason(maker, user, evidence) ?? linkedReason(maker, user, evidence)) === null;
}

/** Whether a text says of a name that it is one file's own. */
function isOwnOnly(text: string, name: string): boolean {
  if (!text.includes(name)) return false;
  const one = `\`?${RegExp.escape(name)}(?:\\(\\))?\`?(?![\\w$])`;
  return new RegExp(
    [
      `\\b(?:${isOwn})\\s+${words}${one}`,
      `\\b(?:its|their|his)\\s+own\\s+${words}${one}`,
      `\\bcop(?:y|ies)\\s+of\\s+(?:the\\s+)?${words}${one}`,
      `${one}[^.;]{0,40}\\b(?:private to|local to|only (?:used|needed|seen) (?:in|by|within) (?:this|that|its|one) (?:file|module))\\b`,
    ].join("|"),
    "i",
  ).test(text);
}
