import { expect, test } from "bun:test";
import { systemHost } from "../../src/host/system.ts";
import { derivation } from "../../src/repository/imports/derivation.ts";
import { namesAtBase } from "../../src/repository/names-at-base.ts";
import { scratchRepository } from "../support/scratch.ts";

test.each([
  [
    "Java",
    "public final class Alpha<T> extends Beta<T> implements Gamma, d.Delta<X> {",
    ["Alpha"],
    ["Beta", "Gamma", "Delta"],
  ],
  ["TypeScript", "export interface Alpha extends Beta, Omit<Gamma, 'x'> {", ["Alpha"], ["Beta", "Omit"]],
  ["CommonJS", "module.exports = class Alpha extends Beta {", ["Alpha"], ["Beta"]],
  ["JavaScript", "const One = class Alpha extends Beta {", ["Alpha"], ["Beta"]],
  ["Python", "class Alpha(base.Beta, Generic[T], metaclass=Meta):", ["Alpha"], ["Beta", "Generic"]],
  ["C#", "public sealed class Alpha : Beta, IGamma<D>\n{", ["Alpha"], ["Beta", "IGamma"]],
  ["C++", "class Alpha : public ns::Beta, private Gamma {", ["Alpha"], ["Beta", "Gamma"]],
  ["Kotlin", "data class Alpha(val x: Int) : Beta(x), Gamma", ["Alpha"], ["Beta", "Gamma"]],
  ["Rust", "pub struct Alpha;\nimpl<'a, T: X> ns::Beta<T> for Alpha {\nimpl Alpha {", ["Alpha"], ["Beta"]],
  ["Ruby", "class Alpha < N::Beta\n  include Gamma\n  extend Delta\nend", ["Alpha"], ["Beta", "Gamma", "Delta"]],
  ["PHP", "final class Alpha extends \\N\\Beta\n{\n    use Gamma, Delta;\n}", ["Alpha"], ["Beta", "Gamma", "Delta"]],
  ["Go", "type Alpha struct {\n\tBeta\n\t*io.Reader\n\tname string\n}", ["Alpha"], ["Beta", "Reader"]],
  ["Scala", "class Alpha extends Beta with Gamma", ["Alpha"], ["Beta", "Gamma"]],
  ["no type", "const b = { extends: 1 };\nreturn a ? b : c;", [], []],
])("derivation in %s", (_language, text, types, bases) => {
  const found = derivation(text);
  expect(found.types).toEqual(types);
  expect(found.bases.toSorted()).toEqual(bases.toSorted());
});

test("a word that is everywhere hides no name that is there once", async () => {
  const lines = Array.from({ length: 200 }, (_, at) => `# deployment ${at}`);
  using repository = scratchRepository({ "a.py": [...lines, "def delete_deployment(): pass", ""].join("\n") });
  const names = ["deployment", "delete_deployment"];
  const places = await namesAtBase(systemHost(), { root: repository.path, base: "HEAD", names });
  expect(places.get("delete_deployment")).toEqual({ defined: ["a.py"], held: ["a.py"], coded: [], keyed: [] });
  expect(places.get("deployment")?.held).toEqual(["a.py"]);
});
