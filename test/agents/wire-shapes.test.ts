import { expect, test } from "bun:test";
import { differences, flagsIn, shapesOf } from "../../scripts/agents/wire-shapes.ts";

test("flags are read out of a help text, each once", () => {
  const help = "Usage: x [--json]\n  -m, --model <NAME>  the model, as --model-list says\n  --no-color  no--thing\n";
  expect([...flagsIn(help)]).toEqual(["--json", "--model", "--model-list", "--no-color"]);
});

test("lines are told by their fields, whatever is data in them", () => {
  const line = (record: object) => JSON.stringify(record);
  const before = shapesOf([
    line({ type: "item.completed", item: { id: "1", type: "file_change", changes: [{ path: "a" }] } }),
  ]);
  const same = shapesOf([
    line({ type: "item.completed", item: { id: "2", type: "file_change", changes: [{ path: "b" }] } }),
  ]);
  expect(differences("field", before, same)).toEqual([]);
  const after = shapesOf([
    line({ type: "item.completed", item: { id: "1", type: "file_change", changes: [{ path: "a", diff: null }] } }),
    line({ type: "turn.aborted", "/home/ada/a.txt": 1 }),
    "not JSON",
  ]);
  expect(differences("field", before, after)).toEqual([
    "+ field a line that is no JSON",
    "+ field item.completed.item(file_change).changes[].diff: null",
    "+ field turn.aborted.*: number",
    "+ field turn.aborted.type: string",
  ]);
  expect(differences("flag", new Set(["--old"]), new Set(["--new"]))).toEqual(["- flag --old", "+ flag --new"]);
});
