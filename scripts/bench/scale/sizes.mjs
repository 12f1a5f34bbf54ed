// How large the world is that the product is measured in.

/** Connections; half of them at a service that is asked task by task, half at one that lists. */
export const connectionCount = 20;
/** Tasks that are tracked. */
export const taskCount = 10_000;
/** Those of them that have not ended, and are all overdue. */
export const runningCount = 1_000;
/** How often each task that is under way was asked before. */
export const earlierAnswers = 20;
