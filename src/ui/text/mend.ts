import { l10n } from 'vscode';
import type { ConnectionStatus } from '../../connections/connectionStatus';
import type { FailureKind } from '../../http/failure';
import { commandIds } from '../../ids';
import type { TaskRef } from '../../tasks/task';

/** The one action of the user that helps a connection. */
export interface Mend {
  /** The text of a button. */
  readonly title: string;
  /** Says what a click does. */
  readonly hint: string;
  readonly command: string;
  /** The arguments of the command: one, or none. */
  readonly args: readonly unknown[];
}

/** Failures that another value in the connection's settings mends. */
const wrongSettings: readonly FailureKind[] = ['address', 'redirected', 'not-json', 'unexpected-shape', 'rejected'];

/** What helps a connection in this status; `undefined` where only waiting does. @param connection its id */
export function mendOf(status: ConnectionStatus, connection: string): Mend | undefined {
  switch (status.kind) {
    case 'not-configured':
      return openSettings();
    case 'no-credentials':
    case 'credentials-rejected':
      return updateCredentials(connection);
    case 'outdated-credentials':
      return {
        title: l10n.t('Reload Window'),
        hint: l10n.t('Click to reload the window.'),
        command: 'workbench.action.reloadWindow',
        args: [],
      };
    case 'polling-paused':
      return resumePolling([connection]);
    case 'backing-off':
    case 'probing':
      return status.failure && mendOfFailure(status.failure.kind, connection);
    case 'no-provider':
    case 'loading':
    case 'rate-limited':
    case 'ready':
      return undefined;
  }
}

/** What helps after a request failed; `undefined` where nothing in the connection is wrong. */
export function mendOfFailure(kind: FailureKind, connection: string): Mend | undefined {
  if (kind === 'unauthorised' || kind === 'credentials-missing' || kind === 'forbidden') {
    return updateCredentials(connection);
  }
  if (kind === 'wrong-clock') {
    return testConnection(connection);
  }
  return wrongSettings.includes(kind) ? editConnection(connection) : undefined;
}

/** Resumes polling of these connections, of all if there are several. */
export function resumePolling(connections: readonly string[]): Mend {
  const [only, ...others] = connections;
  return {
    title: l10n.t('Resume Polling'),
    hint: l10n.t('Click to resume polling.'),
    command: commandIds.resumePolling,
    args: only === undefined || others.length > 0 ? [] : [{ connection: only }],
  };
}

function updateCredentials(connection: string): Mend {
  return {
    title: l10n.t('Update Credentials'),
    hint: l10n.t('Click to update the credentials.'),
    command: commandIds.updateCredentials,
    args: [{ connection }],
  };
}

function testConnection(connection: string): Mend {
  return {
    title: l10n.t('Test Connection'),
    hint: l10n.t('Click to test the connection.'),
    command: commandIds.testConnection,
    args: [{ connection }],
  };
}

function editConnection(connection: string): Mend {
  return {
    title: l10n.t('Edit Connection'),
    hint: l10n.t('Click to edit the connection.'),
    command: commandIds.editConnection,
    args: [{ connection }],
  };
}

/** Tracks a task again that was removed. */
export function trackAgain({ connection, id }: TaskRef): Mend {
  return {
    title: l10n.t('Track Again'),
    hint: l10n.t('Click to track the task again.'),
    command: commandIds.track,
    args: [{ connection, id }],
  };
}

/** Opens the settings. */
export function openSettings(): Mend {
  return {
    title: l10n.t('Open Settings'),
    hint: l10n.t('Click to open the settings.'),
    command: commandIds.openSettings,
    args: [],
  };
}
