import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { listedEnd } from "../../report/outcome-words.ts";
import { localTime } from "../../text/duration.ts";
import { api, type Listed } from "./api.ts";
import { Field, Problem, type Trouble, troubleOf } from "./parts.tsx";

const refreshMs = 3000;

/** The runs of this machine, live ones first, filtered as one types. */
export function RunsList() {
  const runs = useSignal<Listed[] | null>(null);
  const trouble = useSignal<Trouble | null>(null);
  const filter = useSignal("");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let over = false;
    const look = async () => {
      try {
        if (!document.hidden) runs.value = (await api<{ runs: Listed[] }>("runs")).runs;
        trouble.value = null;
      } catch (error) {
        trouble.value = troubleOf(error);
      }
      if (!over) timer = setTimeout(() => void look(), refreshMs);
    };
    void look();
    return () => {
      over = true;
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
  const words = filter.value.toLowerCase().split(/\s+/);
  const shown = (runs.value ?? []).filter((run) => {
    const text = [run.run, run.goal, run.repository, listedEnd(run)].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <section aria-labelledby="runs-title">
      <h2 id="runs-title">Runs</h2>
      <Field label="Filter">
        <input
          type="search"
          value={filter.value}
          onInput={(event) => {
            filter.value = event.currentTarget.value;
          }}
        />
      </Field>
      <Problem trouble={trouble.value} />
      {runs.value === null ? <p class="quiet">Looking…</p> : null}
      {runs.value !== null && shown.length === 0 ? <p class="quiet">No runs yet.</p> : null}
      <ul class="runs">
        {shown.slice(0, 300).map((run) => (
          <li key={run.run}>
            <a href={`#/${encodeURIComponent(run.run)}`}>{run.goal === "" ? run.run : run.goal.split("\n")[0]}</a>
            <p class="quiet">
              <span class={`tag ${run.state}`}>{listedEnd(run)}</span>{" "}
              {[localTime(run.startedAt), run.repository.split("/").at(-1)].join(" · ")}
              {run.trouble === null ? "" : `: ${run.trouble}`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
