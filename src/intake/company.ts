const kind = "(?:tests?|specs?|docs|documentation|docstrings?|changelog(?: entry)?|(?:an? )?entry in the changelog)";
const small = "(?:(?:an?|the|some|its|their|unit|regression|integration|matching|proper|full|new|good) )*";
const path = "[`\"']?[\\w@./-]*\\w[./]\\w[\\w@./-]*[`\"']?";
const item = `${small}${kind}(?: for (?:it|that|this|both|them|each|all(?: of (?:it|them))?))?`;

/** What is made besides, at the end of an order: "with tests", "plus unit tests and docs/guide.md", "and add a test for it". */
const company = new RegExp(
  `(?<=\\S+\\s+\\S+)(?<!\\b(?:conflicts?|deals?|works?|helps?|problems?|issues?|wrong|replaced?))(?:,?\\s+(?:with|plus|including|along with|together with)|,?\\s+(?:and|&)(?:\\s+(?:add|write|update))|,\\s+(?:and\\s+)?(?:add|write|update))\\s+${item}(?:(?:,\\s+(?:and\\s+)?|\\s+(?:and|&)\\s+)(?:(?:add|update|write)\\s+)?(?:${item}|${path}))*[\\s.!]*$`,
  "iu",
);

/** An order without what is to be made besides: whoever asks for a feature "with tests" asks for no work on tests. */
export function withoutCompany(order: string): string {
  return order.replace(company, "");
}
