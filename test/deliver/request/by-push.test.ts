import { expect, test } from "bun:test";
import { byPush } from "../../../src/deliver/request/request-outcome.ts";
import { startForge } from "../stand-in/forge.ts";
import { branch, startProject } from "../stand-in/project.ts";

test("what a forge says of a request that the push asked for, and that it did not open, is told", async () => {
  await using forge = await startForge();
  using project = startProject(forge);
  const plan = await project.plan();
  const gitlab = plan.forge === null ? null : { ...plan.forge, kind: "gitlab" as const };
  const input = project.input({ ...plan, forge: gitlab, route: "push-options" });
  const told = (...words: string[]) =>
    byPush(input, "acme/shop", { state: "pushed", said: ["remote: ", ...words, "remote: "].join("\n") }).why;
  expect(told("remote: WARNINGS:", "remote: Target branch main does not exist")).toBe(
    `Pushed ${branch}; the forge did not say that it opened a merge request (WARNINGS:; Target branch main does not exist)`,
  );
  expect(told()).toBe(`Pushed ${branch}; the forge did not say that it opened a merge request`);
});
