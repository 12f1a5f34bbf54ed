import { commands, l10n } from 'vscode';
import type { Event } from '../../base/event';
import type { Disposable } from '../../base/lifecycle';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { failureMessage } from '../../http/failureMessage';
import { commandIds } from '../../ids';
import type { Rejection } from '../../polling/pollBatch';
import { localize } from '../shell/localize';
import { showMessage } from '../shell/showMessage';

/** Says, in the window that used them, that a service rejected the credentials of a connection, which is paused then. */
export function registerRejectionWarnings(connections: ConnectionDirectory, onDidReject: Event<Rejection>): Disposable {
  return onDidReject(({ connection, failure }) => {
    const name = connections.get(connection)?.name ?? connection;
    const text = l10n.t('Polling paused for {0}. {1}', name, localize(failureMessage(failure)));
    const update = l10n.t('Update Credentials');
    void showMessage('warning', text, update).then((pressed) =>
      pressed === update ? commands.executeCommand(commandIds.updateCredentials, { connection }) : undefined,
    );
  });
}
