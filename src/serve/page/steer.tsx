import { api, runPath } from "./api.ts";
import { InWords, Said, useAsking } from "./parts.tsx";
import { Folded } from "./printed.tsx";

/** Tells a story's agent something, or ends the story. */
export function Steer({ run, id }: { run: string; id: string }) {
  return <Folded summary={`Message or stop ${id}`}>{() => <SteerForm run={run} id={id} />}</Folded>;
}

function SteerForm({ run, id }: { run: string; id: string }) {
  const asking = useAsking();
  const busy = asking.busy.value;
  const ask = (part: string, body: object) => asking.run(() => api(runPath(run, part), body));
  return (
    <>
      <InWords
        label={`Message for ${id}'s agent`}
        send="Send"
        busy={busy}
        take={(text) => ask("tell", { story: id, text })}
        more={
          <button type="button" class="danger" disabled={busy} onClick={() => void ask("stop", { story: id })}>
            Stop {id}
          </button>
        }
      />
      <Said asking={asking} />
    </>
  );
}
