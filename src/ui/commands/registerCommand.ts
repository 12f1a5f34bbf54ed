import { commands, l10n, window } from 'vscode';
import { CancelledError, HumanError, toError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { Logger } from '../../base/log';
import { RequestError } from '../../http/failure';
import { failureMessage } from '../../http/failureMessage';
import { commandIds, type CommandId } from '../../ids';
import { localise } from '../localise';

/**
 * Registers a command; every command goes through here. What the user called off is silent, what has a sentence for
 * people is shown as it is, and the rest is logged and points to the log.
 */
export function registerCommand(id: CommandId, log: Logger, run: (...args: unknown[]) => unknown): Disposable {
  return commands.registerCommand(id, async (...args: unknown[]) => {
    log.trace(`Command ${id}`);
    try {
      return await run(...args);
    } catch (error) {
      report(id, log, error);
      return undefined;
    }
  });
}

function report(id: CommandId, log: Logger, error: unknown): void {
  if (error instanceof CancelledError) {
    return;
  }
  const text = humanText(error);
  if (text !== undefined) {
    log.warn(`${id}: ${toError(error).message}`);
    void window.showErrorMessage(text);
    return;
  }
  log.error(`${id}: ${toError(error).stack ?? String(error)}`);
  const showLog = l10n.t('Show Log');
  void window.showErrorMessage(l10n.t('Cloud Tasks could not do this. The log says more.'), showLog).then((pressed) => {
    if (pressed === showLog) {
      void commands.executeCommand(commandIds.showLog);
    }
  });
}

/** The sentence for people in an error, in their language; nothing when it has none. */
export function humanText(error: unknown): string | undefined {
  if (error instanceof HumanError) {
    return localise(error.human);
  }
  return error instanceof RequestError ? localise(failureMessage(error.failure)) : undefined;
}
