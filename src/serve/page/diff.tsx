import { useSignal } from "@preact/signals";
import { useContext, useEffect } from "preact/hooks";
import type { GivenDiff } from "../../report/report-given.ts";
import { plainText } from "../../text/plain.ts";
import { api, runPath } from "./api.ts";
import { Said, useAsking } from "./parts.tsx";
import { Folded, PrintedPage } from "./printed.tsx";

/** What a story, or (null) the whole run, has changed; in a live page looked up when it is asked for. */
export function Diff({ run, story }: { run: string; story: string | null }) {
  const printed = useContext(PrintedPage);
  const given = printed?.diffs.get(story);
  if (printed !== null && given === undefined) return null;
  return (
    <Folded bulk summary={story === null ? "All changes" : "Changes"}>
      {() => (given === undefined ? <AskedDiff run={run} story={story} /> : <DiffText {...given} story={story} />)}
    </Folded>
  );
}

function AskedDiff({ run, story }: { run: string; story: string | null }) {
  const asking = useAsking();
  const shown = useSignal<GivenDiff | null>(null);
  useEffect(() => {
    void asking.run(async () => {
      const query = story === null ? "" : `?story=${encodeURIComponent(story)}`;
      const { diff, cut } = await api<GivenDiff>(`${runPath(run, "diff")}${query}`);
      shown.value = { diff: plainText(diff), cut };
    });
  }, [run, story]);
  return (
    <>
      <Said asking={asking} />
      {shown.value === null ? null : <DiffText {...shown.value} story={story} />}
    </>
  );
}

const mostDiffLines = 5000;

/** A unified diff; lines of one kind that follow each other are one block. */
function DiffText({ diff, cut, story }: GivenDiff & { story: string | null }) {
  if (diff.trim() === "") return <p class="quiet">Nothing has changed.</p>;
  const lines = diff.replace(/\n$/, "").split("\n");
  const blocks = blocksOf(lines.slice(0, mostDiffLines));
  return (
    <>
      <section class="diff" aria-label={story === null ? "All changes" : `Changes of ${story}`} tabIndex={0}>
        <pre>
          {blocks.map(({ kind, text }) => (
            <span class={kind}>{text}</span>
          ))}
        </pre>
      </section>
      {cut || lines.length > mostDiffLines ? <p class="quiet">This is cut off; baro diff shows all of it.</p> : null}
    </>
  );
}

interface Block {
  kind: LineKind;
  text: string;
}

/** Neighbours of one kind together, so that a long diff is few elements. */
export function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let inHead = true;
  for (const line of lines) {
    if (line.startsWith("diff ")) inHead = true;
    const kind = inHead && !line.startsWith("@@") ? "head" : kindOf(line);
    if (kind === "place") inHead = false;
    const last = blocks.at(-1);
    if (last?.kind === kind && !line.startsWith("diff ")) last.text += `${line}\n`;
    else blocks.push({ kind, text: `${line}\n` });
  }
  return blocks;
}

type LineKind = "head" | "place" | "added" | "removed" | "same";

function kindOf(line: string): LineKind {
  if (line.startsWith("@@")) return "place";
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "same";
}
