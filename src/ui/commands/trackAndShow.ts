import { commands, l10n } from 'vscode';
import { commandIds, viewIds } from '../../ids';
import type { PastedTask } from '../../providers/pastedTask';
import type { TaskRef } from '../../tasks/task';
import type { Services } from '../services';
import { showMessage } from '../shell/showMessage';
import { runReported } from './runReported';

/** Tracks tasks, shows the first one in the tree, and polls them in the background. Says which were tracked before. */
export async function trackAndShow(deps: Services, refs: readonly TaskRef[]): Promise<void> {
  const [first] = refs;
  if (first) {
    tellKnown(deps, refs);
    deps.service.track(refs);
    await commands.executeCommand(`${viewIds.tasks}.focus`);
    await deps.tree.reveal(first);
    // Poll in the background.
    void runReported('Track', deps.log, () => offerToForget(deps, refs));
  }
}

function tellKnown({ store }: Services, refs: readonly TaskRef[]): void {
  const known = refs.flatMap((ref) => store.tasks.get(ref) ?? []);
  const [first] = known;
  if (!first) {
    return;
  }
  const text =
    known.length < refs.length
      ? l10n.t('{0} of {1} tasks were tracked already.', known.length, refs.length)
      : known.length === 1
        ? l10n.t('{0} is tracked already.', first.name)
        : l10n.t('These {0} tasks are tracked already.', known.length);
  void showMessage('information', text);
}

/** Warns about ids that the service does not know, which are probably mistyped. */
async function offerToForget({ poller, store, log }: Services, refs: readonly TaskRef[]): Promise<void> {
  await poller.refresh(refs.filter((ref) => !store.tasks.get(ref)?.progress));
  const missing = refs.filter((ref) => {
    const task = store.tasks.get(ref);
    return !task?.progress && task?.stale?.failure.kind === 'not-found';
  });
  const [first] = missing;
  if (!first) {
    return;
  }
  const stop = l10n.t('Stop Tracking');
  const text =
    missing.length === 1
      ? l10n.t('{0} was not found.', first.id)
      : l10n.t('{0} of {1} tasks were not found.', missing.length, refs.length);
  if ((await showMessage('warning', text, stop)) === stop) {
    store.tasks.remove(missing);
    log.info(`Stopped tracking ${missing.length} tasks that the service does not know`);
  }
}

/** Tracks the task of a pasted address; one of no connection leads to adding that. */
export async function trackPasted(deps: Services, { id, provider, fields, connection }: PastedTask): Promise<void> {
  if (connection) {
    await trackAndShow(deps, [{ connection: connection.id, id }]);
  } else {
    await commands.executeCommand(commandIds.addConnection, { provider: provider.id, fields, task: id });
  }
}
