import { useSignal } from "@preact/signals";
import { longGoalText } from "../../core/goal.ts";
import { modes } from "../../core/mode.ts";
import { type About, api } from "./api.ts";
import { Field, Said, useAsking } from "./parts.tsx";

/** Starts a run: where, what, by whom, and within which limits. */
export function Start({ about, goTo }: { about: About; goTo(run: string): void }) {
  const asking = useAsking();
  const repository = useSignal(about.repositories[0] ?? "");
  const goal = useSignal("");
  const more = useSignal<Record<string, string>>({});
  const set: Set = (name) => (event) => {
    more.value = { ...more.value, [name]: event.currentTarget.value };
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void asking.run(async () => {
      const long = longGoalText(goal.value);
      if (long !== null) throw new Error(long);
      const { mode, agent, deliver, ...numbers } = more.value;
      const texts = Object.entries({ mode, agent, deliver }).filter(([, value]) => (value ?? "") !== "");
      const counts = Object.entries(numbers).flatMap(([name, value]) => (value === "" ? [] : [[name, Number(value)]]));
      const asked = { repository: repository.value, goal: goal.value, ...Object.fromEntries([...texts, ...counts]) };
      const { run } = await api<{ run: string }>("runs", asked);
      goTo(run);
    });
  };
  return (
    <form class="card" onSubmit={submit} aria-labelledby="start-title">
      <h1 id="start-title">What should be true when baro is done?</h1>
      <Field label="Goal" hint="several lines and links are fine">
        <textarea
          required
          rows={5}
          value={goal.value}
          onInput={(event) => {
            goal.value = event.currentTarget.value;
          }}
        />
      </Field>
      <Field label="Repository" hint={about.repositories.length === 0 ? "none is known: baro serve --repo DIR" : ""}>
        <input
          required
          list="repositories"
          value={repository.value}
          onInput={(event) => {
            repository.value = event.currentTarget.value;
          }}
        />
      </Field>
      <datalist id="repositories">
        {about.repositories.map((root) => (
          <option value={root} />
        ))}
      </datalist>
      <Wishes agent={more.value["agent"] ?? ""} set={set} />
      <div class="row">
        <button type="submit" class="primary" disabled={asking.busy.value}>
          {asking.busy.value ? "Starting…" : "Start"}
        </button>
      </div>
      <Said asking={asking} />
    </form>
  );
}

type Set = (name: string) => (event: { currentTarget: { value: string } }) => void;

/** How it is done, by whom, and within which limits: what is left empty is as the settings say. */
function Wishes({ agent, set }: { agent: string; set: Set }) {
  return (
    <details>
      <summary>Agent, delivery and limits</summary>
      <div class="fields">
        <Field label="Mode">
          <select onChange={set("mode")}>
            <option value="">ask me</option>
            {modes.map((mode) => (
              <option value={mode}>{mode}</option>
            ))}
          </select>
        </Field>
        <Field label="Agent" hint="NAME or NAME:MODEL">
          <input value={agent} onInput={set("agent")} />
        </Field>
        <Field label="Delivery">
          <select onChange={set("deliver")}>
            <option value="">as usual</option>
            <option value="pr">a pull request</option>
            <option value="branch">a local branch</option>
            <option value="patch">a patch</option>
          </select>
        </Field>
        <Field label="Agents at once">
          <input type="number" min="1" max="64" onInput={set("parallel")} />
        </Field>
        <Field label="Dollars at most">
          <input type="number" min="0.01" step="any" onInput={set("maxUsd")} />
        </Field>
        <Field label="Tokens at most">
          <input type="number" min="1" onInput={set("maxTokens")} />
        </Field>
        <Field label="Minutes at most">
          <input type="number" min="1" onInput={set("timeoutMinutes")} />
        </Field>
      </div>
    </details>
  );
}
