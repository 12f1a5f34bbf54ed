import { message, type Message } from '../base/message';
import { unverifiedCode, type RequestFailure } from './failure';

/** What happened and what to do, in a sentence or two. The service's own words are quoted, untranslated. */
export function failureMessage(failure: RequestFailure): Message {
  return failure.explanation ?? messageOfKind(failure);
}

function messageOfKind(failure: RequestFailure): Message {
  const host = failure.host ?? '?';
  const said = quoteFailure(failure);
  switch (failure.kind) {
    case 'offline':
      if (failure.byProxy) {
        return proxyMessage(failure);
      }
      return message(
        "Couldn't connect to {0} ({1}). Check the network and the endpoint of the connection.",
        host,
        failure.code ?? said,
      );
    case 'timeout':
      return message('The request timed out ({0}).', said);
    case 'tls':
      return certificateMessage(failure);
    case 'address':
      if (failure.status !== undefined) {
        return message(
          'What responds at {0} is not the service, or not this version of it ({1}). Check the endpoint and the other settings of the connection.',
          host,
          said,
        );
      }
      return message(
        'The address of the connection cannot be used ({0}). Check the region and the endpoint of the connection; it must begin with https.',
        said,
      );
    case 'redirected':
      return message(
        'The service redirects to {0}. Redirects are not followed, to protect your credentials. Check the endpoint of the connection.',
        failure.detail ?? '?',
      );
    case 'too-large':
      return message('The response is too large ({0}). Check the endpoint of the connection.', said);
    case 'credentials-missing':
      return message('No credentials are stored for this connection. Update its credentials.');
    case 'unauthorised':
      return authenticationMessage(failure);
    case 'wrong-clock':
      return message(
        "The request timestamp was rejected ({0}). Check this machine's clock, then test the connection.",
        said,
      );
    case 'forbidden':
      return message('Permission denied ({0}). Ask the account owner for access, or use other credentials.', said);
    case 'throttled':
      return message('Rate limit reached ({0}). Polling slows down automatically.', said);
    case 'not-found':
      return message('The service cannot find this task ({0}). Check the task ID and the connection.', said);
    case 'rejected':
      return message(
        'The service rejected the request ({0}). Check the task ID and the settings of the connection.',
        said,
      );
    case 'server-error':
      return message('The service failed ({0}).', said);
    case 'not-json':
      return message('The response is not JSON ({0}). Check the region and the endpoint of the connection.', said);
    case 'unexpected-shape':
      return message(
        'The response does not match the API documentation ({0}). Check the provider and the endpoint of the connection.',
        said,
      );
  }
}

/** What happened, in two to four words. */
export function failureLabel({ kind, byProxy, caFile, step }: RequestFailure): Message {
  if (step === 'project' && (kind === 'rejected' || kind === 'forbidden')) {
    return message('project not found');
  }
  switch (kind) {
    case 'offline':
      return byProxy ? message('blocked by proxy') : message('offline');
    case 'timeout':
      return message('timed out');
    case 'tls':
      return caFile === undefined ? message('untrusted certificate') : message('invalid CA file');
    case 'address':
      return message('invalid endpoint');
    case 'redirected':
      return message('unexpected redirect');
    case 'too-large':
      return message('response too large');
    case 'credentials-missing':
      return message('sign-in required');
    case 'unauthorised':
      return message('authentication failed');
    case 'wrong-clock':
      return message('timestamp rejected');
    case 'forbidden':
      return message('no permission');
    case 'throttled':
      return message('rate limited');
    case 'not-found':
      return message('task not found');
    case 'rejected':
      return message('request rejected');
    case 'server-error':
      return message('service failed');
    case 'not-json':
      return message('invalid JSON');
    case 'unexpected-shape':
      return message('unexpected response');
  }
}

function proxyMessage(failure: RequestFailure): Message {
  const host = failure.host ?? '?';
  const said = quoteFailure(failure);
  switch (failure.status) {
    case undefined:
      return message("Couldn't connect to the proxy for {0}. Check the network and the setting http.proxy.", host);
    case 511:
      return message(
        'The network requires you to sign in before it can reach {0} ({1}). Open any web page in a browser to sign in.',
        host,
        said,
      );
    case 407:
      return message(
        'The proxy for {0} requires a user name and password ({1}). Add them to http.proxy, or add the host to http.noProxy.',
        host,
        said,
      );
    default:
      return message(
        'A proxy or firewall blocked the request to {0} ({1}). Ask your network administrator to allow this host, or add it to http.noProxy.',
        host,
        said,
      );
  }
}

function certificateMessage({ host = '?', code, caFile, ...failure }: RequestFailure): Message {
  if (caFile !== undefined) {
    return code === undefined
      ? message(
          'The file {0} contains no certificate. "caFile" of the connection must name a PEM file, a text with the line BEGIN CERTIFICATE.',
          caFile,
        )
      : message('The file {0} cannot be read ({1}). Correct "caFile" of the connection in the settings.', caFile, code);
  }
  if (code === unverifiedCode) {
    return message(
      'Nothing was sent to {0}: an extension or a program in this window turned off the verification of certificates for all requests (rejectUnauthorized of the global agent). Disable it and reload the window.',
      host,
    );
  }
  if (/^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_)/.test(code ?? '')) {
    return message(
      'The certificate of {0} is signed by an untrusted CA ({1}). To trust it, set "caFile" of the connection to the CA\'s PEM file.',
      host,
      code ?? '',
    );
  }
  return message(
    'The certificate of {0} is not trusted ({1}). Check the endpoint, and whether a proxy needs its own certificate on this machine.',
    host,
    code ?? quoteFailure({ host, ...failure }),
  );
}

function authenticationMessage(failure: RequestFailure): Message {
  const said = quoteFailure(failure);
  if (failure.code === 'ERR_INVALID_CHAR') {
    return message(
      'The stored credentials contain a line break or a character that cannot be sent. Update the credentials.',
    );
  }
  return message('Authentication failed ({0}). Update the credentials of this connection.', said);
}

/** Host, status, code and the service's words, as far as they are known: `api.example.com, HTTP 401, E.0301: …`. */
export function quoteFailure({ kind, host, status, code, detail }: RequestFailure): string {
  const facts = [host, status === undefined ? undefined : `HTTP ${status}`, code].filter((fact) => fact !== undefined);
  const start = facts.length === 0 ? kind : facts.join(', ');
  // The sentence around it has its own full stop.
  return detail === undefined ? start : `${start}: ${detail.replace(/[.。]$/, '')}`;
}
