import { l10n } from 'vscode';
import type { Credentials } from '../../../auth/credentials';
import type { IamPasscode, PersistedToken } from '../../../auth/huawei/iamPassword';
import { CancelledError } from '../../../base/errors';
import { omitUndefined } from '../../../base/omitUndefined';
import type { Connection } from '../../../connections/connection';
import type { RequestFailure } from '../../../http/failure';
import { showModalWarning } from '../../shell/showMessage';
import { askForPasscode } from './askForPasscode';
import type { ConnectionDraft } from './connectionDraft';
import { back, StepsBack, type Step } from './runSteps';

/** The wizard's result: a connection and its credentials. */
export interface DescribedConnection {
  readonly connection: Connection;
  readonly credentials: Credentials;
  /** The token that was issued for credentials and a passcode. */
  readonly persistedToken?: PersistedToken;
  /** Whether the user saves it although the test failed. */
  readonly isBroken: boolean;
  /** The failure with which the service rejected the credentials, if they are saved nonetheless. */
  readonly refusal?: RequestFailure;
  /** The id of the task whose address the user pasted. */
  readonly task?: string;
}

/** Why a connection does not work. */
export interface ConnectionError {
  /** Translated. */
  readonly text: string;
  /** The failure, if the service rejected the credentials. */
  readonly refusal?: RequestFailure;
}

/** The result of a connection test. */
export interface Trial {
  /** Absent if the connection works. */
  readonly error?: ConnectionError;
  /** The token that was issued for the second factor. */
  readonly persistedToken?: PersistedToken;
}

/** Tests a connection, with a second factor if the user entered one. */
export type TestConnection = (
  described: Pick<DescribedConnection, 'connection' | 'credentials'>,
  passcode?: IamPasscode,
) => Promise<Trial>;

/** What the step of the test needs. */
interface TestStepDeps {
  readonly testConnection: TestConnection;
  readonly describe: (draft: ConnectionDraft) => DescribedConnection;
  /** The button that saves the connection although the test failed. */
  readonly saveAnyway: string;
  /** How many steps lead back to the first one of the credentials: the likely cause when these are rejected. */
  readonly backToCredentials: number;
  /** How many steps lead back to the first one of the provider's fields: the likely cause otherwise. */
  readonly backToFields: number;
}

const cancelled = Symbol('cancelled');

/** Canceling a test keeps the entered values. */
async function tryQuietly<T>(run: () => Promise<T>): Promise<T | typeof cancelled> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CancelledError) {
      return cancelled;
    }
    throw error;
  }
}

/** Tests the connection. If that fails, a modal dialog shows the reason. */
export function testStep(deps: TestStepDeps): Step<ConnectionDraft> {
  return async (draft) => {
    const goBack = l10n.t('Go Back');
    const again = l10n.t('Try Again');
    const keep = deps.saveAnyway;
    const withPasscode = l10n.t('Enter Passcode…');
    const described = deps.describe(draft);
    // The result of an earlier test belongs to the values entered then.
    const { persistedToken: _kept, refusal: _refusal, ...typed } = draft;
    let persistedToken: PersistedToken | undefined;
    let passcode: IamPasscode | undefined;
    for (;;) {
      const trial = await tryQuietly(() => deps.testConnection(described, passcode));
      if (trial === cancelled) {
        return back;
      }
      const { error } = trial;
      const refusal = error?.refusal;
      persistedToken = trial.persistedToken ?? persistedToken;
      // A passcode is valid for one sign-in.
      passcode = undefined;
      if (error === undefined) {
        return { ...typed, isBroken: false, ...omitUndefined({ persistedToken }) };
      }
      const title = l10n.t('Connection test failed');
      const more = described.credentials.kind === 'iam-password' ? [withPasscode] : [];
      const pressed = await showModalWarning(title, error.text, goBack, ...more, again, keep);
      switch (pressed) {
        case keep:
          return { ...typed, isBroken: true, ...omitUndefined({ persistedToken, refusal }) };
        case again:
          break;
        case withPasscode:
          passcode = await askForPasscode();
          break;
        default:
          // Closing the dialog keeps the entered values too. It leads back to the step that is likely wrong.
          return new StepsBack(Math.max(1, refusal ? deps.backToCredentials : deps.backToFields));
      }
    }
  };
}
