import { BaroError } from "../core/error.ts";
import type { RunEvent } from "../core/event.ts";
import type { HttpReply, HttpStream } from "../host/http-server.ts";
import { followJournal } from "../store/follow-journal.ts";
import { liveOwner } from "../store/owner.ts";
import { runFolder } from "../store/run-folder.ts";
import { cleanedDeep } from "../text/redact.ts";
import { headOf } from "../text/shorten.ts";
import { safeHeaders } from "./guard.ts";
import { requireListed } from "./listing.ts";
import { mostStreams, type Site } from "./site.ts";

/** Of what an agent says and a tool prints in one event, no more characters than this go to a page. */
const mostSaid = 4000;

/** Texts of less than this are sent together. */
const fullBatch = 64 * 1024;

/** Between two signs of life, so that nobody between here and the page takes the line for dead. */
const beatMs = 20_000;

/**
 * The events of a run from the one after `after` on, as server-sent events, and then, when the page `stays`, as they come
 * until nobody works on it; `end` is the last one then. Throws when the run can't be read, or too many look on already.
 */
export async function streamJournal(site: Site, name: string, after: number, stays: boolean): Promise<HttpReply> {
  const listing = await requireListed(site, name);
  if (listing.trouble !== null) throw new BaroError("failed", `Cannot show run "${name}": ${listing.trouble}`);
  if (site.streams.open >= mostStreams) {
    throw new BaroError("ceiling", `Cannot show run "${name}": ${mostStreams} pages are watching already`, {
      hint: "Close some of them",
    });
  }
  site.streams.open++;
  return {
    status: 200,
    // A proxy in front would collect events until there are many.
    headers: { ...safeHeaders, "content-type": "text/event-stream", "x-accel-buffering": "no" },
    body: async (stream) => {
      try {
        await sendAll(site, name, after, stays, stream);
      } finally {
        site.streams.open--;
      }
    },
  };
}

async function sendAll(site: Site, name: string, after: number, stays: boolean, stream: HttpStream): Promise<void> {
  const { host, options } = site;
  const folder = runFolder(options.stateDir, name);
  const goesOn = !stays && liveOwner(folder) !== null;
  const over = new AbortController();
  const signal = AbortSignal.any([stream.signal, over.signal]);
  void beat(site, stream, signal);
  let batch = "";
  // Awaited once the journal has nothing more to give right now: `followJournal` then sleeps.
  let flushing = Promise.resolve();
  const flush = () => {
    const text = batch;
    batch = "";
    flushing = flushing.then(() => (text === "" ? undefined : stream.write(text)));
    return flushing;
  };
  try {
    for await (const event of followJournal(host, folder, signal, stays)) {
      if (event.seq <= after) continue;
      if (batch === "") setTimeout(flush, 30);
      batch += `id: ${event.seq}\ndata: ${JSON.stringify(cleanedDeep(shortened(event), host.shown))}\n\n`;
      if (batch.length >= fullBatch) await flush();
    }
    if (!goesOn) batch += "event: end\ndata: {}\n\n";
  } catch {
    // A line that is no event: what comes after it can't be read either.
    batch += "event: broken\ndata: {}\n\n";
  } finally {
    over.abort();
    await flush();
  }
}

async function beat({ host }: Site, stream: HttpStream, signal: AbortSignal): Promise<void> {
  for (;;) {
    await host.sleep(beatMs, signal);
    if (signal.aborted) return;
    await stream.write(": on\n\n");
  }
}

function shortened(event: RunEvent): RunEvent {
  switch (event.type) {
    case "agent.text":
    case "agent.reasoning":
      return { ...event, text: headOf(event.text, mostSaid) };
    case "agent.tool.finished":
      return { ...event, output: headOf(event.output, mostSaid) };
    case "agent.unknown":
      return { ...event, line: "" };
    default:
      return event;
  }
}
