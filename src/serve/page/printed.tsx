import { useSignal } from "@preact/signals";
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { GivenDiff } from "../../report/report-given.ts";

/** What a page that is written to a file has with it: nothing can be asked for there, and no script runs. */
export interface Printed {
  /** By story; null: the whole of the run. One that is not there could not be had. */
  diffs: ReadonlyMap<string | null, GivenDiff>;
  /** The most pairs of stories that are named. */
  mostPairs: number;
}

/** Null: a live page. */
export const PrintedPage = createContext<Printed | null>(null);

/**
 * What is there for whoever asks. In a live page the inside is made when it is opened and goes when it is closed; in a file it
 * is there at once. `bulk`: so long that it stays folded on paper.
 */
export function Folded(props: {
  summary: ComponentChildren;
  open?: boolean;
  bulk?: boolean;
  children: () => ComponentChildren;
}) {
  const printed = useContext(PrintedPage) !== null;
  const opened = useSignal(props.open === true);
  return (
    <details
      class={props.bulk === true ? "bulk" : undefined}
      open={props.open === true}
      onToggle={(event) => {
        opened.value = event.currentTarget.open;
      }}
    >
      <summary>{props.summary}</summary>
      {printed || opened.value ? props.children() : null}
    </details>
  );
}
