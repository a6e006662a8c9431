import { headOf } from "../text/shorten.ts";
import { wordsOf } from "./goal-text.ts";
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
/** Words between a verb and a secret that make it a message about the secret. */
const tells = String.raw`(?:(?!\b(?:warnings?|errors?|messages?|hints?|notices?|when|if|whether|without|only|instead|names?|strength|count)\b).)`;

const dangers: readonly Danger[] = [
  {
    rule: "deletes-tests",
    pattern: new RegExp(
      String.raw`${order}(${destroy}|disable|skip|comment out|ignore|silence)\b.{0,20}?\b((all|every|each|any)\b.{0,20}\b(tests?|specs?|assertions?|test suites?)|(the )?(failing|broken|red|flaky) (tests?|specs?)|(the )?(whole |entire )?test suite|(the )?tests? that (fails?|(is|are) (red|broken|flaky)))\b(?!.{0,20}\b(names?|helpers?|utils?|files? that (are|is) unused|dependenc\w+|warnings?)\b)`,
      "i",
    ),
    what: "removing tests",
  },
  {
    rule: "deletes-everything",
    pattern: new RegExp(
      String.raw`${order}(${destroy})\b.{0,30}\b(everything|all (the |our |my )?(files|code|data|branches|tags|commits|history|users|records|tables|rows|backups|logs|documentation|docs)|(the )?(whole|entire) (repo|repository|code ?base|project|database|directory|folder|history|disk|system|test suite)|every (file|branch|tag|record|user)|the (repo|repository|codebase|project|history|git history))\b`,
      "i",
    ),
    what: "deleting more than anyone can review",
  },
  {
    rule: "deletes-files",
    pattern: new RegExp(
      String.raw`${order}(run |execute |do )?(sudo )?(rm\s+-[a-z]*r[a-z]*f?\b|mkfs\b|dd\s+if=)|:\(\)\s*\{\s*:`,
      "i",
    ),
    what: "running a command that deletes without asking",
  },
  {
    rule: "touches-production",
    pattern: new RegExp(
      String.raw`${order}(${destroy}|migrate|alter|restart|shut ?down|overwrite)\b.{0,40}\b(production|prod|live|customers?'?)\b|${order}(run |execute )?(drop|truncate)\s+(the\s+)?(database|table|schema|index|collection)s?\b|\b(deploy|release|publish|push|ship)\b.{0,30}\b(to|on|in|into)\s+(production|prod|live|npm|pypi|crates\.io|the app store)\b|${order}(${destroy}|yank|unpublish|revoke|retract)\b.{0,60}\b(on|from|in|at|off)\s+(the\s+)?(npm|pypi|crates\.io|packagist|rubygems|maven central|nuget|docker hub|key ?servers?|(package |container )?registry)\b|${order}(run |execute |do )?((npm|pnpm|yarn|bun|deno|cargo|poetry|flit|uv|jsr|vsce) publish|gem push|twine upload|docker push|kubectl (apply|delete)|terraform (apply|destroy)|helm (upgrade|uninstall))\b`,
      "i",
    ),
    what: "changing a live system",
  },
  {
    rule: "rewrites-history",
    pattern: new RegExp(
      String.raw`${order}(run |execute |do (an? )?)?(git )?(force[- ]push|push\b.{0,20}--force|push -f\b|rewrite\b.{0,20}\bhistory|reset --hard|filter-(branch|repo)|squash all|reset\b.{0,20}\b(main|master|trunk|branch)$|rebase\b.{0,20}\b(main|master)\b.{0,20}\bforce|push\b.{0,20}\b(directly\s+)?to (main|master|trunk))\b`,
      "i",
    ),
    what: "rewriting or bypassing shared history",
  },
  {
    rule: "discloses-secrets",
    pattern: new RegExp(
      [
        String.raw`${order}(${disclose})\b${tells}{0,60}(\.env\b(?!\.(example|sample|template))|~\/\.ssh|id_rsa|id_ed25519|\/etc\/(passwd|shadow))`,
        String.raw`${order}(${disclose})\b${tells}{0,40}\b(private keys?|(api|access|secret) (keys?|tokens?)|credentials?|passwords?|secrets|environment variables?)\b${tells}{0,40}\b(${inPublic})\b`,
        String.raw`${order}(send|upload|post|email|exfiltrate)\b.{0,40}\b(customers?|users?|personal|private|emails?|data)\b.{0,60}https?:\/\/`,
      ].join("|"),
      "i",
    ),
    what: "disclosing what may be secret",
  },
  {
    rule: "weakens-security",
    pattern: new RegExp(
      String.raw`${order}(disable|remove|bypass|turn off|skip|drop|get rid of)\b.{0,30}\b(all )?(auth(?:entication|ori[sz]ation)?( checks?)?|security|permission checks?|access control|certificate (checks?|validation|verification)|tls verification|ssl verification|csrf( protection)?|rate limit(s|ing)|branch protection|signature (checks?|verification))\b`,
      "i",
    ),
    what: "removing a protection",
  },
  {
    rule: "runs-foreign-code",
    pattern:
      /\b(run|execute|install|installed|set ?up|use|with|via|using|then|and)\b[^\n]{0,40}\b(curl|wget)\b[^\n|]{0,120}\|\s*(sudo\s+)?(ba|z|k)?sh\b|^\s*(curl|wget)\b[^\n|]{0,120}\|\s*(sudo\s+)?(ba|z|k)?sh\b|^\s*sudo\s+\w|\b(?:run|execute|use)\s+sudo\s+\w/i,
    what: "running code from elsewhere with full rights",
  },
];

/** What makes a protection or a loss a feature of the program: a condition, a user's choice, or that it is of no use any more. */
const conditional =
  /\b(?:when|if|unless|until|after|only|once|behind|older|expired|stale|temporary|in (?:the )?(?:tests?|development|debug)|locally|localhost|flags?|options?|settings?|deprecated|legacy|obsolete|unused|dead|duplicated?|redundant|section|paragraph|readme|docs?)\b|--\w/i;
/** Rules about what is lost or weakened; what leaves the machine or rewrites history is asked under any condition. */
const mayBeAFeature: ReadonlySet<string> = new Set(["deletes-tests", "deletes-everything", "weakens-security"]);
/** Work on what must not happen. */
const prevents =
  /\b(?:do not|don't|never|no longer|stop|avoid|prevent|refuse|reject|forbid|block|mask|redact|warn|guard|protect|confirm|document|parse|escape)\b/i;

/** Goals that would destroy, disclose or weaken something: asked back, never guessed. */
export const dangerRule: ClarityRule = (goal) => {
  // Words are looked at without what surrounds them, so what is quoted is taken out before.
  const words = wordsOf(withoutQuoted(goal.rest)).join(" ");
  const sources = goal.areas.length > 0 || goal.type !== null ? [] : [goal.title, goal.body, words];
  // A typed commit title (`fix(auth): …`) describes a reviewed change; what an order of that kind still may not say
  // is that secrets leave.
  for (const danger of dangers) {
    const texts = danger.rule === "discloses-secrets" ? [goal.title, goal.body] : sources.map(withoutQuoted);
    const hit = texts.flatMap((text) => find(danger, text) ?? [])[0];
    if (hit === undefined) continue;
    const quoted = headOf(hit.replace(/^[.;:,!?\s]+(?=\w)/, "").trim(), 80);
    return {
      rule: danger.rule,
      detail: `"${quoted}": ${danger.what}`,
      question: `"${quoted}" means ${danger.what}. Exactly what may be touched, and what must stay?`,
    };
  }
  return null;
};

function find({ rule, pattern }: Danger, text: string): string | null {
  const hit = pattern.exec(text);
  if (hit === null) return null;
  // What ends the sentence before is part of what was found.
  const sentence = sentenceAt(text, hit.index + hit[0].search(/[^.;:,!?\s]/));
  if (prevents.test(sentence.slice(0, sentence.indexOf(hit[0].replace(/^[.;:,!?\s]+/, "").trim())))) return null;
  return mayBeAFeature.has(rule) && conditional.test(sentence) ? null : hit[0];
}

function sentenceAt(text: string, index: number): string {
  const start =
    Math.max(text.lastIndexOf(".", index - 1), text.lastIndexOf("\n", index - 1), text.lastIndexOf(";", index - 1)) + 1;
  const end = text.slice(index + 1).search(/[.;\n](?:\s|$)/);
  return end < 0 ? text.slice(start) : text.slice(start, index + 1 + end);
}

/** Quoted code is what a goal is about; only an order to run it makes it the work. */
function withoutQuoted(text: string): string {
  return text.replace(
    /(\b(?:run|execute|do|with|using|via)\s+)?(`[^`\n]*`|"[^"\n]*"|(?<!\w)'[^'\n]*'(?!\w))/gi,
    (all, runs) => (runs === undefined ? " " : all.replace(/[`"']/g, "")),
  );
}
