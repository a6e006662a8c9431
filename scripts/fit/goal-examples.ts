import { appendFileSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { readFeatures } from "../../src/intake/features.ts";
import { readGoalText } from "../../src/intake/goal-text.ts";
import type { NamedSurface } from "../../src/intake/intake-facts.ts";
import { goalTokens } from "../../src/intake/tokens.ts";
import { eachRepository, type Form, type RowsRequest } from "./goal-rows.ts";

/** A form of a goal as the model sees it, with what the rules around the model look at. */
export interface ExampleForm {
  goal: string;
  tokens: string[];
  /** In the order of `names`. */
  values: number[];
  surfaces: [by: NamedSurface["by"], path: string, mention: string][];
  units: number;
  namesakes: number;
}

export interface GoalExample {
  repo: string;
  label: 0 | 1 | 2;
  source: "strict" | "weak" | "dev";
  forms: Partial<Record<Form, ExampleForm>> & { title: ExampleForm };
}

/** What is kept of a goal: as much as the rules around the model read, or a long body would be judged as a short one. */
const maxGoalChars = 8_000;

/** All rows as examples, kept in `file`; without it they are read from the mirrors, which takes minutes. */
export function readExamples(request: RowsRequest, file: string): { names: string[]; examples: GoalExample[] } {
  if (!existsSync(file)) writeExamples(request, file);
  const [names = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  return { names: JSON.parse(names) as string[], examples: lines.map((line) => JSON.parse(line) as GoalExample) };
}

function writeExamples(request: RowsRequest, file: string): void {
  const part = `${file}.part`;
  rmSync(part, { force: true });
  let named = false;
  eachRepository(request, (repo, rows) => {
    const started = performance.now();
    const lines = rows.map(({ forms, ...row }) => {
      const read = Object.entries(forms).map(([form, { goal, facts }]) => {
        const text = readGoalText(goal);
        const features = readFeatures(text, facts);
        if (!named) appendFileSync(part, `${JSON.stringify(features.map(({ name }) => name))}\n`);
        named = true;
        const values = features.map(({ value }) => Number(value.toFixed(4)));
        const surfaces = facts.surfaces.map(({ by, path, mention }) => [by, path, mention]);
        return [
          form,
          {
            goal: goal.slice(0, maxGoalChars),
            tokens: goalTokens(text),
            values,
            surfaces,
            units: facts.units,
            namesakes: facts.namesakes,
          },
        ];
      });
      return JSON.stringify({ ...row, forms: Object.fromEntries(read) });
    });
    appendFileSync(part, lines.map((line) => `${line}\n`).join(""));
    console.error(`${repo}: ${rows.length} rows, ${Math.round((performance.now() - started) / 1000)} s`);
  });
  renameSync(part, file);
}
