import { l10n } from 'vscode';
import { UserError } from '../../../base/errors';
import { message } from '../../../base/message';
import { checkCaFile } from '../../../connections/caFile';
import type { ProviderDefinition } from '../../../providers/definitions/definition';
import { guess } from '../../../providers/definitions/guess/guess';
import { newDefinitionId, newLabel } from '../../../providers/definitions/guess/identity';
import { toHttpRequest } from '../../../providers/definitions/paste/toHttpRequest';
import type { PastedRequest } from '../../../providers/definitions/paste/readPasted';
import { showModalWarning } from '../../shell/showMessage';
import { askChoice } from '../wizard/askChoice';
import { askText } from '../wizard/askText';
import { back, titled, type StepFrame } from '../wizard/runSteps';
import { askFollowUp } from './askFollowUp';
import { askPasted, askRequestOf, type OfferedText } from './askPasted';
import { askResponse, pastedResponse, sendFailedText, trySend, type ServiceDeps } from './askResponse';
import { askSignIn } from './askSignIn';
import { emptyDraft, type DescribedProvider, type ProviderDraft } from './providerDraft';
import { reviewGuess } from './reviewGuess';

/** What the wizard depends on. */
export interface NewProviderDeps extends ServiceDeps {
  /** Ids of the definitions that there are. */
  readonly taken: readonly string[];
  /** Names of the providers that there are. */
  readonly takenLabels: readonly string[];
  readonly offered: readonly OfferedText[];
  /** Whether a provider recognizes this address. */
  isKnown(address: string): boolean;
}

/** Holds what is known so far, so that it is there when the user has left. */
export interface DraftHolder {
  draft: ProviderDraft;
}

/**
 * Makes a provider of a pasted request and a response. Begins with what the holder has; each answer goes there at once.
 * @throws CancelledError when the user leaves
 */
export async function describeProvider(holder: DraftHolder, deps: NewProviderDeps): Promise<DescribedProvider> {
  const title = l10n.t('New Provider');
  for (;;) {
    const { draft } = holder;
    const step = !draft.request ? 1 : !draft.response ? 2 : 3;
    const frame: StepFrame = { title, step, totalSteps: 3, canGoBack: draft !== emptyDraft };
    if (!draft.request) {
      holder.draft = await withRequest(draft, frame, deps);
    } else if (!draft.isNewAnyway && deps.isKnown(draft.request.sent.url)) {
      return { kind: 'known', address: draft.request.sent.url };
    } else if (!draft.credentials || !draft.defined) {
      const signIn = await askSignIn(draft.request, titled(frame, hostOf(draft.request)));
      holder.draft = signIn === back ? withoutRequest(draft) : { ...draft, ...signIn };
    } else if (draft.request.caFile !== undefined && draft.caFile === undefined) {
      const caFile = await askCaFile(draft.request.caFile, titled(frame, hostOf(draft.request)));
      holder.draft = caFile === back ? withoutRequest(draft) : { ...draft, caFile };
    } else if (draft.started) {
      const followed = await withFollowUp({ ...draft, request: draft.request }, draft.started, frame, deps);
      if ('kind' in followed) {
        return followed;
      }
      holder.draft = followed;
    } else if (draft.pastedBody !== undefined && !draft.response) {
      holder.draft = { ...draft, response: pastedResponse(draft.pastedBody, deps.now()) };
    } else if (!draft.response) {
      holder.draft = await withResponse(
        { ...draft, request: draft.request },
        titled(frame, hostOf(draft.request)),
        deps,
      );
    } else {
      const { request, response, credentials, defined, caFile } = draft;
      const { url } = request.sent;
      const toId = (label: string): string => newDefinitionId(label, url, deps.taken);
      const identity = { label: newLabel(url, deps.takenLabels), toId, credentials: [defined] };
      const found = guess({ request: request.sent, response });
      const accepted = await reviewGuess(found, identity, draft.choices, titled(frame, hostOf(request)), (choices) => {
        holder.draft = { ...holder.draft, choices };
      });
      if (accepted === back || accepted === 'again') {
        const { response: _response, pastedBody: _pasted, ...rest } = holder.draft;
        holder.draft = rest;
        continue;
      }
      if (holdsSecret(accepted.definition, request.secrets)) {
        throw new UserError(
          message(
            'The request has a secret outside of its headers, which would be stored in the settings. Use a header instead.',
          ),
        );
      }
      return { kind: 'new', ...accepted, credentials, caFile: caFile === '' ? undefined : caFile };
    }
  }
}

/** Whether a secret of the request would get into the settings. Short ones may be words. */
function holdsSecret(definition: ProviderDefinition, secrets: readonly string[]): boolean {
  const text = JSON.stringify(definition);
  return secrets.some((secret) => secret.length >= 8 && text.includes(secret));
}

function withoutRequest({ choices, pastedBody }: ProviderDraft): ProviderDraft {
  return pastedBody === undefined ? emptyDraft : { choices, pastedBody };
}

async function withRequest(draft: ProviderDraft, frame: StepFrame, deps: NewProviderDeps): Promise<ProviderDraft> {
  const isAddressWanted = draft.pastedBody !== undefined;
  const pasted = isAddressWanted
    ? await askRequestOf(titled(frame, l10n.t('Request of this response')))
    : await askPasted(frame, deps.offered);
  return pasted.kind === 'request' ? { ...draft, request: pasted } : { ...draft, pastedBody: pasted.body };
}

async function withResponse(
  draft: ProviderDraft & { readonly request: PastedRequest },
  frame: StepFrame,
  deps: NewProviderDeps,
): Promise<ProviderDraft> {
  const responded = await askResponse(draft, frame, deps);
  if (responded === back) {
    return withoutRequest(draft);
  }
  switch (responded.kind) {
    case 'response':
      return { ...draft, response: responded.response };
    case 'started':
      return { ...draft, started: responded.response };
    case 'sign-in': {
      const signIn = await askSignIn(draft.request, frame, true);
      return signIn === back ? draft : { ...draft, ...signIn };
    }
  }
}

/** Goes from the request that started a job to the request for its status. */
async function withFollowUp(
  draft: ProviderDraft & { readonly request: PastedRequest },
  started: NonNullable<ProviderDraft['started']>,
  frame: StepFrame,
  deps: NewProviderDeps,
): Promise<ProviderDraft | DescribedProvider> {
  const followed = await askFollowUp(draft.request, started, titled(frame, hostOf(draft.request)));
  if (followed === back) {
    // The job runs: it is not started again.
    return draft;
  }
  const { request, isSameOrigin, keepsCredentials } = followed;
  if (!draft.isNewAnyway && deps.isKnown(request.sent.url)) {
    return { kind: 'known', address: request.sent.url };
  }
  const { started: _started, ...rest } = draft;
  const next: ProviderDraft = keepsCredentials
    ? { ...rest, request }
    : { ...rest, request, credentials: { kind: 'none' }, defined: 'none' };
  if (!isSameOrigin) {
    return next;
  }
  const sent = await trySend(toHttpRequest(request.sent), next, deps);
  if ('problem' in sent) {
    await showModalWarning(sendFailedText(request.sent.url), sent.problem);
  }
  return 'response' in sent ? { ...next, response: sent.response } : next;
}

/** curl takes a file of the folder it runs in; a connection needs its full path. */
async function askCaFile(file: string, frame: StepFrame): Promise<string | typeof back> {
  if (checkCaFile(file) === undefined) {
    return file;
  }
  const picked = await askChoice(frame, l10n.t('The command uses the CA file {0}', file), [
    { label: l10n.t('Enter its full path…'), value: true },
    { label: l10n.t('Continue without it'), value: false },
  ]);
  if (picked === back || !picked) {
    return picked === back ? back : '';
  }
  const typed = await askText(frame, {
    prompt: l10n.t('Full path of {0}', file),
    value: '~/',
    required: true,
    validate: checkCaFile,
  });
  return typeof typed === 'string' ? typed : back;
}

function hostOf({ sent }: PastedRequest): string {
  return URL.parse(sent.url)?.host ?? '';
}
