import { expect, test } from "bun:test";
import { scratchRepository } from "../../support/scratch.ts";
import { chunk, rawServer, runAgainst, sse } from "./rig.ts";

test.each([
  ["a token or two", { prompt_tokens: 2, completion_tokens: 1 }],
  ["so many that it is no count", { prompt_tokens: 1e29, completion_tokens: 1 }],
  ["parts of a token", { prompt_tokens: 0.6, completion_tokens: 0.6 }],
])(
  "an endpoint that tells of %s is not believed: tokens are estimated, and that is said once",
  async (_what, usage) => {
    using repository = scratchRepository({ "a.txt": "the word\n" });
    let requests = 0;
    await using server = await rawServer((_request, response) => {
      requests++;
      response.writeHead(200, { "content-type": "text/event-stream" });
      const call = { index: 0, id: "c1", function: { name: "list_files", arguments: "{}" } };
      const turn = requests < 3 ? chunk({ tool_calls: [call] }, "tool_calls") : chunk({ content: "ok" }, "stop");
      response.end(sse(turn) + sse({ choices: [], usage }) + sse("[DONE]"));
    });
    const said = await runAgainst(server.baseUrl, repository.path);
    const told = said.all("agent.usage").map(({ estimated, input }) => [estimated, input > 100]);
    expect(told).toEqual(Array(3).fill([true, true]));
    expect(said.all("agent.notice").map(({ message }) => message)).toEqual([
      expect.stringContaining("reports fewer tokens than"),
    ]);
  },
);
