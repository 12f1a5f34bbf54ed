import { FetchError } from 'node-fetch';
import assert from 'node:assert/strict';
import { inEnglish } from '../../src/base/message';
import { failureLabel, failureMessage } from '../../src/http/failureMessage';
import { toNetworkError } from '../../src/http/networkError';
import { readProxyRefusal } from '../../src/http/proxyRefusal';
import { RequestError } from '../../src/http/failure';
import type { HttpResponse } from '../../src/http/request';

const page = '<!DOCTYPE html><html><head><title>ERROR: Access Denied</title></head><body>Ask IT</body></html>';
const response = (status: number, body: string): HttpResponse => ({
  status,
  headers: {},
  body,
  sentAt: 0,
  receivedAt: 0,
});
const messageFor = (status: number, body: string): string | undefined => {
  const failure = readProxyRefusal(response(status, body));
  return failure && inEnglish(failureMessage({ host: 'vod.example.com', ...failure }));
};

describe('readProxyRefusal', () => {
  it('recognizes a proxy that wants a password', () => {
    assert.match(messageFor(407, page) ?? '', /^The proxy for vod\.example\.com requires a user name/);
    assert.match(messageFor(407, '') ?? '', /HTTP 407.*http\.proxy/);
  });

  it('A11: recognizes a network that wants a sign-in first', () => {
    assert.match(
      messageFor(511, '<html><head><title>Hotel Wi-Fi</title></head></html>') ?? '',
      /^The network requires you to sign in before it can reach vod\.example\.com .*Hotel Wi-Fi/,
    );
  });

  it('A11: recognizes a page by its content type', () => {
    const headers = { 'content-type': 'text/html' };
    const portal = { status: 403, headers, body: 'Access denied by policy', sentAt: 0, receivedAt: 0 };
    assert.equal(readProxyRefusal(portal)?.byProxy, true);
    assert.equal(readProxyRefusal({ ...portal, body: '{"error":"no"}' }), undefined);
  });

  it('recognizes a proxy or firewall that sends a page instead', () => {
    assert.match(
      messageFor(403, page) ?? '',
      /blocked the request to .*\(.*HTTP 403: ERROR: Access Denied\)\. Ask your network administrator/,
    );
  });

  it('ignores responses of services', () => {
    assert.equal(messageFor(403, '{"error_code":"APIGW.0302","error_msg":"No permission"}'), undefined);
    assert.equal(messageFor(403, ''), undefined);
    assert.equal(messageFor(401, page), undefined);
    assert.equal(messageFor(200, page), undefined);
  });
});

describe('toNetworkError', () => {
  it('says that it is the proxy that cannot be reached, and keeps its password to itself', () => {
    const words = 'Failed to establish a socket connection to proxies: PROXY kim:secret@proxy:3128';
    const error = toNetworkError(new FetchError(`request failed, reason: ${words}`, 'system'), 'vod.example.com');
    assert.ok(error instanceof RequestError);
    const sentence = inEnglish(failureMessage(error.failure));
    assert.match(sentence, /^Couldn't connect to the proxy for vod\.example\.com\..*http\.proxy/);
    assert.ok(!/secret/.test(sentence + JSON.stringify(error.failure) + error.message));
    assert.notEqual(inEnglish(failureLabel(error.failure)), inEnglish(failureLabel({ kind: 'offline' })));
  });
});
