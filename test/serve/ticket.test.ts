import { expect, test } from "bun:test";
import { newTicket } from "../../src/serve/guard.ts";

const from = (own: boolean | null) => ({ isOwnUsers: () => own });
const ours = from(true);

test("a ticket buys its token once", () => {
  const ticket = newTicket("the-ticket", "the-token", 1000);
  expect(ticket.redeem("another", ours, 1000)).toBeNull();
  expect(ticket.redeem("", ours, 1000)).toBeNull();
  expect(ticket.redeem("the-ticket", ours, 60_999)).toBe("the-token");
  expect(ticket.redeem("the-ticket", ours, 60_999)).toBeNull();
});

test("after a minute it buys nothing", () => {
  expect(newTicket("the-ticket", "the-token", 1000).redeem("the-ticket", ours, 61_000)).toBeNull();
});

test("somebody else who saw it gets nothing, and does not use it up", () => {
  const ticket = newTicket("the-ticket", "the-token", 0);
  expect(ticket.redeem("the-ticket", from(false), 1)).toBeNull();
  // Where the system does not tell whose a connection is.
  expect(ticket.redeem("the-ticket", from(null), 2)).toBe("the-token");
});
