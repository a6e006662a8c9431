import { expect, test } from "bun:test";
import fc from "fast-check";
import { queueName } from "../../src/fleet/pool/names.ts";
import { type Packet, Wire } from "../../src/fleet/pool/wire.ts";
import { parseQueueAddress, queueAddress } from "../../src/settings/queue-address.ts";

/** What befalls a packet on its way: it comes, twice, never, or its writer is cut off and says again what was not heard. */
const fates = fc.array(fc.constantFrom("comes", "twice", "lost", "cut"), { maxLength: 60 });

test("Wire gives each thing that was said once and in order, whatever the broker loses or repeats, and holds nothing in the end", () => {
  fc.assert(
    fc.property(fates, fates, (there, back) => {
      const [a, b] = [new Wire("c", "a"), new Wire("c", "b")];
      const heard = { a: [] as string[], b: [] as string[] };
      const said = { a: [] as string[], b: [] as string[] };
      const give = (to: "a" | "b", packets: readonly Packet[], isLost: boolean): void => {
        for (const one of isLost ? [] : packets) {
          const { said: text, answer } = (to === "a" ? a : b).take(one);
          if (text?.text !== undefined) heard[to].push(text.text);
          give(to === "a" ? "b" : "a", answer, false);
        }
      };
      const play = (from: "a" | "b", fate: string, text: string) => {
        const [wire, to] = from === "a" ? ([a, "b"] as const) : ([b, "a"] as const);
        said[from].push(text);
        const packet = wire.say({ text });
        give(to, [packet], fate === "lost" || fate === "cut");
        if (fate === "twice") give(to, [packet], false);
        if (fate === "cut") give(to, wire.unheard(), false);
      };
      for (let at = 0; at < Math.max(there.length, back.length); at++) {
        if (there[at] !== undefined) play("a", there[at] ?? "", `a${at}`);
        if (back[at] !== undefined) play("b", back[at] ?? "", `b${at}`);
      }
      // The broker is back for good: both say again what the other may not have, and then one thing more.
      give("b", a.unheard(), false);
      give("a", b.unheard(), false);
      play("a", "comes", "a last");
      play("b", "comes", "b last");
      play("a", "comes", "a very last");
      expect(heard.b).toEqual(said.a);
      expect(heard.a).toEqual(said.b);
      expect(a.unheard().length + b.unheard().length).toBeLessThanOrEqual(2);
    }),
  );
});

test("Wire tells what it has heard though it says nothing itself", () => {
  const [a, b] = [new Wire("c", "a"), new Wire("c", "b")];
  for (let at = 0; at < 50; at++) for (const answer of b.take(a.say({ text: `${at}` })).answer) a.take(answer);
  expect(a.unheard()).toEqual([]);
});

test.each([
  [{ agent: "openai", needs: [] }, "stories.openai"],
  [{ agent: "openai", needs: ["gpu", "arch=x64"] }, "stories.openai+arch=x64+gpu"],
  [{ agent: "acp:my agent --x", needs: [] }, "stories.acp%3Amy%20agent%20--x"],
])("queueName(%j) is %s", (wanted, name) => {
  expect(queueName(wanted)).toBe(name);
});

test.each([
  ["redis://h", "redis://h:6379", null],
  ["rediss://ada:s%40crets@h:1/3?pool=team-a", "rediss://ada@h:1/3?pool=team-a", "s@crets"],
  ["redis://:only@[::1]:7", "redis://[::1]:7", "only"],
])("parseQueueAddress(%s) shows %s and keeps its password apart", (text, shown, password) => {
  expect(queueAddress.render(text)).toBe(shown);
  expect(parseQueueAddress(text).password).toBe(password);
});

test.each([
  ["http://h", "must be an address that begins with redis"],
  ["redis://", "must be an address that begins with redis"],
  ["redis://h/x", "has a path"],
  ["redis://h?pool=a:b", "has a pool"],
  ["redis://h?tls=1", 'has "tls"'],
  ["redis://a:%zz@h", "has a user or password"],
])("parseQueueAddress(%s) is refused, and its text is not quoted", (text, said) => {
  expect(() => parseQueueAddress(text)).toThrow(said);
});
