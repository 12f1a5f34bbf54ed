import { commands, l10n, type Uri } from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { message } from '../../base/message';
import { noSuchConnection } from '../../connections/connectionMessages';
import { commandIds } from '../../ids';
import { normalizeTaskId, validateTaskId } from '../../providers/parsing/taskId';
import type { TaskRef } from '../../tasks/task';
import { runReported } from '../commands/runReported';
import type { Services } from '../services';
import { showModalWarning } from '../shell/showMessage';
import { readTaskLink } from './taskLink';

/**
 * Does what a link asks for. Anybody can make a link, so that nothing is requested before the user has agreed, and only from a
 * connection that is set up: a link names no address and no credentials.
 */
export async function openTaskLink(deps: Services, uri: Uri): Promise<void> {
  await runReported('Link', deps.log, () => open(deps, uri));
}

async function open(deps: Services, uri: Uri): Promise<void> {
  const link = readTaskLink(uri);
  if (!link) {
    throw new UserError(message('This link names no task. It must have a connection and an ID.'));
  }
  const { action } = link;
  const ref = { ...link.ref, id: normalizeTaskId(link.ref.id) };
  await deps.definitions.load();
  await deps.connections.load();
  if (deps.store.tasks.get(ref)) {
    await commands.executeCommand(commandIds.showDetails, ref);
    return;
  }
  await confirmTracking(deps, ref, action === 'show');
  await commands.executeCommand(commandIds.track, ref);
}

/** @throws UserError when the task cannot be tracked; CancelledError when the user does not want it */
async function confirmTracking(
  { connections, providers }: Services,
  { connection: id, id: task }: TaskRef,
  isUnknown: boolean,
) {
  const connection = connections.get(id);
  if (!connection) {
    throw new UserError(noSuchConnection(id));
  }
  const problem = (providers.get(connection.provider)?.validateId ?? validateTaskId)(task);
  if (problem) {
    throw new UserError(problem);
  }
  const track = l10n.t('Track Task');
  const detail = [
    ...(isUnknown ? [l10n.t('It is not tracked yet.')] : []),
    l10n.t(
      'A link asks for this. Its status is requested from {0} with the credentials of that connection.',
      connection.name,
    ),
  ];
  if ((await showModalWarning(l10n.t('Track task {0} of {1}?', task, connection.name), detail, track)) !== track) {
    throw new CancelledError();
  }
}
