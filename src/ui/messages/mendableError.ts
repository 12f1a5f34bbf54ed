import { UserError } from '../../base/errors';
import type { Message } from '../../base/message';
import { SettingsError } from '../../connections/settingsError';
import type { Severity } from '../shell/showMessage';
import { openSettings, type Mend } from '../text/mend';

/** An error that names the connection it is about; its message offers the one action that helps, if there is one. */
export class MendableError extends UserError {
  override readonly name = 'MendableError';

  constructor(
    human: Message,
    readonly mend: Mend | undefined,
    readonly severity: Severity,
    options?: ErrorOptions,
  ) {
    super(human, options);
  }
}

/** The one action that helps after an error, if there is one. */
export function mendOfError(error: unknown): Mend | undefined {
  return error instanceof MendableError ? error.mend : error instanceof SettingsError ? openSettings() : undefined;
}
