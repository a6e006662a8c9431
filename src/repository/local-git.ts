/**
 * For reading what evidence is made of: a partial clone would fetch every object that it lacks over the network, one by
 * one, and hang without one. What is not here is evidence that is missing.
 */
export const localObjects = { env: { GIT_NO_LAZY_FETCH: "1" } } as const;
