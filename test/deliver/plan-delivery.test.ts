import { expect, test } from "bun:test";
import type { DeliverChoice } from "../../src/core/options.ts";
import { planDelivery } from "../../src/deliver/plan-delivery.ts";
import { scratchRepository } from "../support/scratch.ts";
import { never, testHost } from "./support.ts";

const plan = (root: string, choice: DeliverChoice, base = "HEAD") =>
  planDelivery(testHost(), { root, choice, base, target: null, signal: never });

test.each(["auto", "branch"] as const)(
  "without a remote, %s leaves a local branch and says nothing of tokens",
  async (choice) => {
    using repo = scratchRepository();
    const made = await plan(repo.path, choice);
    expect(made).toMatchObject({ kind: "branch", remote: null, forge: null, route: null, question: null });
    expect(JSON.stringify(made)).not.toMatch(/token|sign/i);
  },
);

test("without a remote, a pull request that was asked for is impossible before anything starts", async () => {
  using repo = scratchRepository();
  await expect(plan(repo.path, "pr")).rejects.toMatchObject({
    code: "delivery-impossible",
    message: "Cannot open a pull request: the repository has no remote",
  });
});

test("a remote on no known forge allows a branch, and pr is impossible", async () => {
  using repo = scratchRepository();
  repo.git("remote", "add", "origin", "/srv/git/shop.git");
  expect(await plan(repo.path, "auto")).toMatchObject({ kind: "branch", remote: { name: "origin" } });
  await expect(plan(repo.path, "pr")).rejects.toMatchObject({ code: "delivery-impossible" });
});

test("a token inside the remote's URL is nowhere in the plan", async () => {
  using repo = scratchRepository();
  repo.git("remote", "add", "origin", "https://ada:s3cr3t-t0ken@git.example.com/acme/shop.git");
  const made = await plan(repo.path, "branch");
  expect(made.remote?.url).toBe("https://git.example.com/acme/shop.git");
  expect(JSON.stringify(made)).not.toContain("s3cr3t");
});

test("several remotes without a preference are said, not guessed", async () => {
  using repo = scratchRepository();
  repo.git("remote", "add", "left", "/srv/left.git");
  repo.git("remote", "add", "right", "/srv/right.git");
  expect((await plan(repo.path, "auto")).why).toContain("several remotes (left, right)");
  repo.git("config", "remote.pushDefault", "right");
  expect((await plan(repo.path, "auto")).remote?.name).toBe("right");
});
