import { expect, test } from "bun:test";
import { lineTransport } from "../../src/mcp/transport.ts";

test("no text of an answer moves a cursor or shows another order, whoever it is from", async () => {
  const written: string[] = [];
  const transport = lineTransport({
    hearStdin: () => () => {},
    writeOut: (text) => void written.push(text),
    outDrained: async () => true,
    shown: (text) => text,
    sleep: async () => {},
  });
  const goal = "Fix \u001b]52;c;aGk=\u0007the \u001b[31mty\u202epo\u0000\nin \u009b1ma.txt \\u001b";
  await transport.send({ jsonrpc: "2.0", id: 1, result: { structuredContent: { goal, stories: [{ title: goal }] } } });
  const { result } = JSON.parse(written.join("")) as { result: { structuredContent: { goal: string } } };
  const seen = "Fix the typo\nin a.txt \\u001b";
  expect(result.structuredContent).toEqual({ goal: seen, stories: [{ title: seen }] } as never);
});
