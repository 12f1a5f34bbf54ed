import { UserError, toError } from '../base/errors';
import { message } from '../base/message';

/** The settings could not be written, for example because their file has unsaved changes. */
export class SettingsError extends UserError {
  override readonly name = 'SettingsError';

  /** @param cause the editor's error, whose sentence says what to do */
  constructor(cause: unknown) {
    super(message('The settings could not be changed. {0}', toError(cause).message), { cause });
  }
}
