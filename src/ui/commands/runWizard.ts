import { commands, l10n } from 'vscode';
import { CancelledError } from '../../base/errors';
import type { Logger } from '../../base/log';
import { mendOfError } from '../messages/mendableError';
import { showMessage } from '../shell/showMessage';
import type { Mend } from '../text/mend';
import { userMessage, runReported } from './runReported';

/** A wizard of a command. */
interface WizardRun<Described> {
  readonly wizard: {
    /** Asks for what is missing. @throws CancelledError when the user leaves */
    run(): Promise<Described>;
    /** Whether something was entered that would be lost. */
    hasInput(): boolean;
  };
  /** What a person reads who left the wizard. Translated. */
  readonly leftText: string;
  /** Saves the result and tells that it is saved. */
  readonly save: (described: Described) => Promise<void>;
  readonly log: Logger;
  /** Names the action in the log. */
  readonly what: string;
}

/**
 * Runs a wizard and saves its result. When the user leaves it, or saving fails, the message offers to continue with what was
 * entered, which is in memory until then.
 * @throws CancelledError, and what `save` throws if it has no sentence for people
 */
export async function runWizard<Described>(run: WizardRun<Described>): Promise<void> {
  const { wizard, save } = run;
  try {
    await save(await wizard.run());
  } catch (error) {
    if (!wizard.hasInput()) {
      throw error;
    }
    if (error instanceof CancelledError) {
      void offerToContinue(run, showMessage('information', run.leftText, l10n.t('Continue')), l10n.t('Continue'));
      throw error;
    }
    const text = userMessage(error);
    if (text === undefined) {
      throw error;
    }
    const again = l10n.t('Try Again');
    const mend = mendOfError(error);
    const shown = showMessage('error', text, again, ...(mend ? [mend.title] : []));
    void offerToContinue(run, shown, again, mend);
    throw new CancelledError();
  }
}

async function offerToContinue<Described>(
  run: WizardRun<Described>,
  shown: Thenable<string | undefined>,
  title: string,
  mend?: Mend,
): Promise<void> {
  const pressed = await shown;
  if (pressed === title) {
    await runReported(run.what, run.log, () => runWizard(run));
  } else if (mend && pressed === mend.title) {
    await commands.executeCommand(mend.command, ...mend.args);
  }
}
