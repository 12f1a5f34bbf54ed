import { commands, l10n } from 'vscode';
import { CancelledError } from '../../base/errors';
import type { Logger } from '../../base/log';
import { mendOfError } from '../messages/mendableError';
import { showMessage, type Severity } from '../shell/showMessage';
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
      void offerToContinue(run, 'information', run.leftText);
      throw error;
    }
    const text = userMessage(error);
    if (text === undefined) {
      throw error;
    }
    void offerToContinue(run, 'error', text, mendOfError(error));
    throw new CancelledError();
  }
}

async function offerToContinue<Described>(
  run: WizardRun<Described>,
  severity: Severity,
  text: string,
  mend?: Mend,
): Promise<void> {
  const title = l10n.t('Continue');
  const pressed = await showMessage(severity, text, ...(mend ? [mend.title] : []), title);
  if (pressed === title) {
    await runReported(run.what, run.log, () => runWizard(run));
  } else if (mend && pressed === mend.title) {
    await commands.executeCommand(mend.command, ...mend.args);
    // The message is gone, and what was entered is still here.
    await offerToContinue(run, 'information', run.leftText);
  }
}
