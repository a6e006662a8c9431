import type { ForgeClient } from "../client.ts";
import { ForgeFailure } from "../failure.ts";
import type { FailingCheck, ReviewComment } from "../forge-api.ts";
import { discussionsShape, jobsShape, pipelinesShape } from "./wire.ts";

const maxLogs = 5;
const maxLogChars = 12_000;

/** The discussions of a merge request that nobody resolved. */
export async function openDiscussions(client: ForgeClient, merge: string): Promise<ReviewComment[]> {
  const discussions = await client.list(discussionsShape, `${merge}/discussions?per_page=100`);
  const comments: ReviewComment[] = [];
  for (const { notes } of discussions) {
    const [first] = notes;
    if (first === undefined || first.resolvable !== true || first.resolved === true) continue;
    const words = notes.map((note, index) =>
      index === 0 ? note.body : `${note.author?.username ?? ""}: ${note.body}`,
    );
    comments.push({
      author: first.author?.username ?? "someone",
      path: first.position?.new_path ?? null,
      line: first.position?.new_line ?? null,
      body: words.join("\n\n"),
    });
  }
  return comments;
}

/** The failed jobs of a commit's newest pipeline; those that are allowed to fail are left out. */
export async function failingJobs(client: ForgeClient, at: string, commit: string): Promise<FailingCheck[]> {
  const [newest] = await client.ask(pipelinesShape, `${at}/pipelines?sha=${commit}&order_by=id&sort=desc&per_page=1`);
  if (newest === undefined) return [];
  const jobs = await client.list(jobsShape, `${at}/pipelines/${newest.id}/jobs?scope[]=failed&per_page=100`);
  const failing: FailingCheck[] = [];
  for (const job of jobs.filter((each) => each.allow_failure !== true)) {
    const log = failing.length < maxLogs ? await jobLog(client, at, job.id) : null;
    failing.push({ name: job.name, summary: job.failure_reason ?? "", log, url: job.web_url ?? null });
  }
  return failing;
}

async function jobLog(client: ForgeClient, at: string, job: number): Promise<string | null> {
  try {
    const text = await client.text(`${at}/jobs/${job}/trace`);
    // Traces hold terminal colours and marks of sections.
    return text.replace(/\p{Cc}\[[\d;]*[A-Za-z]|section_(start|end):\d+:[^\r\n]*\r/gu, "").slice(-maxLogChars);
  } catch (error) {
    if (error instanceof ForgeFailure && (error.kind === "not-found" || error.kind === "forbidden")) return null;
    throw error;
  }
}
