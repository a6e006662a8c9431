import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Refused } from "./api.ts";
import { noteFocus } from "./kept-focus.ts";

/** What went wrong with something that was asked for. */
export interface Trouble {
  message: string;
  hint: string | null;
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Refused) return { message: error.message, hint: error.hint };
  return { message: error instanceof Error ? error.message : String(error), hint: null };
}

export function Problem({ trouble }: { trouble: Trouble | null }) {
  if (trouble === null) return null;
  return (
    <p class="problem" role="alert">
      {trouble.message}
      {trouble.hint === null ? null : <span class="hint"> {trouble.hint}</span>}
    </p>
  );
}

/** Something that can be asked of the server: busy while it is asked, with what went wrong, or what was said. */
export function useAsking() {
  const busy = useSignal(false);
  const trouble = useSignal<Trouble | null>(null);
  const said = useSignal<string | null>(null);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.value) return false;
    busy.value = true;
    trouble.value = null;
    said.value = null;
    const focusAgain = noteFocus();
    try {
      const answer = (await work()) as { said?: string } | undefined;
      said.value = answer?.said ?? null;
      return true;
    } catch (error) {
      trouble.value = troubleOf(error);
      focusAgain();
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, trouble, said, run };
}

/** What an asking has to say, for whoever sees and whoever hears. */
export function Said({ asking }: { asking: ReturnType<typeof useAsking> }) {
  return (
    <>
      <Problem trouble={asking.trouble.value} />
      <p class="said" role="status">
        {asking.said.value}
      </p>
    </>
  );
}

/** A sentence of ours, with what stands between backticks as code. It may hold names from outside, of any direction. */
export function Worded({ text }: { text: string }) {
  const parts = text.split(/`([^`\n]+)`/);
  return <span dir="auto">{parts.map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part))}</span>;
}

/** A labelled field. */
export function Field(props: { label: string; hint?: string; children: ComponentChildren }) {
  return (
    <label class="field">
      <span class="label">{props.label}</span>
      {props.hint === undefined ? null : <span class="hint">{props.hint}</span>}
      {props.children}
    </label>
  );
}

/** A form of words alone: a question's answer, a message, a new goal. `more` stands beside the button that sends them. */
export function InWords(props: {
  label: string;
  send: string;
  busy: boolean;
  /** Whether they were taken: the form is empty then. */
  take(words: string): Promise<boolean>;
  more?: ComponentChildren;
}) {
  const words = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    void props.take(words.value).then((taken) => {
      if (taken) words.value = "";
    });
  };
  return (
    <form onSubmit={submit}>
      <Field label={props.label}>
        <textarea
          required
          rows={3}
          value={words.value}
          onInput={(event) => {
            words.value = event.currentTarget.value;
          }}
        />
      </Field>
      <div class="row">
        <button type="submit" class="primary" disabled={props.busy}>
          {props.send}
        </button>
        {props.more}
      </div>
    </form>
  );
}
