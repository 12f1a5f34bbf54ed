import { l10n, ThemeIcon } from 'vscode';
import { CancelledError } from '../../../base/errors';
import { message } from '../../../base/message';
import type { Exchange } from '../../../client/exchange';
import { failureMessage } from '../../../http/failureMessage';
import { readJson } from '../../../http/jsonBody';
import type { HttpRequest, HttpResponse } from '../../../http/request';
import { startsJob } from '../../../providers/definitions/guess/startsJob';
import { readPasted, type PastedRequest } from '../../../providers/definitions/paste/readPasted';
import { toHttpRequest } from '../../../providers/definitions/paste/toHttpRequest';
import { localize } from '../../shell/localize';
import { showModalWarning } from '../../shell/showMessage';
import { askChoice, type Choice } from '../wizard/askChoice';
import { askText } from '../wizard/askText';
import { back, type StepFrame } from '../wizard/runSteps';
import type { ProviderDraft } from './providerDraft';

/** What reaches the service. */
export interface ServiceDeps {
  /** Sends a request with the credentials of a draft. @throws CancelledError when the user stops it */
  send(request: HttpRequest, draft: ProviderDraft): Promise<Exchange>;
  /** Ms since the epoch. */
  now(): number;
}

type Answer = 'ask' | 'start' | 'paste';

/** The response of a service, or what to do instead. */
export type Responded =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'started'; readonly response: HttpResponse }
  | { readonly kind: 'sign-in' };

/**
 * Asks whether a request may be sent, and sends it once. A response may be pasted instead.
 * @throws CancelledError when the user leaves
 */
export async function askResponse(
  draft: ProviderDraft & { readonly request: PastedRequest },
  frame: StepFrame,
  deps: ServiceDeps,
): Promise<Responded | typeof back> {
  const { request } = draft;
  for (;;) {
    const picked = await askChoice(
      frame,
      l10n.t('Send the request to {0} now?', hostOf(request.sent.url)),
      choicesFor(request),
    );
    switch (picked) {
      case back:
        return back;
      case 'paste': {
        const responded = await askBody(frame, deps);
        if (responded) {
          return responded;
        }
        break;
      }
      case 'ask':
      case 'start': {
        const responded = await send(draft, picked === 'start', frame, deps);
        if (responded) {
          return responded;
        }
      }
    }
  }
}

/** Sends the request until it succeeds, or the user does something else. @returns undefined when they go back to the choices */
async function send(
  draft: ProviderDraft & { readonly request: PastedRequest },
  isStart: boolean,
  frame: StepFrame,
  deps: ServiceDeps,
): Promise<Responded | undefined> {
  const { request } = draft;
  const [again, signIn, paste] = [l10n.t('Try Again'), l10n.t('Enter Other Credentials…'), l10n.t('Paste a Response…')];
  for (;;) {
    const sent = await trySend(isStart ? request.whole : toHttpRequest(request.sent), draft, deps);
    if ('response' in sent) {
      return { kind: isStart ? 'started' : 'response', response: sent.response };
    }
    if (!('problem' in sent)) {
      return undefined;
    }
    const pressed = await showModalWarning(sendFailedText(request.sent.url), sent.problem, again, signIn, paste);
    switch (pressed) {
      case again:
        break;
      case signIn:
        return { kind: 'sign-in' };
      case paste:
        return askBody(frame, deps);
      default:
        return undefined;
    }
  }
}

/** What came of a request. The problem is translated. */
type Sent = { readonly response: HttpResponse } | { readonly problem: string } | { readonly isCanceled: true };

/** Sends a request without another question. */
export async function trySend(request: HttpRequest, draft: ProviderDraft, deps: ServiceDeps): Promise<Sent> {
  try {
    const { response, result } = await deps.send(request, draft);
    if (!result.ok) {
      return { problem: localize(failureMessage(result.failure)) };
    }
    if (!response) {
      return { problem: l10n.t('The service sent no response.') };
    }
    const isReadable = response.body.trim() === '' || response.status === 202 || readJson(response).ok;
    return isReadable ? { response } : { problem: l10n.t('The response of {0} is not JSON.', hostOf(request.url)) };
  } catch (error) {
    if (error instanceof CancelledError) {
      return { isCanceled: true };
    }
    throw error;
  }
}

/** The headline of a request that failed; translated. */
export function sendFailedText(url: string): string {
  return l10n.t('The request to {0} failed', hostOf(url));
}

/** A response that a person pasted, as if the service had sent it now. @param now ms since the epoch */
export function pastedResponse(body: string, now: number): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body, sentAt: now, receivedAt: now };
}

function choicesFor({ sent, whole, leftOut }: PastedRequest): readonly Choice<Answer>[] {
  const host = hostOf(sent.url);
  const ask: Choice<Answer> = {
    label: l10n.t('Send {0} to {1} once', sent.method, host),
    detail:
      leftOut.length === 0
        ? sent.url
        : l10n.t('Left out, since it looks like a secret: {0}. {1}', leftOut.join(l10n.t(', ')), sent.url),
    iconPath: new ThemeIcon('cloud-download'),
    value: 'ask',
  };
  const start: Choice<Answer> = {
    label: l10n.t('Send {0} to {1} once: it starts a job', whole.method, host),
    detail: l10n.t('{0}, then the status of the job', whole.url),
    iconPath: new ThemeIcon('rocket'),
    value: 'start',
  };
  const paste: Choice<Answer> = {
    label: l10n.t('Paste a response instead…'),
    detail: l10n.t('Nothing is sent.'),
    iconPath: new ThemeIcon('json'),
    value: 'paste',
  };
  const canAsk = sent.method === 'GET' || sent.method === 'POST';
  const sends =
    sent.method === 'GET' ? [ask] : startsJob(sent) ? [start, ...(canAsk ? [asked(ask)] : [])] : [asked(ask), start];
  return [...sends, paste];
}

/** A request with a body may do either. */
function asked(ask: Choice<Answer>): Choice<Answer> {
  return { ...ask, label: l10n.t('{0}: it only returns the status', ask.label) };
}

/** @returns undefined when the user goes back */
async function askBody(frame: StepFrame, deps: ServiceDeps): Promise<Responded | undefined> {
  const wanted = message('Paste a JSON object or list.');
  const typed = await askText(
    { ...frame, canGoBack: true },
    {
      prompt: l10n.t('Paste the JSON response of the service about one task.'),
      placeholder: '{ "status": "…" }',
      required: true,
      validate: (text) => (readPasted(text).kind === 'response' ? undefined : wanted),
    },
  );
  const pasted = readPasted(typeof typed === 'string' ? typed : '');
  return pasted.kind === 'response'
    ? { kind: 'response', response: pastedResponse(pasted.body, deps.now()) }
    : undefined;
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
