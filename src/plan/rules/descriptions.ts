import type { RuleName } from "../../core/plan.ts";

/** What each rule does to a plan, in one or two sentences: `docs/rules.md` is made of these. */
export const ruleDescriptions: Readonly<Record<RuleName, string>> = {
  repair:
    "What a planner plainly meant (a title for an id, a line range on a path, an absolute path inside the repository) is put right and reported. It never widens a surface and never drops a story.",
  "focused-is-one":
    "A focused run has exactly one story: the goal first, then every planned brief as steps in order, with all of their surfaces, reads and acceptance, and the heaviest weight.",
  cap: "Stories beyond the mode's cap are merged into the last ones that can take them, those with the same surface first. No work is dropped.",
  "unknown-dependency": "A dependency on a story that is not in the plan is removed.",
  cycle: "A dependency cycle is cut at the edge that the evidence supports least.",
  "sequential-is-a-chain": "A sequential run has one topological order, one story at a time.",
  "surface-required":
    "In a parallel run, a story without a surface, or with one that spans the repository, runs alone: it is ordered against every other story.",
  overlap:
    "Two stories whose patterns can match the same path are put in order. This is decided on the patterns, not on the files that exist now.",
  needs:
    "A story that needs what another one makes (a file that is not there yet, a name that the other one's brief introduces, a new file's import, a thing that the other one's title says is new, one more of a kind that it goes over all of, a sample that its tests read) comes after it. So does one that declares to look at a file which the other one writes, unless that only adds to it or changes a named part which the reader neither uses nor speaks of, or the file only calls what the reader writes.",
  "needs-what-goes":
    "A story whose files or text use a name that another one renames, removes, moves or changes for its users is put in order with it; so is one that derives from a type which changes. A name is what code defines, and a key, a field, a flag, a script, a variable, an anchor or the place of a file; a plain word counts where a mark beside it says that it names something, in a template too. A title may write the name, or speak of it; a brief need only be about it, when it tells of a change that others see and says of nothing that it stays. Where plain words tell such a change and no name, whoever imports its files, derives from what they define (at any distance), uses a name of theirs that the text has the words of, or speaks of the same things is put in order with it; so is who creates one more of several files that change alike. A type that gains or loses a member, in plain words too, hurts who derives from it or builds it from all of its members; a text that a story quotes from its own files, whoever holds it letter for letter. Whatever code comes to do, who derives from it is put in order with it, and so is a story without code of the program that hangs on it: its tests import it, are named after it or use its names, its files mostly changed with it, or its page uses its names or goes over all of its kind. Who only imports it is where something comes out otherwise; of what gets wider or is cut apart in another way, an import by way of a barrel is enough for who uses a name of it that the text speaks of. Who renews the completions or the manual of a command line is put in order with who changes what that takes. All of this unless the text says that it stays, or names a part that the other one neither uses nor speaks of. Who only reads a setting is not hurt by another value; who tells of it or tests it is. What a program says, shows or does unless told otherwise is held by tests that compare it, by snapshots beside it, by scripts that read it back and by pages and examples that tell of it: who writes one of these is put in order with who changes it, where an import, the history or a word that few paths have ties them; a page or a test that does not say so must have more in common. A later diff may not start to use what landed work has removed.",
  coupled:
    "Two stories whose files depend on each other are put in order when imports, shared names, history and kinds of files together are strong enough evidence. An import alone is not; the reason says what tipped it. Where both briefs tell of work inside, with nothing that others see, words and folders in common must say more, and more again where each title names a file of its own; where two stories have one title and one imports the other, a little less is enough.",
  "shared-file":
    "A lockfile, manifest, changelog, barrel or registry belongs to one story, never to two at once; the others go before or after it. So does a file that two texts say they enter something in or make anew, whether their surfaces have it or not, the next free number of one list, one more of the files that a list enters, a file of one name in another language that changed with it, and a file that is made from another one: by a template, a grammar or a program of its name, because a text says so, or because it hardly ever changed without it.",
  "does-not-pay":
    "A parallel plan of width 1, or one whose longest chain is nearly all of its work, becomes sequential, or focused when it is one surface. The reason has the figures.",
  "verification-only": "A story that only runs tests, builds or reviews is left to the run's own verification.",
};
