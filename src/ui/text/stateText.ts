import { l10n } from 'vscode';
import type { TaskState } from '../../tasks/task';

/** A task's state in a word or two. */
export function stateText(state: TaskState): string {
  switch (state) {
    case 'queued':
      return l10n.t('queued');
    case 'running':
      return l10n.t('running');
    case 'succeeded':
      return l10n.t('succeeded');
    case 'partial':
      return l10n.t('ended with failures');
    case 'failed':
      return l10n.t('failed');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'expired':
      return l10n.t('no longer known');
    case 'unknown':
      return l10n.t('unknown status');
  }
}
