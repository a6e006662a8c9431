/**
 * Measures `baro map` against bare line-splitting and `JSON.parse` of the same output, side by side: every agent, on a
 * stream made of its real recordings.
 *
 *     bun scripts/bench/map.ts [MEGABYTES]
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mapBatches } from "../../src/agents/map-stream.ts";
import { newLineSplitter } from "../../src/host/lines.ts";

const megabytes = Number(process.argv[2] ?? "250");
const captures = join(import.meta.dirname, "..", "..", "test", "captures");
const chunkBytes = 64 * 1024;

/** Real lines over and over, in chunks as a pipe gives them. */
async function* recorded(lines: Buffer, bytes: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < bytes; sent += lines.length) {
    for (let at = 0; at < lines.length; at += chunkBytes) yield lines.subarray(at, at + chunkBytes);
  }
}

async function bare(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const splitter = newLineSplitter();
  for await (const chunk of chunks) for (const { text } of splitter.push(chunk)) if (text !== "") JSON.parse(text);
}

async function mapped(agent: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const batch of mapBatches(agent, chunks) ?? []) {
    for (const event of batch) bytes += JSON.stringify(event).length;
  }
  return bytes;
}

const rounds = 5;

/**
 * Seconds of processor time of each, the least of some rounds: what else this machine does makes it longer, never shorter. In
 * turn, so that it falls on both.
 */
async function seconds(...works: (() => Promise<unknown>)[]): Promise<number[]> {
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [at, work] of works.entries()) {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      best[at] = Math.min(best[at] ?? 0, (user + system) / 1e6);
    }
  }
  return best;
}

for (const agent of readdirSync(captures)) {
  for (const version of readdirSync(join(captures, agent))) {
    const folder = join(captures, agent, version);
    // What comes by the gigabyte is work that went on, not one failure after the other.
    const ends = readdirSync(folder).filter((name) => name.endsWith(".exit.json"));
    const worked = ends.filter((name) => readFileSync(join(folder, name), "utf8").includes('"exitCode": 0'));
    const lines = worked.flatMap((name) => {
      return readFileSync(join(folder, name.replace(".exit.json", ".jsonl")), "utf8")
        .split("\n")
        .filter(isJson);
    });
    const once = `${lines.join("\n")}\n`;
    const text = Buffer.from(once.repeat(Math.ceil((16 * chunkBytes) / once.length)));
    const bytes = megabytes * 1024 * 1024;
    const [whole = 0, ours = 0] = await seconds(
      () => bare(recorded(text, bytes)),
      () => mapped(agent, recorded(text, bytes)),
    );
    const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
    const speed = (time: number) => `${Math.round(megabytes / time)} MB/s`.padStart(9);
    const ratio = whole / ours;
    console.log(
      `${`${agent} ${version}`.padEnd(18)} bare ${speed(whole)}  map ${speed(ours)}  ${ratio.toFixed(2)} of it  ${memory} MiB`,
    );
    if (ratio < 0.5) process.exitCode = 1;
  }
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
