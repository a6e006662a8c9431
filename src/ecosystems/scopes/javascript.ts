import { parseTolerantJson, recordOf, textOf } from "../../core/narrow.ts";
import { shellWord } from "../../text/quoting.ts";
import type { PackageManager } from "../ecosystem.ts";
import { managerOf, withScriptArguments } from "../npm-installers.ts";
import { partsOf, type Scope, type Touched, withDependents } from "./scope.ts";
import { type Workspace, workspacesOf } from "./workspaces.ts";

/** What is known of one runner of workspaces: by the script `test` at the root, how the touched ones alone are run. */
interface Runner {
  script: RegExp;
  /** The script is run in another form, and by this package manager (or any), not by its name. */
  anew?: PackageManager | "any";
  scoped(asked: Asked): string | null;
}

interface Asked extends Touched {
  script: string;
  /** The workspaces that were touched. */
  touched: readonly Workspace[];
  /** Those, and all that are built on them. */
  dependents: readonly Workspace[];
}

const runners: readonly Runner[] = [
  // `...NAME`: with all that depend on it, as turbo and pnpm understand it.
  {
    script: /^turbo (?:run )?test\b(?!.*--filter)/,
    scoped: (asked) => withScriptArguments(asked.command, filters(asked)),
  },
  {
    script: /^lerna run test\b(?!.*--scope)/,
    scoped: (asked) =>
      withScriptArguments(asked.command, [
        ...asked.touched.map(({ name }) => `--scope=${name}`),
        "--include-dependents",
      ]),
  },
  { script: /^nx affected\b(?!.*--files)/, scoped: (asked) => withScriptArguments(asked.command, [files(asked)]) },
  {
    script: /^nx run-many\b(?!.*(?:--projects|-p)\b)/,
    anew: "any",
    scoped: (asked) => {
      const rest = asked.script.replace(/^nx run-many/, "nx affected").replace(/ --all\b/, "");
      return `${execOf(asked.command)} ${rest} ${shellWord(files(asked))}`;
    },
  },
  {
    anew: "pnpm",
    script: /^pnpm (?:run )?(?:-r|--recursive)\b(?!.*--filter)/,
    scoped: (asked) => asked.script.replace(/(?:-r|--recursive)\b/, filters(asked).map(shellWord).join(" ")),
  },
  {
    anew: "yarn",
    script: /^yarn workspaces foreach\b(?!.*--include)/,
    scoped: ({ script, dependents }) => {
      const names = dependents.map(({ name }) => `--include ${shellWord(name)}`).join(" ");
      return script.replace(/^yarn workspaces foreach/, `yarn workspaces foreach ${names}`);
    },
  },
  {
    anew: "yarn",
    script: /^yarn workspaces run test$/,
    scoped: ({ dependents }) =>
      dependents
        .filter(({ tested }) => tested)
        .map(({ name }) => `yarn workspace ${shellWord(name)} run test`)
        .join(" && "),
  },
  {
    anew: "bun",
    script: /^bun (?:run )?--filter[ =](?:\*|'\*'|"\*") (?:run )?test$/,
    scoped: ({ dependents }) => `bun run ${dependents.map(({ name }) => `--filter ${shellWord(name)}`).join(" ")} test`,
  },
  {
    anew: "npm",
    script: /^npm (?:run |run-script )?test\b.* (?:-ws|--workspaces)\b|^npm (?:-ws|--workspaces) (?:run )?test\b/,
    scoped: ({ script, dependents }) => {
      const tested = dependents.filter((one) => one.tested);
      if (tested.length === 0) return null;
      const places = tested.map(({ folder }) => shellWord(`--workspace=${folder}`)).join(" ");
      return script.replace(/(?:-ws|--workspaces)\b/, places);
    },
  },
];

/** A root that hands its tests on to workspaces: those that were touched, with what is built on them. */
export const workspaceScope: Scope = (asked) => {
  if (!/^(?:CI=true )?(?:npm|pnpm|yarn|bun run) test$/.test(asked.command)) return null;
  const scripts = recordOf(parseTolerantJson(asked.project.text("package.json"))?.["scripts"]);
  const script = textOf(scripts["test"]).trim();
  const runner = runners.find((one) => one.script.test(script));
  // More than one plain command: what is added to its end would be another one's.
  if (runner === undefined || /[;&|<>()`$\\]| -- /.test(script) || !mayRun(runner, asked.command, scripts)) return null;
  const all = workspacesOf(asked.project);
  const touched = partsOf(all, asked.changed) as Workspace[] | null;
  // nx takes paths with commas between them.
  if (touched === null || asked.changed.some((path) => path.includes(","))) return null;
  const dependents = withDependents(all, touched) as Workspace[];
  if (dependents.length === all.length || !dependents.some((one) => one.tested)) return null;
  return runner.scoped({ ...asked, script, touched, dependents });
};

/** What is not run by its name misses what its package manager would run before and after it. */
function mayRun({ anew }: Runner, command: string, scripts: Readonly<Record<string, unknown>>): boolean {
  if (anew === undefined) return true;
  const isPlain = scripts["pretest"] === undefined && scripts["posttest"] === undefined;
  return isPlain && (anew === "any" || managerOf(command) === anew);
}

function filters({ touched }: Asked): string[] {
  return touched.map(({ name }) => `--filter=...${name}`);
}

function files({ changed }: Asked): string {
  return `--files=${changed.join(",")}`;
}

/** How a package's program is run from the root. */
function execOf(command: string): string {
  return { npm: "npm exec --", pnpm: "pnpm exec", yarn: "yarn", bun: "bun x" }[managerOf(command)];
}
