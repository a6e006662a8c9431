import { signal } from "@preact/signals";
import { render } from "preact";
import { type About, api, Refused, takeToken } from "./api.ts";
import { Problem, type Trouble, troubleOf } from "./parts.tsx";
import { RunView } from "./run-view.tsx";
import { RunsList } from "./runs-list.tsx";
import { Start } from "./start.tsx";

const about = signal<About | null>(null);
const trouble = signal<Trouble | null>(null);
/** The run that is looked at, by the address; null: the list. */
const route = signal<string | null>(null);

function goTo(run: string | null): void {
  location.hash = run === null ? "/" : `/${encodeURIComponent(run)}`;
}

function readRoute(): void {
  if (!location.hash.startsWith("#/")) return;
  const name = decodeURIComponent(location.hash.slice(2));
  route.value = name === "" ? null : name;
  window.scrollTo(0, 0);
}

function Page() {
  const known = about.value;
  return (
    <>
      <header>
        <a class="brand" href="#/">
          baro
        </a>
        {known === null ? null : (
          <span class="quiet">
            {known.version}
            {known.readOnly ? ", read-only" : ""}
          </span>
        )}
      </header>
      <main>
        {known === null && trouble.value !== null ? <h1>This page can't be opened</h1> : null}
        <Problem trouble={trouble.value} />
        {known === null ? null : route.value === null ? (
          <>
            {known.readOnly ? <h1>baro</h1> : <Start about={known} goTo={goTo} />}
            <RunsList />
          </>
        ) : (
          <RunView key={route.value} run={route.value} mayAct={!known.readOnly} goTo={goTo} />
        )}
      </main>
    </>
  );
}

async function enter(): Promise<void> {
  try {
    const said = await api<About>("about");
    about.value = said;
    trouble.value = null;
    if (said.run !== null && location.hash === "") goTo(said.run);
  } catch (error) {
    trouble.value = troubleOf(error);
    if (error instanceof Refused && error.status === 401) trouble.value.hint = whereFrom;
    // It may come back; a token that is wrong will not get better.
    if (trouble.value.message.includes("does not answer")) setTimeout(() => void enter(), 2000);
  }
}

const whereFrom = "Open the address that baro serve prints.";

/** Enters with the token that the address brings, or that this tab has. */
async function begin(): Promise<void> {
  try {
    if (await takeToken()) return void enter();
    trouble.value = { message: "This page needs its token.", hint: whereFrom };
  } catch (error) {
    trouble.value = { ...troubleOf(error), hint: whereFrom };
  }
}

readRoute();
void begin();
window.addEventListener("hashchange", () => {
  readRoute();
  // A link with a token was opened over this page.
  if (/^#[^/]/.test(location.hash)) void begin();
});
const place = document.getElementById("page");
if (place !== null) {
  place.textContent = "";
  render(<Page />, place);
}
