/** The commands that conduct stories. */
export const conducting = ["run", "continue", "conduct", "resume"] as const;

/** The commands that plan them. */
export const planning = ["run", "continue", "conduct", "plan"] as const;

/** The commands that take a goal. */
export const goals = ["run", "continue", "plan", "intake"] as const;

/** The commands that read settings at all. */
export const every = [
  ...["run", "intake", "plan", "conduct", "resume", "continue", "runs", "show", "diff", "tell", "stop", "clean"],
  ...["report", "doctor", "init", "trust", "demo"],
] as const;
