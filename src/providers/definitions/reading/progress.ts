import { membersOf } from '../../../base/members';
import { omitUndefined } from '../../../base/omitUndefined';
import { toPercent } from '../../parsing/values';
import type { Checker } from '../checker';
import type { ProviderDefinition } from '../definition';
import type { Expression, Placed } from '../expressions/expression';
import { toAmount, toPercentage } from './values';

/** The numbers that a response states about progress. */
export interface FoundProgress {
  readonly percent?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly total?: number;
}

/** Compiles `progress`; undefined where there is none. */
export function compileProgress(
  progress: ProviderDefinition['progress'],
  checker: Checker,
): ((root: unknown) => FoundProgress) | undefined {
  if (progress === undefined) {
    return undefined;
  }
  const whole = typeof progress === 'string' ? { percent: progress } : progress;
  const path = typeof progress === 'string' ? [] : (['percent'] as const);
  const percent = checker.optional(whole.percent, ['progress', ...path]);
  const ratio = checker.optional(whole.ratio, ['progress', 'ratio']);
  const [completed, failed, remaining, total] = (['completed', 'failed', 'remaining', 'total'] as const).map((key) =>
    checker.expressions(whole[key], ['progress', key]),
  );
  return (root) => {
    const counts = { completed: sum(completed, root), failed: sum(failed, root) };
    const left = sum(remaining, root);
    const all =
      sum(total, root) ?? (left === undefined ? undefined : (counts.completed ?? 0) + (counts.failed ?? 0) + left);
    const part = within(toAmount(ratio?.find(root)), 1);
    return omitUndefined({
      ...counts,
      total: all,
      percent:
        within(toPercentage(percent?.find(root)), 100) ??
        (part === undefined ? undefined : part * 100) ??
        (counts.completed === undefined ? undefined : toPercent(counts.completed + (counts.failed ?? 0), all)),
    });
  };
}

const percentName =
  /^((progress|completion)?(percent|percentage|pct)(complete|completed|completion|done|progress)?|progress|completion)$/;
/** Objects of a task that may say how far it is. */
const holders = /^(progress|metadata)$/;

/**
 * The percentage in the usual members, where the definition names no progress: up to 100, or a part of 1. A whole 1 is all of it
 * once the task has ended.
 * @param places the objects beside the state, then the task
 */
export function usualPercent(places: readonly Placed[], isOver: boolean): number | undefined {
  const percents = places
    .flatMap(({ value }) => [value, ...membersOf(value).matching(holders)])
    .flatMap((value) => membersOf(value).matching(percentName))
    .map((value) => ({ value, percent: within(toPercentage(value), 100) }));
  const found = percents.find(({ percent }) => percent !== undefined);
  const isPart = toAmount(found?.value) !== undefined && (found?.percent ?? 0) <= 1;
  return found?.percent !== undefined && isPart && (found.percent < 1 || isOver) ? found.percent * 100 : found?.percent;
}

/** The sum of what the expressions find; undefined when none finds a count. */
function sum(expressions: readonly Expression[] = [], root: unknown): number | undefined {
  const counts = expressions.map((each) => within(toAmount(each.find(root)), Number.MAX_SAFE_INTEGER));
  const found = counts.filter((count) => count !== undefined);
  return found.length === 0 ? undefined : found.reduce((total, count) => total + count, 0);
}

/** A number outside of its range says nothing: some services write -1 for "not known". */
function within(amount: number | undefined, most: number): number | undefined {
  return amount !== undefined && amount >= 0 && amount <= most ? amount : undefined;
}
