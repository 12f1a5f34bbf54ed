import assert from 'node:assert/strict';
import { inEnglish } from '../../src/base/message';
import { failureKinds, type RequestFailure } from '../../src/http/failure';
import { failureLabel, failureMessage } from '../../src/http/failureMessage';

const said = (failure: RequestFailure): string => inEnglish(failureMessage(failure));

describe('failureMessage', () => {
  for (const kind of failureKinds) {
    it(`is a whole sentence for ${kind}, with and without facts`, () => {
      for (const failure of [
        { kind },
        { kind, host: 'vod.example.com', status: 400, code: 'VOD.10053', detail: 'Illegal parameter' },
      ]) {
        assert.match(said(failure), /^[A-Z].*\.$/);
        assert.ok(!/\{\d\}|undefined/.test(said(failure)));
      }
    });
  }

  it('quotes status, code and words of the service', () => {
    assert.equal(
      said({ kind: 'rejected', host: 'h', status: 400, code: 'VOD.10053', detail: 'Illegal parameter' }),
      'The service did not accept the request (h, HTTP 400, VOD.10053: Illegal parameter). ' +
        'Check the task id and the settings of the connection.',
    );
  });

  it('says that Huawei locks a key for five minutes', () => {
    const detail = 'Incorrect IAM authentication information: AK access failed to reach the limit,forbidden';
    assert.match(said({ kind: 'unauthorised', status: 401, code: 'APIGW.0301', detail }), /locked .* five minutes/);
  });

  it('says that tokens live for a day and in one region', () => {
    const expired = {
      kind: 'unauthorised',
      status: 401,
      code: 'APIGW.0301',
      detail: 'token expires, expires_at: x',
    } as const;
    assert.match(said(expired), /24 hours/);
    assert.match(said({ kind: 'unauthorised', status: 401, code: 'APIGW.0307', detail: 'said' }), /region/);
  });

  it('tells a wrong clock from wrong credentials', () => {
    assert.match(said({ kind: 'unauthorised', status: 401, detail: 'the signature has expired' }), /clock/);
    assert.match(said({ kind: 'unauthorised', status: 401, detail: 'verify aksk signature fail' }), /Update the cred/);
  });
});

describe('failureMessage of a certificate', () => {
  it('says how to trust a private one, which does not help against others', () => {
    assert.match(said({ kind: 'tls', host: 'h', code: 'SELF_SIGNED_CERT_IN_CHAIN' }), /"caFile" of the connection/);
    assert.match(said({ kind: 'tls', host: 'h', code: 'CERT_HAS_EXPIRED' }), /was not accepted \(CERT_HAS_EXPIRED\)/);
    assert.match(said({ kind: 'tls', host: 'h', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), /Check the endpoint/);
  });
});

describe('failureLabel', () => {
  it('is short and different for every kind', () => {
    const labels = failureKinds.map((kind) => inEnglish(failureLabel({ kind })));
    assert.equal(new Set(labels).size, failureKinds.length);
    for (const label of labels) {
      assert.ok(label.length <= 24 && /^[a-z]/.test(label), label);
    }
  });
});
