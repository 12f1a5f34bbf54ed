import { l10n, ThemeIcon } from 'vscode';
import { credentialKindInfo, toCredentials } from '../../../auth/credentialKinds';
import type { Credentials } from '../../../auth/credentials';
import type { IamPasscode, PersistedToken } from '../../../auth/huawei/iamPassword';
import { findOriginMismatch } from '../../../auth/origins';
import { CancelledError } from '../../../base/errors';
import { omitUndefined } from '../../../base/omitUndefined';
import { fieldsOf, type Connection } from '../../../connections/connection';
import type { RequestFailure } from '../../../http/failure';
import type { Provider } from '../../../providers/provider';
import { requestOrigins } from '../../../providers/requestOrigins';
import { localizeText } from '../../shell/localize';
import { askChoice } from './askChoice';
import { askForPasscode } from './askForPasscode';
import { askText } from './askText';
import { emptyDraft, newConnectionId, suggestName, toConnection, type ConnectionDraft } from './connectionDraft';
import { credentialFields, credentialSteps, nonSecretPart, withPresent } from './credentialSteps';
import { fieldSteps } from './fieldSteps';
import { back, runSteps, StepsBack, titled, type Step, type StepPlan } from './runSteps';
import { showModalWarning } from '../../shell/showMessage';

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

/** What the wizard depends on. */
export interface WizardDeps {
  readonly providers: readonly Provider[];
  /** Ids of the existing connections. */
  readonly taken: readonly string[];
  readonly testConnection: TestConnection;
}

/** A connection to edit, with its current credentials. */
interface Original {
  readonly connection: Connection;
  readonly provider: Provider;
  readonly credentials: Credentials | undefined;
  /** The origins that the credentials were entered for. */
  readonly origins: readonly string[];
  /** Whether the wizard has only the steps of the credentials. */
  readonly isSecretOnly?: boolean;
}

/**
 * Asks for a new connection step by step and tests it.
 * @throws CancelledError when the user leaves
 */
export async function askForConnection(deps: WizardDeps): Promise<DescribedConnection> {
  const draft = await runSteps(l10n.t('Add Connection'), emptyDraft, (known) => plan(known, deps));
  return describe(draft, deps);
}

/**
 * Edits a connection. Credentials that are left empty stay as they are.
 * @throws CancelledError when the user leaves
 */
export async function editConnection(original: Original, deps: WizardDeps): Promise<DescribedConnection> {
  const { connection, provider } = original;
  const { name, credentials: kind } = connection;
  const first: ConnectionDraft = { ...emptyDraft, provider, kind, name, fields: fieldsOf(connection) };
  const title = l10n.t('Edit {0}', name);
  const draft = await runSteps(title, first, (known) => plan(known, deps, original));
  return describe(draft, deps, original);
}

/**
 * Asks for new credentials of a connection. Fields that are left empty stay as they are.
 * @throws CancelledError when the user leaves
 */
export async function askForCredentials(original: Original, deps: WizardDeps): Promise<DescribedConnection> {
  const { connection, provider } = original;
  const { name, credentials: kind } = connection;
  const first: ConnectionDraft = { ...emptyDraft, provider, kind, name, fields: fieldsOf(connection) };
  const title = l10n.t('Update Credentials of {0}', name);
  const draft = await runSteps(title, first, (known): StepPlan<ConnectionDraft> => {
    const steps = [
      ...kindSteps(provider),
      ...credentialSteps(known.kind ?? kind, provider.credentialHeader, presentCredentials(known, original)),
    ];
    const trial = testStep(deps, { ...original, isSecretOnly: true });
    return { steps: [...steps, trial], complete: true, silent: 1 };
  });
  return describe(draft, deps, original);
}

function plan(draft: ConnectionDraft, deps: WizardDeps, original?: Original): StepPlan<ConnectionDraft> {
  const { provider } = draft;
  const first = original ? [] : [providerStep(deps.providers)];
  if (!provider) {
    return { steps: first, complete: false };
  }
  const kinds = kindSteps(provider);
  const kind = kinds.length > 0 ? draft.kind : provider.credentials[0];
  const rest = kind && [
    ...fieldSteps(provider, draft),
    ...credentialSteps(kind, provider.credentialHeader, presentCredentials(draft, original)),
    nameStep(provider),
    testStep(deps, original),
  ];
  return { steps: [...first, ...kinds, ...(rest ?? [])], complete: rest !== undefined, silent: 1 };
}

function describe(draft: ConnectionDraft, { taken }: WizardDeps, original?: Original): DescribedConnection {
  const { provider, secrets, persistedToken, refusal } = draft;
  if (!provider) {
    throw new Error('A connection without a provider was described.');
  }
  const connection = toConnection(draft, original?.connection.id ?? newConnectionId(provider, taken), provider);
  const kind = connection.credentials;
  const present = presentCredentials(draft, original);
  const credentials = toCredentials(kind, withPresent(secrets, kind, provider.credentialHeader, present));
  return omitUndefined({ connection, credentials, isBroken: draft.isBroken ?? false, persistedToken, refusal });
}

/**
 * The credentials that fields left empty keep. A secret is entered again for another place than it was entered for.
 */
function presentCredentials(draft: ConnectionDraft, original: Original | undefined): Credentials | undefined {
  const { provider } = draft;
  if (!provider || !original?.credentials) {
    return undefined;
  }
  const { credentials, origins, connection } = original;
  const urls = requestOrigins(provider, toConnection(draft, connection.id, provider));
  return findOriginMismatch(origins, urls) ? nonSecretPart(credentials) : credentials;
}

function providerStep(providers: readonly Provider[]): Step<ConnectionDraft> {
  return async (draft, frame) => {
    const choices = providers.map((value) => ({
      label: value.label,
      detail: value.credentials.map((kind) => localizeText(credentialKindInfo(kind).label)).join(', '),
      iconPath: new ThemeIcon(value.icon),
      value,
    }));
    const question = l10n.t('Which service runs your tasks?');
    const provider = await askChoice(titled(frame, l10n.t('Service')), question, choices, draft.provider);
    if (provider === back) {
      return back;
    }
    // Values entered for another provider do not apply to this one.
    return provider === draft.provider ? draft : { ...emptyDraft, provider };
  };
}

/** Empty if there is only one way to sign in. */
function kindSteps(provider: Provider): readonly Step<ConnectionDraft>[] {
  if (provider.credentials.length < 2) {
    return [];
  }
  return [
    async (draft, frame) => {
      const choices = provider.credentials.map((value) => ({
        label: localizeText(credentialKindInfo(value).label),
        detail: localizeText(credentialKindInfo(value).hint),
        value,
      }));
      const kind = await askChoice(
        titled(frame, l10n.t('Authentication')),
        l10n.t('How do you sign in?'),
        choices,
        draft.kind,
      );
      if (kind === back) {
        return back;
      }
      return kind === draft.kind ? draft : { ...draft, kind, secrets: {} };
    },
  ];
}

function nameStep(provider: Provider): Step<ConnectionDraft> {
  return async (draft, frame) => {
    const name = await askText(titled(frame, l10n.t('Name')), {
      prompt: l10n.t('What the connection is called in lists.'),
      value: draft.name ?? suggestName(draft, provider),
      required: true,
    });
    return typeof name === 'string' ? { ...draft, name } : back;
  };
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
function testStep(deps: WizardDeps, original?: Original): Step<ConnectionDraft> {
  return async (draft) => {
    const goBack = l10n.t('Go Back');
    const again = l10n.t('Try Again');
    const keep = original ? l10n.t('Save Anyway') : l10n.t('Add Anyway');
    const withPasscode = l10n.t('Enter Passcode…');
    const described = describe(draft, deps, original);
    const secrets =
      credentialFields(described.credentials.kind, draft.provider?.credentialHeader).length +
      (original?.isSecretOnly ? 0 : 1);
    const fields = draft.provider && !original?.isSecretOnly ? fieldSteps(draft.provider, draft).length : 0;
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
          return new StepsBack(Math.max(1, refusal ? secrets : secrets + fields));
      }
    }
  };
}
