import { plainLine } from "../../text/plain.ts";
import { shorten } from "../../text/shorten.ts";
import type { NetworkResult } from "./network-git.ts";

const maxLines = 4;
const maxChars = 400;

/** One clause on why a remote said no: the server's own words first, then git's. */
export function reasonOf({ stdout, said }: Pick<NetworkResult, "stdout" | "said">): string {
  const rejected = /^!\t[^\t]*\t(.*)$/m.exec(stdout)?.[1];
  const remote = linesOfRemote(said);
  const words = rejected === undefined ? [...remote, ...lastWords(said)] : [rejected, ...remote];
  return words.length === 0 ? "git gave no reason" : clause(words);
}

/** What the server itself said, as one clause; empty when it said nothing. */
export function wordsOfRemote(said: string): string {
  return clause(linesOfRemote(said));
}

function clause(words: readonly string[]): string {
  return shorten(plainLine(words.join("; ")), maxChars);
}

const telling =
  /\b(GH\d{3}|GL-\w+|error|fatal|reason|reject|refus|den(y|ied)|declin|forbid|not allowed|not permitted|cannot|can't|could not|must|needs?|requires?|protected|read.only|archived|exceed|invalid|does ?n[o']t exist|no such)/i;

/** The lines that tell most, in their order: servers frame what they say, and some greet first. */
function linesOfRemote(said: string): string[] {
  const lines = said
    .split("\n")
    .filter((line) => line.startsWith("remote:"))
    .map((line) => line.slice("remote:".length).trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line));
  if (lines.length <= maxLines) return lines;
  const told = lines.filter((line) => telling.test(line));
  return (told.length === 0 ? [...lines.slice(0, maxLines - 1), ...lines.slice(-1)] : told).slice(0, maxLines);
}

/** True of whatever ends a connection, and so of no use where anything else was said. */
const general = /Could not read from remote repository|the remote end hung up|failed to push/i;
/** How forges begin what they say over ssh; git itself writes it small. */
const ofForge = /^ERROR: /;
const cause =
  /Permission denied|Host key|Authentication failed|could not read (Username|Password)|could not resolve|refused|timed out|not found|no answer in time|closed by|reset by/i;

/** git ends with advice; what happened stands before it. Over ssh a forge's own words are lines like any other. */
function lastWords(said: string): string[] {
  const lines = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !line.startsWith("remote:"));
  const faults = lines.filter((line) => /^(fatal|error|ssh)/i.test(line));
  const line =
    lines.find((each) => ofForge.test(each)) ??
    lines.find((each) => cause.test(each)) ??
    faults.find((each) => !general.test(each)) ??
    faults[0];
  return line === undefined ? [] : [line.replace(/^(fatal|error): /i, "")];
}
