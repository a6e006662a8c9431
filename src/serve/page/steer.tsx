import { useSignal } from "@preact/signals";
import { api, runPath } from "./api.ts";
import { Field, Said, useAsking } from "./parts.tsx";
import { Folded } from "./printed.tsx";

/** Tells a story's agent something, or ends the story. */
export function Steer({ run, id }: { run: string; id: string }) {
  return <Folded summary={`Message or stop ${id}`}>{() => <SteerForm run={run} id={id} />}</Folded>;
}

function SteerForm({ run, id }: { run: string; id: string }) {
  const asking = useAsking();
  const words = useSignal("");
  const tell = (event: Event) => {
    event.preventDefault();
    void asking
      .run(() => api(runPath(run, "tell"), { story: id, text: words.value }))
      .then((done) => {
        if (done) words.value = "";
      });
  };
  return (
    <form onSubmit={tell}>
      <Field label={`Message for ${id}'s agent`}>
        <textarea
          required
          rows={2}
          maxLength={20_000}
          value={words.value}
          onInput={(event) => {
            words.value = event.currentTarget.value;
          }}
        />
      </Field>
      <div class="row">
        <button type="submit" disabled={asking.busy.value}>
          Send
        </button>
        <button
          type="button"
          class="danger"
          disabled={asking.busy.value}
          onClick={() => void asking.run(() => api(runPath(run, "stop"), { story: id }))}
        >
          Stop {id}
        </button>
      </div>
      <Said asking={asking} />
    </form>
  );
}
