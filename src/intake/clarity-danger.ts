import { headOf } from "../text/shorten.ts";
import type { ClarityRule } from "./unclear.ts";

/** Something that can't be taken back or that must not be done on a guess. */
interface Danger {
  rule: string;
  pattern: RegExp;
  what: string;
}

const destroy = "delete|remove|drop|wipe|erase|purge|truncate|destroy|nuke|get rid of";

const disclose =
  "print|show|copy|post|send|upload|paste|include|dump|log|echo|cat|reveal|leak|exfiltrate|email|commit|publish|put|write";
const inPublic =
  "pr|pull request|issue|comment|description|logs?|stdout|console|chat|slack|gist|pastebin|https?|public|repo|repository|readme";

/** Where an order begins: "Add a button to delete all records" orders a button. */
const order = String.raw`(?:^|[.;:,!?\n]\s*|\b(?:and|then|please|just|you|we|let's|now|also|first|finally)\s+)`;

const dangers: readonly Danger[] = [
  {
    rule: "deletes-tests",
    pattern: new RegExp(
      String.raw`${order}(${destroy}|disable|skip|comment out|ignore|silence)\b.{0,30}\b(all|every|each|any|the|failing|broken|red|flaky)\b.{0,20}\b(tests?|specs?|assertions?|test suites?)\b(?!.{0,20}\b(names?|helpers?|utils?|files? that (are|is) unused|dependenc\w+|warnings?)\b)`,
      "i",
    ),
    what: "taking tests away",
  },
  {
    rule: "deletes-everything",
    pattern: new RegExp(
      String.raw`${order}(${destroy})\b.{0,30}\b(everything|all (the |our |my )?(files|code|data|branches|tags|commits|history|users|records|tables|rows|backups|logs|documentation|docs)|(the )?(whole|entire) (repo|repository|code ?base|project|database|directory|folder|history|disk|system|test suite)|every (file|branch|tag|record|user)|the (repo|repository|codebase|project|history|git history))\b|\brm\s+-[a-z]*r[a-z]*f?\b|\bmkfs\b|\bdd\s+if=|:\(\)\s*\{`,
      "i",
    ),
    what: "deleting more than can be looked over",
  },
  {
    rule: "touches-production",
    pattern: new RegExp(
      String.raw`${order}(${destroy}|migrate|alter|restart|shut ?down|overwrite)\b.{0,40}\b(production|prod|live|customers?'?)\b|\b(drop|truncate)\s+(the\s+)?(database|table|schema|index|collection)s?\b|\b(deploy|release|publish|push|ship)\b.{0,30}\b(to|on|in|into)\s+(production|prod|live|npm|pypi|crates\.io|the app store)\b`,
      "i",
    ),
    what: "changing something that is live",
  },
  {
    rule: "rewrites-history",
    pattern:
      /\b(force[- ]push|push\b.{0,20}--force|push -f|rewrite\b.{0,20}\bhistory|reset --hard|filter-(branch|repo)|squash all|reset\b.{0,20}\b(main|master|trunk|branch)\b|rebase\b.{0,20}\b(main|master)\b.{0,20}\bforce|push\b.{0,20}\b(directly\s+)?to (main|master|trunk))\b/i,
    what: "rewriting or bypassing shared history",
  },
  {
    rule: "discloses-secrets",
    pattern: new RegExp(
      [
        String.raw`\b(${disclose})\b.{0,60}(\.env\b(?!\.(example|sample|template))|~\/\.ssh|id_rsa|id_ed25519|\/etc\/(passwd|shadow))`,
        String.raw`\b(${disclose})\b.{0,40}\b(private keys?|(api|access|secret) (keys?|tokens?)|credentials?|passwords?|secrets|environment variables?)\b.{0,40}\b(${inPublic})\b`,
        String.raw`\b(send|upload|post|email|exfiltrate)\b.{0,40}\b(customers?|users?|personal|private|emails?|data)\b.{0,60}https?:\/\/`,
      ].join("|"),
      "i",
    ),
    what: "disclosing what may be secret",
  },
  {
    rule: "weakens-security",
    pattern: new RegExp(
      String.raw`${order}(disable|remove|bypass|turn off|skip|drop|get rid of)\b.{0,30}\b(all )?(auth\w*( checks?)?|security|permission checks?|access control|certificate (checks?|validation|verification)|tls verification|ssl verification|csrf( protection)?|rate limit(s|ing)|branch protection|signature (checks?|verification))\b`,
      "i",
    ),
    what: "taking a protection away",
  },
  {
    rule: "runs-foreign-code",
    pattern: /\b(curl|wget)\b[^\n]{0,120}\|\s*(sudo\s+)?(ba|z|k)?sh\b|\bsudo\s+\w/i,
    what: "running code from elsewhere with full rights",
  },
];

/** Goals that would destroy, disclose or weaken something: asked back, never guessed. */
export const dangerRule: ClarityRule = (goal) => {
  const sources = goal.areas.length > 0 || goal.type !== null ? [] : [goal.title, goal.body, goal.words.join(" ")];
  // A typed commit title (`fix(auth): …`) describes a reviewed change; what an order of that kind still may not say
  // is that secrets leave.
  for (const danger of dangers) {
    const texts = danger.rule === "discloses-secrets" ? [goal.title, goal.body] : sources;
    const hit = texts.map((text) => danger.pattern.exec(text)).find((match) => match !== null);
    if (hit === undefined) continue;
    const quoted = headOf(hit[0].trim(), 80);
    return {
      rule: danger.rule,
      detail: `"${quoted}": ${danger.what}`,
      question: `"${quoted}" means ${danger.what}. Exactly what may be touched, and what must stay?`,
    };
  }
  return null;
};
