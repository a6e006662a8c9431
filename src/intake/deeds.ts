import { withoutCompany } from "./company.ts";
import type { GoalText } from "./goal-text.ts";
import { isWorkVerb, translateWord } from "./lexicon.ts";

const joint = /[,;]\s+(?:(?:and|und|et|y|e|i|и)\s+)?|\s(?:and|&|und|et|y|e|i|и)\s+|\s*[，；、]\s*/u;
/** Words before the verb of a clause. */
const lead = /^\s*(?:(?:please|also|then|bitte|auch|aussi|también|também)\s+)*/iu;
/** An object that is not the clause's own: "fix it", "test them", "make both faster". */
const pointsBack =
  /^\S+\s+(?:up\s+|out\s+)?(?:it|its(?!\s\w)|them|that|this|these|those|both|each|one|es|sie|le|la|les|lo|los|las)(?![\p{L}'’-])/iu;

/** What stays as it is, and what goes with any change. */
const noDeed =
  /^(?:keep|leave|preserve|respect|retain|(?:add|update|write|adjust|extend|cover)\s+(?:(?:an?|the|some|its|their|unit|new|existing)\s+)*(?:tests?|specs?|snapshots?|changelog|types?|version)(?![\w-]))\b/i;

/** Fewer deeds are often one change and what goes with it. */
export const leastDeeds = 3;

/**
 * How many deeds a sentence joins, each with an object of its own: "document headers(), sort the errors, refuse a negative
 * limit". What is made besides (tests, a line in the changelog) is no deed, nor is what a clause says of another's object.
 */
export function deedsOf({ title, rest, areas }: Pick<GoalText, "title" | "rest" | "areas">): number {
  const order = withoutCompany(areas.length > 0 ? rest : title).replace(/\([^()]*\)/g, "()");
  const clauses = order.split(joint).map((clause) => clause.replace(lead, ""));
  // A sentence that begins otherwise tells something; what follows a verb there may be a noun.
  if (!isDeed(clauses[0] ?? "")) return 0;
  return clauses.filter((clause) => isDeed(clause) || (hasObject.test(clause) && !noDeed.test(clause))).length;
}

/** A verb that is not listed, behind those that are: "refuse a negative limit". */
const hasObject =
  /^(?!(?:in|on|at|for|of|to|from|with|by|as|into|onto|via|over|under|between|against|like|than|but|not|when|if|after|before|while|so|also|using|including|without|within|among|about|since|until|though|because|where|which|whose|who|that|what|why|how|every|both|all|per|plus|or|is|are|was|has|have|only|even|just)\s)[a-z]{3,} (?:an?|the|every)\s+\S/;

function isDeed(clause: string): boolean {
  const verb = clause.toLowerCase().match(/^\p{L}+/u)?.[0] ?? "";
  const isOrder = isWorkVerb(translateWord(verb)) && !/(?:ed|ing|s)$/.test(verb.replace(/ss$/, ""));
  return isOrder && /^\S+\s+\S/.test(clause) && !pointsBack.test(clause) && !noDeed.test(clause);
}
