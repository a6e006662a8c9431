import { expect, test } from "bun:test";
import { ownChannel } from "../../src/fleet/channel.ts";
import { lineOf } from "../../src/fleet/serve-worker.ts";

const shown = (text: string) => text.replaceAll("c2VjcmV0", "[redacted]");

test("nothing private is in what a worker says", () => {
  expect(lineOf({ is: "notice", message: "the key is c2VjcmV0" }, shown)).toBe(
    '{"is":"notice","message":"the key is [redacted]"}\n',
  );
});

test("a pack arrives as it is: whoever looks for words in it finds some by chance", () => {
  const pack = { is: "pack", lease: "run.S1", fence: 1, objects: ["a".repeat(40)], pack: "AAAAc2VjcmV0" } as const;
  expect(JSON.parse(lineOf({ ...pack, objects: [...pack.objects] }, shown))).toEqual(pack);
});

test("what a worker says to whoever started it is changed by nothing on its way", () => {
  const written: string[] = [];
  const channel = ownChannel({ hearStdin: () => () => {}, writeAsIs: (text) => void written.push(text) });
  channel.send("##[command] c2VjcmV0\n");
  expect(written).toEqual(["##[command] c2VjcmV0\n"]);
});
