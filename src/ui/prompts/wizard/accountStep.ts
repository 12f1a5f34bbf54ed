import type { EditorAccount, EditorAccounts } from '../../../auth/editorAccount';
import { CancelledError } from '../../../base/errors';
import type { ConnectionDraft } from './connectionDraft';
import { back, type Step } from './runSteps';

/** The step in which the editor itself asks for an account. After a failed test the user signs in again. */
export function accountStep(wanted: EditorAccount, accounts: EditorAccounts): Step<ConnectionDraft> {
  return async (draft, { canGoBack }) => {
    const session = await accounts.signIn(wanted, draft.secrets['user'] !== undefined);
    if (session) {
      return { ...draft, secrets: { ...wanted, user: session.user } };
    }
    if (canGoBack) {
      return back;
    }
    throw new CancelledError();
  };
}
