// What `baro serve` takes: `bun scripts/bench/serve.ts [EVENTS]`. A run's journal grows by 5,000 events a second while one
// reader follows it over HTTP; told are the page's weight, how far the reader is behind, and the server's memory.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { identifyProcess, placeOfThis } from "../../src/host/process-identity.ts";
import { pageServer } from "../../test/artifact/page-server.ts";

const total = Number(process.argv[2] ?? 30_000);
const perSecond = 5000;
const root = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "baro-bench-"));
const run = "bench-aaaaaa";
const runFolder = join(folder, "state", "runs", run);
mkdirSync(runFolder, { recursive: true });
// This process works on the run, as far as the server can see.
const owner = { ...identifyProcess(process.pid), place: placeOfThis(), treeMark: null };
writeFileSync(join(runFolder, "owner.json"), JSON.stringify(owner));
const journal = join(runFolder, "journal.jsonl");
let seq = 0;
const line = (body: object) => `${JSON.stringify({ v: 1, seq: seq++, at: new Date().toISOString(), run, ...body })}\n`;
const repo = { root: folder, branch: null, head: "0", dirty: false, remote: null };
writeFileSync(journal, line({ type: "run.started", goal: "bench", repo, agent: "demo", workBranch: "b", flags: {} }));

const env = { ...process.env, BARO_HOME: join(folder, "state") } as Record<string, string>;
const server = await pageServer({ cwd: folder, env });
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
const before = memory();
const response = await fetch(`${server.base}/api/runs/${run}/events`, {
  headers: { authorization: `Bearer ${server.token}` },
});

const written = (async () => {
  for (let count = 0; count < total; count += perSecond / 20) {
    const texts = Array.from({ length: perSecond / 20 }, (_, at) =>
      line({ type: "agent.text", story: `S${1 + (at % 16)}`, attempt: 1, text: `word ${seq}`, parent: null }),
    );
    appendFileSync(journal, texts.join(""));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
})();

const lags: number[] = [];
let seen = 0;
let rest = "";
for await (const chunk of response.body ?? []) {
  const blocks = (rest + Buffer.from(chunk as Uint8Array).toString("utf8")).split("\n\n");
  rest = blocks.pop() ?? "";
  seen += blocks.filter((block) => block.includes("data: ")).length;
  const at = /"at":"([^"]+)"/.exec(blocks.at(-1) ?? "")?.[1];
  if (at !== undefined) lags.push(Date.now() - Date.parse(at));
  if (seen > total) break;
}
await written;
const weight = ["dist/page/page.js.txt", "src/serve/page/index.html", "src/serve/page/page.css"]
  .map((part) => gzipSync(readFileSync(join(root, part))).length)
  .reduce((sum, bytes) => sum + bytes, 0);
const ranked = lags.toSorted((a, b) => a - b);
const rank = (share: number) => ranked[Math.min(ranked.length - 1, Math.floor(ranked.length * share))] ?? 0;
process.stdout.write(
  `page ${(weight / 1000).toFixed(1)} kB compressed; ${seen} events at ${perSecond}/s; behind p50 ${rank(0.5)} ms, p99 ${rank(0.99)} ms; ` +
    `server ${before.toFixed(0)} -> ${memory().toFixed(0)} MB\n`,
);
await server.stop();
rmSync(folder, { recursive: true, force: true });
