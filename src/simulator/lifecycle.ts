/**
 * How a simulated task ends. `vanished`: known while it runs, then the service forgets it. `stuck`: runs for ever
 * without a change. `unlisted-status`: ends up in a status that no document lists.
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

/** What a simulated task does with its life. Plain JSON. */
export interface TaskPlan {
  /** Milliseconds since the epoch; the time at which it is added when left out. */
  readonly createdAt?: number;
  /** What the service calls it, where the service has names (KooDrive). */
  readonly name?: string;
  /** How long it waits, ms. */
  readonly queuedMs: number;
  /** How long it works, ms. */
  readonly runningMs: number;
  readonly outcome: Outcome;
  /** How many files it works on; 1 when left out. */
  readonly files?: number;
  /** How many of them fail when the outcome is `partial`; a twentieth, and at least one, when left out. */
  readonly failures?: number;
  /** Addresses of the files, in order; made up where there are too few. */
  readonly sources?: readonly string[];
}

/** A task at one moment. */
export interface TaskStage {
  readonly state: 'queued' | 'running' | Exclude<Outcome, 'stuck'>;
  /** How much of the work is done, 0–1. Never falls. */
  readonly fraction: number;
  /** Files that are done. */
  readonly done: number;
  /** Files that failed. */
  readonly failed: number;
}

/** How far the work gets when it does not get to its end. */
const reach: Partial<Record<Outcome, number>> = {
  failed: 0.7,
  cancelled: 0.45,
  'timed-out': 0.85,
  stuck: 0.6,
  'unlisted-status': 0.5,
};

/** How many files a task has: a whole number, at least 1. */
export function fileCount(plan: TaskPlan): number {
  return Math.max(1, Math.floor(plan.files ?? 1));
}

/**
 * Whether the file at `index` (from 0) is one of those that fail, once its turn has come. The failing ones are spread
 * evenly, so that they appear while the task runs.
 */
export function isFailingFile(plan: TaskPlan, index: number): boolean {
  return failuresAmong(plan, index + 1) > failuresAmong(plan, index);
}

/**
 * Where a task is, `elapsedMs` after its creation. A pure function: the same plan and time give the same stage, and a
 * time before the creation counts as the creation.
 */
export function stageAt(plan: TaskPlan, elapsedMs: number): TaskStage {
  const { outcome } = plan;
  if (elapsedMs < Math.max(plan.queuedMs, 0)) {
    return { state: 'queued', fraction: 0, done: 0, failed: 0 };
  }
  const worked = Math.max(0, elapsedMs - plan.queuedMs);
  const ended = worked >= plan.runningMs;
  const most = reach[outcome] ?? 1;
  // What ends without having run got nowhere, unless it succeeds at once.
  const fraction = most * (ended ? Number(plan.runningMs > 0 || most === 1) : pace(worked / plan.runningMs));
  const processed = Math.floor(fraction * fileCount(plan) + 1e-9);
  const failed = failuresAmong(plan, processed);
  return {
    state: ended && outcome !== 'stuck' ? outcome : 'running',
    fraction,
    done: processed - failed,
    failed,
  };
}

/** Maps the share of the time to the share of the work: a slow start, a faster middle, a slow end. It never falls. */
function pace(share: number): number {
  const turn = 2 * Math.PI * share;
  return share - 0.08 * Math.sin(turn) + 0.02 * Math.sin(3 * turn);
}

/** How many of the first `count` files fail. */
function failuresAmong(plan: TaskPlan, count: number): number {
  if (plan.outcome !== 'partial') {
    return 0;
  }
  const files = fileCount(plan);
  const failures = Math.min(files, Math.max(1, Math.floor(plan.failures ?? files / 20)));
  return Math.floor((count * failures) / files);
}
