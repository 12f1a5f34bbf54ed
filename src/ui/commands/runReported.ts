import { commands, l10n } from 'vscode';
import { CancelledError, UserError, toError } from '../../base/errors';
import type { Logger } from '../../base/log';
import { RequestError } from '../../http/failure';
import { commandIds } from '../../ids';
import { MendableError, mendOfError } from '../messages/mendableError';
import { localize } from '../shell/localize';
import { requestErrorText } from '../text/requestErrorText';
import { showMessage } from '../shell/showMessage';

/**
 * Runs an action of the user and reports its error: a cancellation is silent, an error with a sentence for people is shown, any
 * other error is logged, and the message offers the log.
 * @param what names the action in the log
 * @returns `undefined` if it failed
 */
export async function runReported<T>(what: string, log: Logger, run: () => T): Promise<Awaited<T> | undefined> {
  try {
    return await run();
  } catch (error) {
    report(what, log, error);
    return undefined;
  }
}

function report(id: string, log: Logger, error: unknown): void {
  if (error instanceof CancelledError) {
    return;
  }
  const text = userMessage(error);
  if (text !== undefined) {
    log.warn(`${id}: ${toError(error).message}`);
    const mend = mendOfError(error);
    const severity = error instanceof MendableError ? error.severity : 'error';
    void showMessage(severity, text, ...(mend ? [mend.title] : [])).then((pressed) => {
      if (mend && pressed === mend.title) {
        void commands.executeCommand(mend.command, ...mend.args);
      }
    });
    return;
  }
  log.error(`${id}: ${toError(error).stack ?? String(error)}`);
  const showLog = l10n.t('Show Log');
  void showMessage('error', l10n.t('Something went wrong. See the log for details.'), showLog).then((pressed) => {
    if (pressed === showLog) {
      void commands.executeCommand(commandIds.showLog);
    }
  });
}

/** The translated sentence for people in an error; `undefined` if it has none. */
export function userMessage(error: unknown): string | undefined {
  if (error instanceof UserError) {
    return localize(error.human);
  }
  return error instanceof RequestError ? requestErrorText(error) : undefined;
}
