import { useSignal } from "@preact/signals";
import { type Story, weights } from "../../core/story.ts";
import { Field } from "./parts.tsx";

/** Edits a story of a plan. */
export function StoryForm(props: { story: Story; busy: boolean; onSave(story: Story): void; onLeave(): void }) {
  const draft = useSignal(props.story);
  const set = (change: Partial<Story>) => {
    draft.value = { ...draft.value, ...change };
  };
  const save = (event: Event) => {
    event.preventDefault();
    const { writes, acceptance } = draft.value;
    props.onSave({ ...draft.value, writes: filled(writes), acceptance: filled(acceptance) });
  };
  const { title, brief, writes, acceptance, weight } = draft.value;
  return (
    <form onSubmit={save} class="edit">
      <Field label="Title">
        <input required value={title} onInput={(event) => set({ title: event.currentTarget.value })} />
      </Field>
      <Field label="What to do">
        <textarea required rows={4} value={brief} onInput={(event) => set({ brief: event.currentTarget.value })} />
      </Field>
      <Lines label="Paths it may write" hint="one a line" lines={writes} set={(lines) => set({ writes: lines })} />
      <Lines
        label="What must be true"
        hint="one sentence per line"
        lines={acceptance}
        set={(lines) => set({ acceptance: lines })}
      />
      <Field label="Weight">
        <select value={weight} onChange={(event) => set({ weight: event.currentTarget.value as Story["weight"] })}>
          {weights.map((each) => (
            <option value={each}>{each}</option>
          ))}
        </select>
      </Field>
      <div class="row">
        <button type="submit" class="primary" disabled={props.busy}>
          Save
        </button>
        <button type="button" onClick={props.onLeave}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function Lines(props: { label: string; hint: string; lines: readonly string[]; set(lines: string[]): void }) {
  return (
    <Field label={props.label} hint={props.hint}>
      <textarea
        rows={3}
        value={props.lines.join("\n")}
        onInput={(event) => props.set(event.currentTarget.value.split("\n"))}
      />
    </Field>
  );
}

function filled(lines: readonly string[]): string[] {
  return lines.flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}
