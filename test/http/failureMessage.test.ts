import assert from 'node:assert/strict';
import { inEnglish, message } from '../../src/base/message';
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
      'The service rejected the request (h, HTTP 400, VOD.10053: Illegal parameter). ' +
        'Check the task ID and the settings of the connection.',
    );
  });

  it('uses the explanation of a vendor where there is one', () => {
    const explanation = message('The farm sleeps until {0}.', '8:00');
    assert.equal(said({ kind: 'unauthorised', status: 401, explanation }), 'The farm sleeps until 8:00.');
    assert.match(said({ kind: 'unauthorised', status: 401 }), /Update the credentials/);
  });
});

describe('failureMessage of a certificate', () => {
  it('says how to trust a private one, which does not help against others', () => {
    assert.match(said({ kind: 'tls', host: 'h', code: 'SELF_SIGNED_CERT_IN_CHAIN' }), /"caFile" of the connection/);
    assert.match(said({ kind: 'tls', host: 'h', code: 'CERT_HAS_EXPIRED' }), /is not trusted \(CERT_HAS_EXPIRED\)/);
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
