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
import { showInputBox } from '../inputBox';
import { askChoice, type Choice } from '../wizard/askChoice';
import { back, type StepFrame } from '../wizard/runSteps';
import type { ProviderDraft } from './providerDraft';

/** What reaches the service. */
export interface ServiceDeps {
  /** Sends a request with the credentials of a draft. @throws CancelledError when the user stops it */
  send(request: HttpRequest, draft: ProviderDraft): Promise<Exchange>;
  /** Ms since the epoch. */
  now(): number;
}

type Answer = 'ask' | 'start' | 'paste' | 'sign-in';

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
  let problem: string | undefined;
  for (;;) {
    const picked = await askChoice(frame, problem ?? question(request), choicesFor(request, problem !== undefined));
    switch (picked) {
      case back:
        return back;
      case 'sign-in':
        return { kind: 'sign-in' };
      case 'paste': {
        const body = await askBody(frame);
        if (body !== undefined) {
          return { kind: 'response', response: pastedResponse(body, deps.now()) };
        }
        break;
      }
      case 'ask':
      case 'start': {
        const isStart = picked === 'start';
        const sent = await trySend(isStart ? request.whole : toHttpRequest(request.sent), draft, deps);
        if (typeof sent !== 'string') {
          return { kind: isStart ? 'started' : 'response', response: sent };
        }
        problem = sent;
      }
    }
  }
}

/** Sends a request without another question. @returns the response, or what went wrong, translated */
export async function trySend(
  request: HttpRequest,
  draft: ProviderDraft,
  deps: ServiceDeps,
): Promise<HttpResponse | string> {
  try {
    const { response, result } = await deps.send(request, draft);
    if (!result.ok) {
      return localize(failureMessage(result.failure));
    }
    if (!response) {
      return l10n.t('The service sent no response.');
    }
    const isReadable = response.body.trim() === '' || response.status === 202 || readJson(response).ok;
    return isReadable ? response : l10n.t('The response of {0} is not JSON.', hostOf(request.url));
  } catch (error) {
    if (error instanceof CancelledError) {
      return l10n.t('The request was canceled.');
    }
    throw error;
  }
}

/** A response that a person pasted, as if the service had sent it now. @param now ms since the epoch */
export function pastedResponse(body: string, now: number): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body, sentAt: now, receivedAt: now };
}

function question({ sent, leftOut }: PastedRequest): string {
  const text = l10n.t('Send the request to {0} now?', hostOf(sent.url));
  return leftOut.length === 0
    ? text
    : l10n.t('{0} Left out, since it looks like a secret: {1}.', text, leftOut.join(l10n.t(', ')));
}

function choicesFor({ sent, whole }: PastedRequest, isAgain: boolean): readonly Choice<Answer>[] {
  const host = hostOf(sent.url);
  const ask: Choice<Answer> = {
    label: isAgain ? l10n.t('Try Again') : l10n.t('Send {0} to {1} once', sent.method, host),
    detail: sent.url,
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
  const signIn: Choice<Answer> = {
    label: l10n.t('Enter other credentials…'),
    iconPath: new ThemeIcon('key'),
    value: 'sign-in',
  };
  const canAsk = sent.method === 'GET' || sent.method === 'POST';
  const sends =
    sent.method === 'GET' ? [ask] : startsJob(sent) ? [start, ...(canAsk ? [asked(ask)] : [])] : [asked(ask), start];
  return [...sends, ...(isAgain ? [signIn] : []), paste];
}

/** A request with a body may do either. */
function asked(ask: Choice<Answer>): Choice<Answer> {
  return { ...ask, label: l10n.t('{0}: it only returns the status', ask.label) };
}

async function askBody(frame: StepFrame): Promise<string | undefined> {
  const typed = await showInputBox({
    title: frame.title,
    prompt: l10n.t('Paste the JSON response of the service about one task.'),
    placeHolder: '{ "status": "…" }',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() !== '' && readPasted(text).kind !== 'response'
        ? localize(message('Paste a JSON object or list.'))
        : undefined,
  });
  const pasted = readPasted(typed ?? '');
  return pasted.kind === 'response' ? pasted.body : undefined;
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}
