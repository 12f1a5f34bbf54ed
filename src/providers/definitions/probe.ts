import type { CredentialKind } from '../../auth/credentials';
import { readFailure } from '../../http/failureParser';
import type { HttpRequest } from '../../http/request';
import type { Provider } from '../provider';

/** The id of a provider that stands for an API that nobody has described yet. */
export const probeId = 'new-provider';

/** A provider that sends one request as it is, to see what an API responds. */
export function probeProvider(request: HttpRequest, kind: CredentialKind): Provider {
  return {
    id: probeId,
    label: URL.parse(request.url)?.host ?? '',
    icon: 'cloud',
    documentation: '',
    fields: [],
    credentials: [kind],
    request: () => request,
    parsesFailures: true,
    parse(response) {
      const isRedirect = response.status >= 300 && response.status < 400;
      const failure = isRedirect ? undefined : readFailure(response);
      const isGood = isRedirect || (response.status >= 200 && response.status < 300);
      // Whether a good response has a task is for the guess to say.
      return failure && !isGood
        ? { ok: false, failure }
        : { ok: true, snapshot: { state: 'unknown', rawState: '', items: [], raw: null } };
    },
  };
}
