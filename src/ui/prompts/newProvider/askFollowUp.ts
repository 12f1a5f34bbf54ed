import { l10n, ThemeIcon } from 'vscode';
import { message } from '../../../base/message';
import type { HttpResponse } from '../../../http/request';
import { followUps } from '../../../providers/definitions/guess/followUp';
import { noSecret } from '../../../providers/definitions/paste/pastedSecret';
import { readPasted, type PastedRequest } from '../../../providers/definitions/paste/readPasted';
import { askChoice } from '../wizard/askChoice';
import { askText } from '../wizard/askText';
import { back, type StepFrame } from '../wizard/runSteps';

/** The request for the status of a job that was started. */
export interface FollowedJob {
  readonly request: PastedRequest;
  /** Whether it goes to the host that was asked about before, so that no further question is needed. */
  readonly isSameOrigin: boolean;
  /** Whether the credentials go there, too. */
  readonly keepsCredentials: boolean;
}

/**
 * Finds the address of a started job's status in the response, else asks the user for it. Credentials go to another host only
 * after a question that names both hosts.
 * @throws CancelledError when the user leaves
 */
export async function askFollowUp(
  started: PastedRequest,
  response: HttpResponse,
  frame: StepFrame,
): Promise<FollowedJob | typeof back> {
  const found = followUps(started.sent.url, response).filter(({ url }) => toRequest(url) !== undefined);
  const [first] = found;
  let url = first?.saidBy === undefined ? undefined : first.url;
  if (url === undefined) {
    const typed = await askText(frame, {
      prompt: l10n.t('The job was started. Enter the address where its status is.'),
      value: first?.url ?? started.sent.url,
      required: true,
      validate: (text) => (toRequest(text) ? undefined : message('This is not a valid address.')),
    });
    if (typeof typed !== 'string') {
      return back;
    }
    url = typed;
  }
  const followed = toRequest(url);
  if (!followed) {
    return back;
  }
  const [from, to] = [started.sent.url, url].map((each) => URL.parse(each));
  if (from?.origin === to?.origin) {
    const { headers } = started.sent;
    const request = {
      ...followed,
      sent: { ...followed.sent, headers },
      secret: started.secret,
      secrets: started.secrets,
    };
    return { request, isSameOrigin: true, keepsCredentials: true };
  }
  if (started.secret.kind === 'none') {
    return { request: { ...followed, isAddress: false }, isSameOrigin: false, keepsCredentials: true };
  }
  const keeps = await askChoice(
    frame,
    l10n.t('{0} leads to {1}. Send the credentials there?', from?.host ?? '', to?.host ?? ''),
    [
      {
        label: l10n.t('Send to {0} without credentials', to?.host ?? ''),
        detail: url,
        iconPath: new ThemeIcon('shield'),
        value: false,
      },
      {
        label: l10n.t('Send the credentials of {0} to {1}', from?.host ?? '', to?.host ?? ''),
        detail: l10n.t('Only if both belong to the same service.'),
        iconPath: new ThemeIcon('key'),
        value: true,
      },
    ],
  );
  if (keeps === back) {
    return back;
  }
  const secret = keeps ? started.secret : noSecret;
  const request = { ...followed, isAddress: false, secret, secrets: keeps ? started.secrets : [] };
  return { request, isSameOrigin: false, keepsCredentials: keeps };
}

function toRequest(url: string): PastedRequest | undefined {
  const pasted = /^https?:\/\//i.test(url) ? readPasted(url) : undefined;
  return pasted?.kind === 'request' ? pasted : undefined;
}
