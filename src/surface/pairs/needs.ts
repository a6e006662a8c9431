import { nameOf } from "../../core/path.ts";
import { isCompound } from "../../core/words.ts";
import type { SurfaceEvidence } from "../../repository/evidence.ts";
import { isAskedToo } from "./asked-of-each.ts";
import { hangsOn } from "./close-ties.ts";
import { readsWhatIsWritten } from "./declared-reads.ts";
import { goesOverAll } from "./each-of.ts";
import { bothEnter } from "./entered-files.ts";
import { bothMakeAnew } from "./made-anew.ts";
import { writesWhatIsMade } from "./made-from.ts";
import { needsWhatGoes } from "./needs-what-goes.ts";
import { usesNewThing } from "./new-thing.ts";
import { nextInList } from "./next-in-list.ts";
import { bothTakeNext } from "./next-of-list.ts";
import { onceEach } from "./once-each.ts";
import { eitherWay, type Finding } from "./pair-rules.ts";
import { recordsWhatChanges } from "./recorded-work.ts";
import { factsOf, type StorySurface } from "./story-surface.ts";
import { readsTestData } from "./test-data.ts";
import { twoHalves } from "./two-halves.ts";

/** A story that names what another one makes and the base does not have is ordered after it; `null` when none does. */
export function needFor(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  // Two halves of one text would name everything of each other.
  if (a.text === b.text) return null;
  return (
    eitherWay((maker, user) => writesWhatIsMade(maker, user, evidence), a, b) ??
    needsWhatGoes(a, b, evidence) ??
    eitherWay((maker, user) => readsWhatIsWritten(maker, user, evidence), a, b) ??
    eitherWay(namesNewFile, a, b) ??
    sharesNewName(a, b, evidence) ??
    bothTakeNext(a, b) ??
    nextInList(a, b, evidence) ??
    bothEnter(a, b, evidence) ??
    bothMakeAnew(a, b) ??
    twoHalves(a, b, evidence) ??
    eitherWay((maker, user) => goesOverAll(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => readsTestData(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => usesNewThing(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => recordsWhatChanges(maker, user, evidence), a, b) ??
    eitherWay((maker, user) => hangsOn(maker, user, evidence), a, b) ??
    eitherWay(isAskedToo, a, b)
  );
}

/** Shorter names are words that occur by chance. */
const shortestName = 6;

function namesNewFile(maker: StorySurface, user: StorySurface): Omit<Finding, "first"> | null {
  const text = user.text;
  const wanted = maker.created.find((path) => {
    const name = nameOf(path);
    return holdsWord(text, path) || (name.length >= shortestName && holdsWord(text, name));
  });
  if (wanted === undefined) return null;
  return { rule: "needs", why: `${user.story.id} names \`${wanted}\`, which ${maker.story.id} creates` };
}

/** A name that both texts hold, that one speaks of making, and that no file of theirs knows is made by one of them. */
function sharesNewName(a: StorySurface, b: StorySurface, evidence: SurfaceEvidence): Finding | null {
  const others = namesOf(b);
  const shared = [...namesOf(a)].filter((name) => others.has(name));
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    shared.push(...quotedOf(one).names.filter((name) => makes(one.text, name) && holdsWord(other.text, name)));
  }
  if (shared.length === 0) return null;
  const known = new Set([...factsOf(a, evidence), ...factsOf(b, evidence)].flatMap(([, { words }]) => words));
  const fresh = shared.find((name) => !known.has(name) && [a, b].some((surface) => makes(surface.text, name)));
  if (fresh === undefined) return null;
  const why = `${a.story.id} and ${b.story.id} both name \`${fresh}\`, which no file that they write knows yet`;
  return { rule: "needs", first: makerOf(fresh, a, b), why };
}

/** The one that speaks of making the name; `null` when both do or neither. */
function makerOf(name: string, a: StorySurface, b: StorySurface): "a" | "b" | null {
  const [one, other] = [a, b].map((surface) => makes(surface.text, name));
  if (one === other) return null;
  return one === true ? "a" : "b";
}

function makes(text: string, name: string): boolean {
  const before = text.slice(Math.max(0, text.indexOf(name) - 60), text.indexOf(name));
  return /\b(add|create|introduce|implement|define|export|expose|extract|write|new|register)\w*\b/i.test(before);
}

/** Written like names of code, and made by neither story. */
const brands = new Set(
  (
    "TypeScript JavaScript CoffeeScript GitHub GitLab BitBucket OpenAI NodeJS OpenAPI GraphQL PostgreSQL MySQL SQLite " +
    "MongoDB DynamoDB OAuth2 WebSocket WebSockets WebAssembly PowerShell OpenTelemetry JetBrains IntelliJ VSCode " +
    "CircleCI DevOps YouTube LinkedIn PyTorch TensorFlow NumPy SciPy FastAPI LaTeX PyPI RubyGems NextJS ReactJS macOS"
  ).split(" "),
);

const namesOf = onceEach(({ text }: StorySurface): ReadonlySet<string> => {
  const names = text.match(/[A-Za-z_$][\w$]+/g) ?? [];
  return new Set(names.filter((name) => name.length >= shortestName && isCompound(name) && !brands.has(name)));
});

/** A plain word in backticks is a name too: a tag, a key, a command. */
const quotedOf = onceEach(({ text }: StorySurface) => ({
  names: [...text.matchAll(/`([A-Za-z][\w-]{3,40})`/g)].map(([, name = ""]) => name),
}));

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\w/.-]/.test(text[at - 1] ?? " ") && !/[\w/-]/.test(text[at + word.length] ?? " ")) return true;
  }
  return false;
}
