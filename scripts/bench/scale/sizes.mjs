// The numbers of connections and tasks for the measurements.

/** Half of the connections are polled task by task, half through lists. */
export const connectionCount = 20;
/** The number of tracked tasks. */
export const taskCount = 10_000;
/** The number of running tasks among them, all overdue. */
export const runningCount = 1_000;
/** The number of earlier responses for each running task. */
export const earlierResponses = 20;
