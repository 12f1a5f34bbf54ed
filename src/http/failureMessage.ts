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
        'No connection to {0} ({1}). Check the network and the endpoint of the connection.',
        host,
        failure.code ?? said,
      );
    case 'timeout':
      return message('No complete answer came in time ({0}).', said);
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
        'The service redirects to {0}, which is not followed so that the credentials stay where they belong. Check the endpoint of the connection.',
        failure.detail ?? '?',
      );
    case 'too-large':
      return message('The answer is too large to be read ({0}). Check the endpoint of the connection.', said);
    case 'credentials-missing':
      return message('No credentials are stored for this connection. Update its credentials.');
    case 'unauthorised':
      return authenticationMessage(failure);
    case 'forbidden':
      return message(
        'These credentials may not do this ({0}). Ask the owner of the account for the permission, or use other credentials.',
        said,
      );
    case 'throttled':
      return message('The service wants fewer requests ({0}). The next one waits for longer.', said);
    case 'not-found':
      return message('The service does not know this task ({0}). Check its id and the connection.', said);
    case 'rejected':
      return message(
        'The service did not accept the request ({0}). Check the task id and the settings of the connection.',
        said,
      );
    case 'server-error':
      return message('The service failed ({0}).', said);
    case 'not-json':
      return message('The answer is not JSON ({0}). Check the region and the endpoint of the connection.', said);
    case 'unexpected-shape':
      return message(
        'The answer is not what the API documents describe ({0}). Check the provider and the endpoint of the connection.',
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
      return byProxy ? message('not let through') : message('offline');
    case 'timeout':
      return message('no answer in time');
    case 'tls':
      return caFile === undefined ? message('certificate not accepted') : message('wrong certificate file');
    case 'address':
      return message('wrong address');
    case 'redirected':
      return message('redirected elsewhere');
    case 'too-large':
      return message('answer too large');
    case 'credentials-missing':
      return message('credentials needed');
    case 'unauthorised':
      return message('credentials refused');
    case 'forbidden':
      return message('no permission');
    case 'throttled':
      return message('too many requests');
    case 'not-found':
      return message('task not found');
    case 'rejected':
      return message('request not accepted');
    case 'server-error':
      return message('service failed');
    case 'not-json':
      return message('answer not readable');
    case 'unexpected-shape':
      return message('answer not understood');
  }
}

function proxyMessage(failure: RequestFailure): Message {
  const host = failure.host ?? '?';
  const said = quoteFailure(failure);
  switch (failure.status) {
    case undefined:
      return message(
        'The proxy on the way to {0} could not be reached. Check the network and the setting http.proxy.',
        host,
      );
    case 511:
      return message(
        'The network on the way to {0} wants you to sign in first ({1}). Open a web page in the browser to do so.',
        host,
        said,
      );
    case 407:
      return message(
        'The proxy on the way to {0} wants a user name and a password ({1}). Put them into the setting http.proxy, or list the host in http.noProxy.',
        host,
        said,
      );
    default:
      return message(
        'A proxy or firewall on the way to {0} refused the request ({1}). Ask who runs it to let requests to this host through, or list the host in http.noProxy.',
        host,
        said,
      );
  }
}

function certificateMessage({ host = '?', code, caFile, ...failure }: RequestFailure): Message {
  if (caFile !== undefined) {
    return code === undefined
      ? message(
          'The file {0} holds no certificate. "caFile" of the connection must name a PEM file, a text with the line BEGIN CERTIFICATE.',
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
      'No authority that is trusted here vouches for the certificate of {0} ({1}). If you trust who issued it, name the PEM file with its certificate as "caFile" of the connection in the settings.',
      host,
      code ?? '',
    );
  }
  return message(
    'The certificate of {0} was not accepted ({1}). Check the endpoint, and whether a proxy on the way needs its own certificate on this machine.',
    host,
    code ?? quoteFailure({ host, ...failure }),
  );
}

function authenticationMessage(failure: RequestFailure): Message {
  const said = quoteFailure(failure);
  if (failure.code === 'ERR_INVALID_CHAR') {
    return message(
      'The stored credentials hold a line break or a character that cannot be sent. Update the credentials.',
    );
  }
  return message('The service refused the credentials ({0}). Update the credentials of this connection.', said);
}

/** Host, status, code and the service's words, as far as they are known: `api.example.com, HTTP 401, E.0301: …`. */
export function quoteFailure({ kind, host, status, code, detail }: RequestFailure): string {
  const facts = [host, status === undefined ? undefined : `HTTP ${status}`, code].filter((fact) => fact !== undefined);
  const start = facts.length === 0 ? kind : facts.join(', ');
  // The sentence around it has its own full stop.
  return detail === undefined ? start : `${start}: ${detail.replace(/[.。]$/, '')}`;
}
