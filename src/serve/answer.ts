import { existsSync } from "node:fs";
import { parse } from "node:querystring";
import { z } from "zod";
import { BaroError, type ErrorCode, exitCodeOf } from "../core/error.ts";
import { parseJson } from "../core/parse-json.ts";
import type { HttpReply, HttpRequest } from "../host/http-server.ts";
import { runDiff, storyDiff } from "../run/diff.ts";
import { readRun } from "../run/read-run.ts";
import { requestToOpen } from "../run/request-to-open.ts";
import { foldRun } from "../state/run-state.ts";
import { hintFor } from "../text/typed-command.ts";
import { acts, start } from "./acts.ts";
import { assetReply } from "./assets.ts";
import { type Power, powerOf, refuseStranger, safeHeaders } from "./guard.ts";
import { streamJournal } from "./journal-stream.ts";
import { listForPage, requireListed, startable } from "./listing.ts";
import type { Site } from "./site.ts";

/** The longest path and query that is looked at. */
const mostTarget = 2000;

/** Answers one request, whatever it is. Nothing that is not the page's own is answered without a token. */
export async function answerRequest(site: Site, request: HttpRequest): Promise<HttpReply> {
  const refusal = refuseStranger(site.gate, request);
  if (refusal !== null) return refused(refusal.status, refusal.why);
  const url = placeOf(request.target);
  if ("status" in url) return url;
  if (!url.pathname.startsWith("/api/")) {
    return request.method === "GET" ? assetReply(url.pathname) : refused(405, "Send nothing here");
  }
  if (url.pathname === "/api/ticket" && request.method === "POST") return await redeem(site, request);
  const power = powerOf(site.gate, request.headers);
  if (power === "nothing") return wrong(site, "The token is missing or wrong");
  try {
    return await answerBearer(site, url, power, request);
  } catch (error) {
    if (error instanceof URIError) return refused(400, "The path can't be read");
    if (!(error instanceof BaroError)) throw error;
    const hint = error.hint === undefined ? null : site.host.shown(hintFor(error.place, error.hint));
    return json(statusOf(error.code), { error: site.host.shown(error.message), hint });
  }
}

function wrong(site: Site, why: string): HttpReply {
  return site.mayErr(site.host.now()) ? refused(401, why) : refused(429, "Too many wrong tokens");
}

/** The token for the ticket that a browser was started with. */
async function redeem(site: Site, request: HttpRequest): Promise<HttpReply> {
  const bytes = await request.read(1000);
  if (bytes === null) return { ...refused(413, "That is not a ticket"), ...closing };
  const given = ticketSchema.safeParse(parsed(bytes));
  const token = given.success ? site.ticket?.redeem(given.data.ticket, request, site.host.elapsed()) : null;
  return token == null ? wrong(site, "This link has been used or has expired") : json(200, { token });
}

const ticketSchema = z.strictObject({ ticket: z.string().max(200) });

/** What a request is about. */
interface Place {
  pathname: string;
  query: Readonly<Record<string, string | string[] | undefined>>;
}

/** Where a request is for, or what is wrong with that. */
function placeOf(target: string): Place | HttpReply {
  if (target.length > mostTarget) return refused(414, "The path is too long");
  // Behind two slashes would be the name of a host.
  const url = /^\/(?![/\\])/.test(target) ? URL.parse(target, "http://page") : null;
  if (url === null) return refused(400, "The path can't be read");
  return { pathname: url.pathname, query: parse(url.search.slice(1)) };
}

async function answerBearer(site: Site, url: Place, power: Power, request: HttpRequest): Promise<HttpReply> {
  const path = url.pathname.slice("/api/".length).split("/").map(decodeURIComponent);
  if (request.method === "GET") return await look(site, path, url.query, request);
  if (power !== "all") return refused(403, "This link is read-only");
  if (!site.mayAct(site.host.now())) return refused(429, "Too many requests at once: wait a few seconds");
  return await doAct(site, path, request);
}

async function look(
  site: Site,
  [what, run, part, ...more]: string[],
  query: Place["query"],
  { headers }: HttpRequest,
): Promise<HttpReply> {
  if (what === "about" && run === undefined) return json(200, await about(site, headers));
  if (what !== "runs" || more.length > 0) return refused(404, "Not found");
  if (run === undefined) return json(200, { runs: await listForPage(site) });
  if (part === "events") {
    const after = Number(headers["last-event-id"] ?? query["after"] ?? -1);
    if (!Number.isSafeInteger(after)) return refused(400, "Last-Event-ID is not a number");
    return await streamJournal(site, run, after, query["now"] === undefined);
  }
  if (part === "diff") return await diff(site, run, typeof query["story"] === "string" ? query["story"] : null);
  if (part === "request") return await openable(site, run);
  return refused(404, "Not found");
}

/** The request that could be opened of what a run has left, as its forge calls it. */
async function openable(site: Site, name: string): Promise<HttpReply> {
  await requireListed(site, name);
  const { host, options } = site;
  return json(200, { request: await requestToOpen(host, options, name, foldRun(readRun(options.stateDir, name))) });
}

async function about(site: Site, headers: HttpRequest["headers"]): Promise<object> {
  const power = powerOf(site.gate, headers);
  const { run, version } = site;
  return { version, run, readOnly: power !== "all", repositories: startable(site) };
}

/** More of a diff than this is not looked at in a browser. */
const mostDiff = 2 * 1024 * 1024;

async function diff(site: Site, name: string, story: string | null): Promise<HttpReply> {
  const { repository } = await requireListed(site, name);
  if (!existsSync(repository)) {
    throw new BaroError("failed", `Cannot show the changes of run "${name}": "${repository}" no longer exists`);
  }
  const state = foldRun(readRun(site.options.stateDir, name));
  const color = { color: false };
  const text =
    story === null ? await runDiff(site.host, state, color) : await storyDiff(site.host, state, story, color);
  const shown = site.host.shown(text);
  return json(200, { diff: shown.slice(0, mostDiff), cut: shown.length > mostDiff });
}

async function doAct(site: Site, [what, run, part, ...more]: string[], request: HttpRequest): Promise<HttpReply> {
  const wanted = part === undefined ? null : Object.hasOwn(acts, part) ? acts[part] : undefined;
  const asked = run === undefined ? start : wanted;
  if (what !== "runs" || asked == null || more.length > 0) return refused(404, "Not found");
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) return refused(415, "Send JSON");
  const bytes = await request.read(asked.maxBytes);
  if (bytes === null) return { ...refused(413, `Send no more than ${asked.maxBytes} bytes`), ...closing };
  if (run !== undefined) await requireListed(site, run);
  const body = parsed(bytes);
  return body === undefined ? refused(400, "That is not JSON") : json(200, await asked.act(site, run ?? "", body));
}

/** The document that a body is; undefined: it is none. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function json(status: number, document: object): HttpReply {
  return { status, headers: { ...safeHeaders, "content-type": "application/json" }, body: JSON.stringify(document) };
}

function refused(status: number, why: string): HttpReply {
  return json(status, { error: why, hint: null });
}

/** What was not read of a body would be taken for the next request. */
const closing = { headers: { ...safeHeaders, "content-type": "application/json", connection: "close" } };

function statusOf(code: ErrorCode): number {
  if (code === "run-unknown") return 404;
  if (code === "ceiling") return 503;
  return exitCodeOf[code] === 2 ? 400 : 409;
}
