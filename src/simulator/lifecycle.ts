/**
 * How a simulated task ends. `vanished`: the service forgets the task when it ends. `stuck`: the task runs forever
 * without progress. `unlisted-status`: the task gets a status that no document lists.
 */
export const outcomes = [
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'timed-out',
  'vanished',
  'stuck',
  'unlisted-status',
] as const;

/** One of {@link outcomes}. */
export type Outcome = (typeof outcomes)[number];

/** The planned course of a simulated task. Plain JSON. */
export interface TaskPlan {
  /** Milliseconds since the epoch; when left out, the time at which the task is added. */
  readonly createdAt?: number;
  /** The name of the task, if the service has names (KooDrive). */
  readonly name?: string;
  /** How long the task is queued. */
  readonly queuedMs: number;
  /** How long the task runs. */
  readonly runningMs: number;
  readonly outcome: Outcome;
  /** The number of files; 1 when left out. */
  readonly files?: number;
  /** How many files fail if the outcome is `partial`; when left out, one in twenty and at least one. */
  readonly failures?: number;
  /** The service knows the task only this long after its creation (ms); absent: at once. */
  readonly visibleAfterMs?: number;
  /** Addresses of the files, in order. Missing ones are generated. */
  readonly sources?: readonly string[];
}

/** The state of a task at one time. */
export interface TaskStage {
  readonly state: 'queued' | 'running' | Exclude<Outcome, 'stuck'>;
  /** The finished share of the work, 0–1. Never decreases. */
  readonly fraction: number;
  /** The number of finished files. */
  readonly done: number;
  /** The number of failed files. */
  readonly failed: number;
}

/** The final fraction of the work, for outcomes that do not finish it. */
const finalFraction: Partial<Record<Outcome, number>> = {
  failed: 0.7,
  cancelled: 0.45,
  'timed-out': 0.85,
  stuck: 0.6,
  'unlisted-status': 0.5,
};

/** Returns the number of files of a task: a whole number, at least 1. */
export function fileCount(plan: TaskPlan): number {
  return Math.max(1, Math.floor(plan.files ?? 1));
}

/**
 * Whether the file at `index` (from 0) fails when it is processed. Failing files are spread evenly, so that failures
 * appear while the task runs.
 */
export function isFailingFile(plan: TaskPlan, index: number): boolean {
  return failuresAmong(plan, index + 1) > failuresAmong(plan, index);
}

/**
 * Computes the stage of a task `elapsedMs` after its creation. A pure function of its arguments; a negative time counts
 * as 0.
 */
export function stageAt(plan: TaskPlan, elapsedMs: number): TaskStage {
  const { outcome } = plan;
  if (elapsedMs < Math.max(plan.queuedMs, 0)) {
    return { state: 'queued', fraction: 0, done: 0, failed: 0 };
  }
  const ranMs = Math.max(0, elapsedMs - plan.queuedMs);
  const ended = ranMs >= plan.runningMs;
  const most = finalFraction[outcome] ?? 1;
  // A task that ends without running has no progress, unless it succeeds at once.
  const fraction = most * (ended ? Number(plan.runningMs > 0 || most === 1) : ease(ranMs / plan.runningMs));
  const processed = Math.floor(fraction * fileCount(plan) + 1e-9);
  const failed = failuresAmong(plan, processed);
  return {
    state: ended && outcome !== 'stuck' ? outcome : 'running',
    fraction,
    done: processed - failed,
    failed,
  };
}

/** Maps the share of the time to the share of the work: slow at the start and the end. Never decreases. */
function ease(share: number): number {
  const phase = 2 * Math.PI * share;
  return share - 0.08 * Math.sin(phase) + 0.02 * Math.sin(3 * phase);
}

/** Returns how many of the first `count` files fail. */
function failuresAmong(plan: TaskPlan, count: number): number {
  if (plan.outcome !== 'partial') {
    return 0;
  }
  const files = fileCount(plan);
  const failures = Math.min(files, Math.max(1, Math.floor(plan.failures ?? files / 20)));
  return Math.floor((count * failures) / files);
}
