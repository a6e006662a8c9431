/**
 * Evidence that people give to an agent and that titles of past changes hardly ever carry, so that no weight can be
 * fitted to it. Few, named, and set by hand: log-odds against `focused`, as in the model.
 */
export interface NamedRule {
  name: string;
  detail: string;
  weight: readonly [sequential: number, parallel: number];
}
