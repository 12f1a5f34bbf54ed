import { l10n } from 'vscode';
import { estimateRemaining } from '../../tasks/estimate';
import type { TrackedTask } from '../../tasks/trackedTask';
import { stateBeside, type TaskSummary } from './taskSummary';
import { endedText } from './taskText';
import { clockText, remainingText } from './timeText';

/** The parts of a summary with its times as clock times, after the state. @param toldBelow a part that follows in full */
export function tooltipHeadline(task: TrackedTask, summary: TaskSummary, now: number, toldBelow?: string): string {
  const { parts, samples } = summary;
  const estimate = estimateRemaining(samples, now, task.lastResponseAt);
  const shown = parts.map((part) =>
    estimate && part === remainingText(estimate.remainingMs)
      ? l10n.t('done about {0}', clockText(now + estimate.remainingMs))
      : part,
  );
  const ended = endedText(task, now);
  return [...stateBeside(task, summary), ...shown.filter((part) => part !== ended && part !== toldBelow)].join(' · ');
}
