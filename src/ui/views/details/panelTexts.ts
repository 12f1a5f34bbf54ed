import { l10n } from 'vscode';
import type { Texts } from './messages';

/** The texts of the page itself, in the user's language. `{0}` stays for the page to fill. */
export function panelTexts(): Texts {
  return {
    actions: l10n.t('Actions'),
    refresh: l10n.t('Refresh'),
    openResponse: l10n.t('Open Response (JSON)'),
    openLink: l10n.t('Open Link'),
    copyAsCurl: l10n.t('Copy as cURL'),
    export: l10n.t('Export…'),
    copyId: l10n.t('Copy Task ID'),
    copyResponse: l10n.t('Copy Response'),
    pin: l10n.t('Keep this panel: open other tasks in a new one'),
    reveal: l10n.t('Show in Tree'),
    progress: l10n.t('Progress'),
    timeline: l10n.t('Timeline'),
    chart: l10n.t('Progress over time'),
    details: l10n.t('Details'),
    items: l10n.t('Files'),
    response: l10n.t('Response (JSON)'),
    gone: l10n.t('This task is no longer tracked.'),
    all: l10n.t('All'),
    failed: l10n.t('Failed'),
    finished: l10n.t('Finished'),
    show: l10n.t('Show'),
    search: l10n.t('Search files'),
    noMatch: l10n.t('No file matches.'),
    matches: l10n.t('Files found: {0}', '{0}'),
    onlyFailed: l10n.t('The service lists only the files that failed.'),
    loading: l10n.t('Loading…'),
    cut: l10n.t('The response is long. Only its beginning is shown here.'),
    stateColumn: l10n.t('Status'),
    sourceColumn: l10n.t('Source'),
    targetColumn: l10n.t('Target'),
    reasonColumn: l10n.t('Reason'),
    copyItem: l10n.t('Copy'),
    openItem: l10n.t('Open Link'),
    picture: l10n.t('Preview of {0}', '{0}'),
    selectedItem: l10n.t('Selected file'),
    listHelp: l10n.t('Use the arrow keys to select a file, Enter to open its link, and the copy key to copy it.'),
  };
}
