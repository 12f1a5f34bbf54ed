import { l10n } from 'vscode';
import { credentialKindInfo, toCredentials } from '../../../auth/credentialKinds';
import type { CredentialKind } from '../../../auth/credentials';
import { message } from '../../../base/message';
import type { PastedRequest } from '../../../providers/definitions/paste/readPasted';
import type { CredentialDefinition } from '../../../providers/definitions/definition';
import { localizeText } from '../../shell/localize';
import { askChoice } from '../wizard/askChoice';
import { askText } from '../wizard/askText';
import { emptyDraft } from '../wizard/connectionDraft';
import { credentialSteps } from '../wizard/credentialSteps';
import { back, runSteps, type StepFrame } from '../wizard/runSteps';
import type { ProviderDraft } from './providerDraft';

type SignIn = Required<Pick<ProviderDraft, 'credentials' | 'defined'>>;

const kinds: readonly CredentialKind[] = ['none', 'bearer', 'header', 'basic'];

/**
 * The credentials of a pasted request; asks for what it does not have.
 * @param isWrong whether those that it has were rejected
 * @throws CancelledError when the user leaves
 */
export async function askSignIn(
  request: PastedRequest,
  frame: StepFrame,
  isWrong = false,
): Promise<SignIn | typeof back> {
  const { secret, isAddress } = request;
  if (isAddress || isWrong) {
    return askKind(frame, isWrong ? secret.kind : undefined);
  }
  if (secret.credentials) {
    return { credentials: secret.credentials, defined: secret.defined };
  }
  const placeholder = secret.placeholder ?? '';
  const typed = await askText(frame, {
    prompt:
      placeholder === ''
        ? l10n.t('Enter the secret of the command. It goes to the keychain.')
        : l10n.t('Enter the secret that {0} stands for. It goes to the keychain.', placeholder),
    password: true,
    required: true,
    validate: (text) => (secret.complete(text) ? undefined : message('This value cannot be sent.')),
  });
  const credentials = typeof typed === 'string' ? secret.complete(typed) : undefined;
  return credentials ? { credentials, defined: secret.defined } : back;
}

async function askKind(frame: StepFrame, current: CredentialKind | undefined): Promise<SignIn | typeof back> {
  const choices = kinds.map((value) => ({
    label: localizeText(credentialKindInfo(value).label),
    detail: localizeText(credentialKindInfo(value).hint),
    value,
  }));
  const kind = await askChoice(frame, l10n.t('Select how the service authenticates you'), choices, current);
  if (kind === back) {
    return back;
  }
  const steps = credentialSteps(kind, undefined);
  const { secrets } = await runSteps(frame.title, [{ ...emptyDraft, kind }], () => ({ steps, complete: true }));
  const credentials = toCredentials(kind, secrets);
  const defined: CredentialDefinition =
    credentials.kind === 'header' ? { kind: 'header', name: credentials.name } : (kind as 'none' | 'bearer' | 'basic');
  return { credentials, defined };
}
