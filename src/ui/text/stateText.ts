import { l10n } from 'vscode';
import { isIncomplete, type Item, type TaskState } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';

/** A task's state in one to three words. */
export function stateText(state: TaskState): string {
  switch (state) {
    case 'queued':
      return l10n.t('queued');
    case 'running':
      return l10n.t('running');
    case 'succeeded':
      return l10n.t('succeeded');
    case 'partial':
      return l10n.t('completed with errors');
    case 'failed':
      return l10n.t('failed');
    case 'cancelled':
      return l10n.t('canceled');
    case 'expired':
      return l10n.t('not found');
    case 'unknown':
      return l10n.t('unknown status');
  }
}

/** A state as the heading of the tasks that are in it. */
export function stateHeading(state: TaskState): string {
  switch (state) {
    case 'queued':
      return l10n.t('Queued');
    case 'running':
      return l10n.t('Running');
    case 'succeeded':
      return l10n.t('Succeeded');
    case 'partial':
      return l10n.t('Completed with Errors');
    case 'failed':
      return l10n.t('Failed');
    case 'cancelled':
      return l10n.t('Canceled');
    case 'expired':
      return l10n.t('Not Found');
    case 'unknown':
      return l10n.t('Unknown Status');
  }
}

/** The state of a task in one to three words, by what its last response says. */
export function taskStateText({ state, progress }: Pick<TrackedTask, 'state' | 'progress'>): string {
  return state === 'partial' && isIncomplete(progress) ? l10n.t('incomplete') : stateText(state);
}

/** The state of one file of a task. */
export function itemStateText({ state, unaccounted }: Pick<Item, 'state' | 'unaccounted'>): string {
  return unaccounted ? l10n.t('not accounted for') : stateText(state);
}
