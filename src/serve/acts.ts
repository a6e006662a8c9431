import { z } from "zod";
import { BaroError } from "../core/error.ts";
import { answerRun } from "../run/answer-run.ts";
import { cleanRuns } from "../run/clean.ts";
import { stopRun } from "../run/runs.ts";
import { deliverElsewhere, startArguments, startRequest, startRun } from "../run/start-run.ts";
import { stopStory, tellStory } from "../run/steer.ts";
import { requireListed, requireStartable } from "./listing.ts";
import type { Site } from "./site.ts";

/** What a page may do: the shape of what it sends, and what is sent back. */
interface Act {
  /** Reads and does it. Throws a `BaroError` for what a person can act on. */
  act(site: Site, run: string, body: unknown): Promise<object>;
  /** The longest body that is read. */
  maxBytes: number;
}

const story = z.string().regex(/^S[0-9]{1,6}$/, 'it is not of the form "S1"');
const words = z
  .string()
  .min(1)
  .max(64 * 1024);

const usual = 300 * 1024;
/** An edited plan may be long. */
const planBytes = 8 * 1024 * 1024;

function act<S extends z.ZodType>(
  schema: S,
  run: (site: Site, run: string, asked: z.output<S>) => Promise<object>,
  maxBytes = usual,
): Act {
  return {
    maxBytes,
    act: async (site, name, body) => {
      const read = schema.safeParse(body);
      if (read.success) return await run(site, name, read.data);
      const wrong = read.error.issues.map(({ path, message }) => [...path.map(String), message].join(": "));
      throw new BaroError("usage", `Cannot take the request: ${wrong.slice(0, 5).join("; ")}`);
    },
  };
}

/** Starts a run of its own process. */
export const start: Act = act(startRequest, async (site, _run, asked) => {
  const repository = requireStartable(site, asked.repository);
  const words = startArguments({ ...asked, repository });
  const at = { stateDir: site.options.stateDir, cwd: repository, isPage: true };
  return { run: await startRun(site.host, at, words, asked.goal) };
});

/** What can be done with a run, by the last part of its path. */
export const acts: Readonly<Record<string, Act>> = {
  answer: act(
    z.strictObject({ id: z.string().min(1).max(40), answer: z.unknown() }),
    async ({ host, options }, run, { id, answer }) => {
      await answerRun(host, options, run, { id, answer: answer ?? null, by: "page" });
      return {};
    },
    planBytes,
  ),
  stop: act(z.strictObject({ story: story.optional() }), async ({ host, options }, run, asked) => ({
    said:
      asked.story === undefined ? await stopRun(host, options, run) : await stopStory(host, options, run, asked.story),
  })),
  tell: act(
    z.strictObject({ story, text: z.string().min(1).max(20_000) }),
    async ({ host, options }, run, { story: id, text }) => ({
      said: await tellStory(host, options, run, id, text),
    }),
  ),
  resume: act(z.strictObject({}), async (site, run) => {
    const repository = requireStartable(site, (await requireListed(site, run)).repository);
    const at = { stateDir: site.options.stateDir, cwd: repository };
    return { run: await startRun(site.host, at, ["resume", run, "--cwd", repository], "") };
  }),
  continue: act(z.strictObject({ goal: words }), async (site, run, { goal }) => {
    const listing = await requireListed(site, run);
    const repository = requireStartable(site, listing.repository);
    const branch = listing.branch === null ? [] : ["--branch", listing.branch];
    const at = { stateDir: site.options.stateDir, cwd: repository, isPage: true };
    return { run: await startRun(site.host, at, ["continue", "-", "--cwd", repository, ...branch], goal) };
  }),
  deliver: act(z.strictObject({}), async (site, run) => {
    const repository = requireStartable(site, (await requireListed(site, run)).repository);
    const at = { stateDir: site.options.stateDir, cwd: repository };
    const { why, next } = await deliverElsewhere(site.host, at, run);
    return { run, said: site.host.shown([why, ...(next === null ? [] : [next])].join("\n")) };
  }),
  clean: act(z.strictObject({ force: z.boolean().default(false) }), async ({ host, options }, run, { force }) => {
    const { removed, kept } = await cleanRuns(host, options, { run, force });
    return { removed: removed.map((what) => host.shown(what)), kept };
  }),
};
