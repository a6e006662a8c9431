import type { EventOf, RunEvent, RunEventBody } from "../../../src/core/event.ts";
import type { nobody, Person, PlanReview } from "../../../src/core/person.ts";
import type { Host } from "../../../src/host/host.ts";
import type { Invocation, RunEnd } from "../../../src/run/run-context.ts";
import { loadSettings } from "../../../src/settings/load.ts";
import type { FlagValues } from "../../../src/settings/texts.ts";
import { type Scenario, scriptedEndpoint } from "../../artifact/scripted-endpoint.ts";
import { testHost } from "../../cli/test-host.ts";
import { scratchFolder, scratchRepository } from "../../support/scratch.ts";

/** What a person of a test says; left out: they take what is suggested. */
export interface Answers {
  goal?: (string | null)[];
  words?: (string | null)[];
  mode?: Awaited<ReturnType<Person["chooseMode"]>>;
  reviews?: (PlanReview | typeof nobody)[];
  choice?: string | null;
}

/** A repository with an endpoint and folders of its own, in which runs of this very process are played. */
export async function playground(scenario: Scenario, files: Readonly<Record<string, string>> = defaultFiles) {
  const endpoint = await scriptedEndpoint(scenario);
  const [repo, home] = [scratchRepository(files), scratchFolder()];
  const env = {
    ...process.env,
    ...endpoint.env,
    BARO_HOME: `${home.path}/state`,
    XDG_CACHE_HOME: `${home.path}/cache`,
  };

  /** Runs something of the room `run` with these flags, and gives how it ended with all that it said. */
  async function play(flags: FlagValues, act: (invocation: Invocation) => Promise<RunEnd>, answers?: Answers) {
    const host: Host & { out(): string } = testHost({ cwd: repo.path, env });
    const { options } = await loadSettings(host, { agent: "openai", ...flags });
    const events: RunEvent[] = [];
    const asked: string[] = [];
    const watcher = { see: (event: RunEvent) => void events.push(event), pause: () => {} };
    const person = answers === undefined ? null : personSaying(answers, asked);
    const settled = await act({ host, options, person, watcher }).then(
      (end) => ({ end, error: null }),
      (error: unknown) => ({ end: null, error }),
    );
    const of = <T extends RunEventBody["type"]>(type: T) =>
      events.filter((event): event is RunEvent & EventOf<T> => event.type === type);
    return { ...settled, events, asked, of, types: events.map(({ type }) => type) };
  }
  return {
    repo,
    env,
    served: endpoint.served,
    play,
    [Symbol.asyncDispose]: async () => {
      await endpoint[Symbol.asyncDispose]();
      repo[Symbol.dispose]();
      home[Symbol.dispose]();
    },
  };
}

const defaultFiles = { "README.md": "# Words\n", "a.txt": "a\n", "b.txt": "b\n", "check.sh": "grep -q . a.txt\n" };

function personSaying(answers: Answers, asked: string[]): Person {
  const next = <T>(list: T[] | undefined, otherwise: T): T =>
    list === undefined || list.length === 0 ? otherwise : (list.shift() as T);
  return {
    askGoal: async (found) => {
      asked.push(`goal (${found?.agent}, ${found?.dirty}, ${(await found?.checks)?.join(", ")})`);
      return next(answers.goal, null);
    },
    answer: async (question, _stop, about) => {
      asked.push(`${about ?? "clarity"}: ${question}`);
      return next(answers.words, null);
    },
    chooseMode: async (decision, _outlook, { leaves, story }) => {
      asked.push(`mode: ${decision.mode}, ${leaves}${story === null ? "" : `, ${story.title}`}`);
      return answers.mode === undefined ? { mode: decision.mode, accepted: false } : answers.mode;
    },
    reviewPlan: async ({ plan }, _stop, soFar) => {
      const stories = plan.stories.map(({ id, dependsOn }) => (dependsOn.length > 0 ? `${id}<${dependsOn}` : id));
      asked.push(
        `plan: ${plan.mode} ${stories.join(" ")} (${soFar?.changes}${soFar?.isEdited === true ? ", edited" : ""})`,
      );
      return next<PlanReview | typeof nobody>(answers.reviews, { action: "accept" });
    },
    choose: async ({ question, answers: given }) => {
      asked.push(`choice: ${question}`);
      return (answers.choice === undefined ? (given[0]?.value ?? null) : answers.choice) as never;
    },
  };
}
