import { l10n, ThemeIcon, window } from 'vscode';
import { credentialKindInfo, toCredentials } from '../../auth/credentialKinds';
import type { Credentials } from '../../auth/credentials';
import { CancelledError } from '../../base/errors';
import type { Connection } from '../../connections/connection';
import type { Provider } from '../../providers/provider';
import { localiseText } from '../localise';
import { askChoice } from './askChoice';
import { askText } from './askText';
import { emptyDraft, newConnectionId, suggestName, toConnection, type ConnectionDraft } from './connectionDraft';
import { credentialSteps } from './credentialSteps';
import { fieldSteps } from './fieldSteps';
import { back, runSteps, titled, type Step, type StepPlan } from './runSteps';

/** A connection as the user described it, and its secret. */
export interface DescribedConnection {
  readonly connection: Connection;
  readonly credentials: Credentials;
}

/** Tries a connection; says in the user's language what is wrong, or nothing when it works. */
export type TryConnection = (described: DescribedConnection) => Promise<string | undefined>;

/**
 * Asks for a new connection, step by step, and tries it at the end.
 * @param taken ids of the connections there are
 * @throws CancelledError when the user leaves
 */
export async function askForConnection(
  providers: readonly Provider[],
  taken: readonly string[],
  tryConnection: TryConnection,
): Promise<DescribedConnection> {
  const draft = await runSteps(l10n.t('Add Connection'), emptyDraft, (known) =>
    plan(known, providers, taken, tryConnection),
  );
  return describe(draft, taken);
}

/**
 * Asks for the secret of a connection anew.
 * @throws CancelledError when the user leaves
 */
export async function askForCredentials(connection: Connection, provider: Provider): Promise<Credentials> {
  const title = l10n.t('Update Credentials: {0}', connection.name);
  const first: ConnectionDraft = { ...emptyDraft, provider, kind: connection.credentials };
  const draft = await runSteps(title, first, (known): StepPlan<ConnectionDraft> => {
    const kinds = provider.credentials.length > 1 ? [kindStep(provider)] : [];
    const kind = known.kind ?? connection.credentials;
    return { steps: [...kinds, ...credentialSteps(kind)], complete: true };
  });
  return toCredentials(draft.kind ?? connection.credentials, draft.secrets);
}

function plan(
  draft: ConnectionDraft,
  providers: readonly Provider[],
  taken: readonly string[],
  tryConnection: TryConnection,
): StepPlan<ConnectionDraft> {
  const { provider } = draft;
  if (!provider) {
    return { steps: [providerStep(providers)], complete: false };
  }
  const hasChoice = provider.credentials.length > 1;
  const kind = hasChoice ? draft.kind : provider.credentials[0];
  return {
    steps: [
      providerStep(providers),
      ...(hasChoice ? [kindStep(provider)] : []),
      ...(kind ? [...fieldSteps(provider), ...credentialSteps(kind), nameStep(provider)] : []),
      ...(kind ? [trialStep(taken, tryConnection)] : []),
    ],
    complete: kind !== undefined,
    silent: 1,
  };
}

function describe(draft: ConnectionDraft, taken: readonly string[]): DescribedConnection {
  const { provider, secrets } = draft;
  if (!provider) {
    throw new Error('A connection without a provider was described.');
  }
  const connection = toConnection(draft, newConnectionId(provider, taken), provider);
  return { connection, credentials: toCredentials(connection.credentials, secrets) };
}

function providerStep(providers: readonly Provider[]): Step<ConnectionDraft> {
  return async (draft, frame) => {
    const choices = providers.map((value) => ({
      label: value.label,
      detail: value.credentials.map((kind) => localiseText(credentialKindInfo(kind).label)).join(', '),
      iconPath: new ThemeIcon(value.icon),
      value,
    }));
    const provider = await askChoice(
      titled(frame, l10n.t('Service')),
      l10n.t('Which service runs your tasks?'),
      choices,
      draft.provider,
    );
    if (provider === back) {
      return back;
    }
    // Answers for another provider are no answers for this one.
    return provider === draft.provider ? draft : { ...emptyDraft, provider };
  };
}

function kindStep(provider: Provider): Step<ConnectionDraft> {
  return async (draft, frame) => {
    const choices = provider.credentials.map((value) => ({
      label: localiseText(credentialKindInfo(value).label),
      detail: localiseText(credentialKindInfo(value).hint),
      value,
    }));
    const kind = await askChoice(titled(frame, l10n.t('Sign-in')), l10n.t('How do you sign in?'), choices, draft.kind);
    if (kind === back) {
      return back;
    }
    return kind === draft.kind ? draft : { ...draft, kind, secrets: {} };
  };
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

/** Tries the connection. Only one that does not work is a question, in a dialog that has room for the reason. */
function trialStep(taken: readonly string[], tryConnection: TryConnection): Step<ConnectionDraft> {
  return async (draft) => {
    const goBack = l10n.t('Go Back');
    const again = l10n.t('Try Again');
    const keep = l10n.t('Add Anyway');
    for (;;) {
      const detail = await tryConnection(describe(draft, taken));
      if (detail === undefined) {
        return draft;
      }
      const title = l10n.t('The connection does not work yet.');
      const pressed = await window.showWarningMessage(title, { modal: true, detail }, goBack, again, keep);
      if (pressed === goBack) {
        return back;
      }
      if (pressed === keep) {
        return draft;
      }
      if (pressed !== again) {
        throw new CancelledError();
      }
    }
  };
}
