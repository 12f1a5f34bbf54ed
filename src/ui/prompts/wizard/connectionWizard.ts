import { l10n } from 'vscode';
import { credentialKindInfo, toCredentials } from '../../../auth/credentialKinds';
import type { CredentialKind, Credentials } from '../../../auth/credentials';
import { permittedOrigins, type EditorAccounts } from '../../../auth/editorAccount';
import { findOriginMismatch } from '../../../auth/origins';
import { omitUndefined } from '../../../base/omitUndefined';
import { fieldsOf, type Connection } from '../../../connections/connection';
import { isFieldRequired } from '../../../providers/checkConnection';
import type { CredentialHelp } from '../../../providers/catalog';
import type { ConnectionField, Provider } from '../../../providers/provider';
import { requestOrigins } from '../../../providers/requestOrigins';
import { localizeText } from '../../shell/localize';
import { accountStep } from './accountStep';
import { askChoice, type Choice } from './askChoice';
import { askText } from './askText';
import {
  askedFields,
  emptyDraft,
  newConnectionId,
  freeName,
  suggestName,
  toConnection,
  type ConnectionDraft,
} from './connectionDraft';
import { credentialSteps, hasSecrets, nonSecretPart, withPresent } from './credentialSteps';
import { fieldSteps } from './fieldSteps';
import { providerStep, type OfferedServices } from './providerStep';
import { back, runSteps, titled, type Step, type StepPlan } from './runSteps';
import { testStep, type DescribedConnection, type TestConnection } from './testStep';

/** What the wizards depend on. */
export interface WizardDeps extends OfferedServices {
  /** Where credentials for a provider come from, where its catalog entry says so. */
  readonly helpFor: (provider: Provider) => CredentialHelp | undefined;
  /** Ids of the existing connections. */
  readonly taken: readonly string[];
  /** Their names. */
  readonly takenNames: readonly string[];
  readonly testConnection: TestConnection;
  readonly accounts: EditorAccounts;
}

/** A connection to edit, with its current credentials. */
export interface Original {
  readonly connection: Connection;
  readonly provider: Provider;
  readonly credentials: Credentials | undefined;
  /** The origins that the credentials were entered for. */
  readonly origins: readonly string[];
}

/** A wizard. It keeps what was entered, so that it can be run again after the user left it or saving failed. */
export interface ConnectionWizard {
  /**
   * Asks for what is missing and tests the connection.
   * @throws CancelledError when the user leaves
   */
  run(): Promise<DescribedConnection>;
  /** Whether something was entered that would be lost. */
  hasInput(): boolean;
}

/** What is known of a new connection before anybody is asked. */
export type KnownConnection = Pick<ConnectionDraft, 'provider' | 'fields' | 'task'>;

/**
 * Asks for a new connection step by step.
 * @param known with a provider, the wizard does not ask for it; fields are proposed
 */
export function addConnectionWizard(deps: WizardDeps, known: KnownConnection = emptyDraft): ConnectionWizard {
  const first = { ...emptyDraft, ...known };
  return createWizard(l10n.t('Add Connection'), first, deps, (draft): StepPlan<ConnectionDraft> => {
    const { provider } = draft;
    const service = known.provider ? [] : [providerStep(deps)];
    if (!provider) {
      return { steps: service, complete: false };
    }
    const kinds = kindSteps(provider);
    const kind = kinds.length > 0 ? draft.kind : provider.credentials[0];
    if (!kind) {
      return { steps: [...service, ...kinds], complete: false };
    }
    const fields = fieldSteps(provider, draft);
    const secrets = signInSteps(kind, provider, undefined, deps);
    const test = testStep({
      ...deps,
      describe: (described) => describe(described, deps),
      saveAnyway: l10n.t('Add Anyway'),
      backToCredentials: secrets.length + 1,
      backToFields: secrets.length + 1 + fields.length,
    });
    return {
      steps: [...service, ...kinds, ...fields, ...secrets, nameStep(provider, deps), test],
      complete: true,
      silent: 1,
    };
  });
}

/**
 * Edits one thing of a connection, which is picked first. Asks for more only where the change needs it: for the secret that was
 * entered for another place, or for a field that another way to sign in needs.
 */
export function editConnectionWizard(original: Original, deps: WizardDeps): ConnectionWizard {
  const { connection } = original;
  const title = l10n.t('Edit {0}', connection.name);
  return createWizard(title, draftOf(original), deps, (draft) => editPlan(draft, deps, original), original);
}

/** Asks for new credentials of a connection. Fields that are left empty stay as they are. */
export function credentialsWizard(original: Original, deps: WizardDeps): ConnectionWizard {
  const title = l10n.t('Update Credentials of {0}', original.connection.name);
  const plan = (draft: ConnectionDraft): StepPlan<ConnectionDraft> => credentialsPlan(draft, deps, original);
  return createWizard(title, draftOf(original), deps, plan, original);
}

function createWizard(
  title: string,
  first: ConnectionDraft,
  deps: WizardDeps,
  plan: (draft: ConnectionDraft) => StepPlan<ConnectionDraft>,
  original?: Original,
): ConnectionWizard {
  const drafts: [ConnectionDraft, ...ConnectionDraft[]] = [first];
  return {
    run: async () => describe(await runSteps(title, drafts, plan), deps, original),
    hasInput: () => drafts.some((draft) => isTyped(draft, first)),
  };
}

/** Whether a draft has more than what was picked from lists. */
function isTyped(draft: ConnectionDraft, first: ConnectionDraft): boolean {
  const typed = ({ name, fields, secrets }: ConnectionDraft): string => JSON.stringify([name, fields, secrets]);
  return typed(draft) !== typed(first);
}

function draftOf({ connection, provider }: Original): ConnectionDraft {
  const { name, credentials: kind } = connection;
  return { ...emptyDraft, provider, kind, name, fields: fieldsOf(connection) };
}

function credentialsPlan(draft: ConnectionDraft, deps: WizardDeps, original: Original): StepPlan<ConnectionDraft> {
  const { connection, provider } = original;
  const kind = draft.kind ?? connection.credentials;
  const kinds = kindSteps(provider);
  const fields = fieldSteps(provider, draft, (field) => isNewlyNeeded(field, draft, original));
  const secrets = signInSteps(kind, provider, presentCredentials(draft, original), deps);
  const steps = [...kinds, ...fields, ...secrets];
  const test = editTest(deps, original, secrets.length, steps.length);
  return { steps: [...steps, test], complete: true, silent: 1 };
}

function editPlan(draft: ConnectionDraft, deps: WizardDeps, original: Original): StepPlan<ConnectionDraft> {
  const { provider } = original;
  const part = partStep(provider);
  switch (draft.edited) {
    case undefined:
      return { steps: [part], complete: false };
    case 'name':
      return { steps: [part, nameStep(provider, deps)], complete: true };
    case 'credentials': {
      const { steps, ...rest } = credentialsPlan(draft, deps, original);
      return { steps: [part, ...steps], ...rest };
    }
    default: {
      const fields = fieldSteps(provider, draft, ({ key }) => key === draft.edited);
      const present = presentCredentials(draft, original);
      const kind = draft.kind ?? original.connection.credentials;
      const isComplete = hasSecrets(kind, provider.credentialHeader, present);
      const secrets = isComplete ? [] : signInSteps(kind, provider, present, deps);
      const test = editTest(deps, original, Math.max(1, secrets.length), fields.length + secrets.length);
      return { steps: [part, ...fields, ...secrets, test], complete: true, silent: 1 };
    }
  }
}

function editTest(
  deps: WizardDeps,
  original: Original,
  backToCredentials: number,
  backToFields: number,
): Step<ConnectionDraft> {
  return testStep({
    ...deps,
    describe: (draft) => describe(draft, deps, original),
    saveAnyway: l10n.t('Save Anyway'),
    ...{ backToCredentials, backToFields },
  });
}

/** Whether another way to sign in needs a field that had no value. */
function isNewlyNeeded(field: ConnectionField, { kind }: ConnectionDraft, { connection }: Original): boolean {
  const changed: Connection = { ...connection, credentials: kind ?? connection.credentials };
  const isKnown = [field.key, field.replacedBy].some((key) => key !== undefined && fieldsOf(connection)[key]);
  return !isKnown && changed.credentials !== connection.credentials && isFieldRequired(field, changed);
}

function describe(draft: ConnectionDraft, { taken }: WizardDeps, original?: Original): DescribedConnection {
  const { provider, secrets, persistedToken, refusal, task } = draft;
  if (!provider) {
    throw new Error('A connection without a provider was described.');
  }
  const connection = toConnection(draft, original?.connection.id ?? newConnectionId(provider, taken), provider);
  const kind = connection.credentials;
  const present = presentCredentials(draft, original);
  const credentials = toCredentials(kind, withPresent(secrets, kind, provider.credentialHeader, present));
  return omitUndefined({ connection, credentials, isBroken: draft.isBroken ?? false, persistedToken, refusal, task });
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
  return findOriginMismatch(permittedOrigins(credentials, origins), urls) ? nonSecretPart(credentials) : credentials;
}

/** The steps that ask for credentials, or let the editor sign in. */
function signInSteps(
  kind: CredentialKind,
  provider: Provider,
  present: Credentials | undefined,
  { accounts, helpFor }: WizardDeps,
): readonly Step<ConnectionDraft>[] {
  return kind === 'vscode' && provider.editorAccount
    ? [accountStep(provider.editorAccount, accounts)]
    : credentialSteps(kind, provider.credentialHeader, present, helpFor(provider));
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
        l10n.t('Select an authentication method'),
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

/** Asks what to edit. Shows the present values. */
function partStep(provider: Provider): Step<ConnectionDraft> {
  return async (draft, frame) => {
    const valueOf = ({ key, replacedBy }: ConnectionField): string | undefined =>
      draft.fields[key] ?? (replacedBy && draft.fields[replacedBy]);
    const kind = draft.kind && localizeText(credentialKindInfo(draft.kind).label);
    const choices: readonly Choice<string>[] = [
      { label: l10n.t('Name'), description: draft.name ?? '', value: 'name' },
      ...askedFields(provider, draft).map((field) => ({
        label: localizeText(field.label),
        description: valueOf(field) ?? '',
        value: field.key,
      })),
      ...(draft.kind === 'none' && provider.credentials.length < 2
        ? []
        : [{ label: l10n.t('Credentials'), description: kind ?? '', value: 'credentials' }]),
    ];
    const edited = await askChoice(frame, l10n.t('What do you want to change?'), choices, draft.edited);
    return edited === back ? back : { ...draft, edited };
  };
}

function nameStep(provider: Provider, { takenNames }: WizardDeps): Step<ConnectionDraft> {
  return async (draft, frame) => {
    const name = await askText(titled(frame, l10n.t('Name')), {
      prompt: l10n.t('What the connection is called in lists.'),
      value: draft.name ?? freeName(suggestName(draft, provider), provider, takenNames),
      required: true,
    });
    return typeof name === 'string' ? { ...draft, name } : back;
  };
}
