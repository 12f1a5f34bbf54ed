import { FetchError } from 'node-fetch';
import assert from 'node:assert/strict';
import { inEnglish } from '../../src/base/message';
import { failureLabel, failureMessage } from '../../src/http/failureMessage';
import { toNetworkError } from '../../src/http/networkError';
import { readProxyRefusal } from '../../src/http/proxyRefusal';
import { RequestError } from '../../src/http/failure';
import type { HttpResponse } from '../../src/http/request';

const page = '<!DOCTYPE html><html><head><title>ERROR: Access Denied</title></head><body>Ask IT</body></html>';
const answer = (status: number, body: string): HttpResponse => ({
  status,
  headers: {},
  body,
  sentAt: 0,
  receivedAt: 0,
});
const said = (status: number, body: string): string | undefined => {
  const failure = readProxyRefusal(answer(status, body));
  return failure && inEnglish(failureMessage({ host: 'vod.example.com', ...failure }));
};

describe('readProxyRefusal', () => {
  it('tells of a proxy that wants a password', () => {
    assert.match(said(407, page) ?? '', /^The proxy on the way to vod\.example\.com wants a user name/);
    assert.match(said(407, '') ?? '', /HTTP 407.*http\.proxy/);
  });

  it('A11: tells of a network that wants a sign-in first', () => {
    const portal = said(511, '<html><head><title>Hotel Wi-Fi</title></head></html>');
    assert.match(portal ?? '', /^The network on the way to vod\.example\.com wants you to sign in first .*Hotel Wi-Fi/);
    const failure = readProxyRefusal(answer(511, ''));
    assert.deepEqual([failure?.kind, failure?.byProxy], ['offline', true]);
  });

  it('A11: recognizes a page by its content type', () => {
    const response = { ...answer(403, 'Access denied by policy'), headers: { 'content-type': 'text/html' } };
    assert.equal(readProxyRefusal(response)?.byProxy, true);
    assert.equal(readProxyRefusal({ ...response, body: '{"error":"no"}' }), undefined);
  });

  it('tells of a proxy or firewall that shows a page instead', () => {
    assert.match(said(403, page) ?? '', /refused the request \(.*HTTP 403: ERROR: Access Denied\)\. Ask who runs it/);
  });

  it('leaves answers of services alone', () => {
    assert.equal(said(403, '{"error_code":"APIGW.0302","error_msg":"No permission"}'), undefined);
    assert.equal(said(403, ''), undefined);
    assert.equal(said(401, page), undefined);
    assert.equal(said(200, page), undefined);
  });
});

describe('toNetworkError', () => {
  it('says that it is the proxy that cannot be reached, and keeps its password to itself', () => {
    const words = 'Failed to establish a socket connection to proxies: PROXY kim:secret@proxy:3128';
    const error = toNetworkError(new FetchError(`request failed, reason: ${words}`, 'system'), 'vod.example.com');
    assert.ok(error instanceof RequestError);
    const sentence = inEnglish(failureMessage(error.failure));
    assert.match(sentence, /^The proxy on the way to vod\.example\.com could not be reached\..*http\.proxy/);
    assert.ok(!/secret/.test(sentence + JSON.stringify(error.failure) + error.message));
    assert.notEqual(inEnglish(failureLabel(error.failure)), inEnglish(failureLabel({ kind: 'offline' })));
  });
});
