// A scripted model in a process of its own, so that it is no part of what is measured. Prints its address and serves.
import type { Script } from "../../../src/demo/scripted/script.ts";
import { startScriptedModel } from "../../../src/demo/scripted/server.ts";

/** Looks at the repository, runs a command, writes the story's one file, and says so. */
const script: Script = ({ user, turn }) => {
  const path = /docs\/part-\d+\/made\.md/.exec(user)?.[0] ?? "README.md";
  if (turn === 0) {
    return {
      text: `Looking around before I write ${path}.`,
      calls: [
        { name: "read_file", input: { path: "README.md" } },
        { name: "list_files", input: { path: "src" } },
      ],
    };
  }
  if (turn === 1) {
    const content = `# ${path}\n\n${"Written by a scripted agent.\n".repeat(40)}`;
    return {
      calls: [
        { name: "write_file", input: { path, content } },
        { name: "run_command", input: { command: "ls src" } },
      ],
    };
  }
  return { text: `Wrote ${path}.` };
};

console.log((await startScriptedModel(script)).url);
