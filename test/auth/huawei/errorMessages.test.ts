import assert from 'node:assert/strict';
import { describeHuaweiFailure } from '../../../src/auth/huawei/errorMessages';
import { inEnglish } from '../../../src/base/message';
import { explained, failureKinds, type RequestFailure } from '../../../src/http/failure';
import { failureMessage } from '../../../src/http/failureMessage';

const said = (failure: RequestFailure): string => inEnglish(failureMessage(explained(failure, describeHuaweiFailure)));

describe('describeHuaweiFailure', () => {
  it('says that Huawei locks a key for five minutes', () => {
    const detail = 'Incorrect IAM authentication information: AK access failed to reach the limit,forbidden';
    const failure = { kind: 'unauthorised', host: 'h', status: 401, code: 'APIGW.0301', detail } as const;
    assert.match(said(failure), /locked .* five minutes .*\(h, HTTP 401, APIGW\.0301: Incorrect IAM/);
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

  it('leaves other rejections to the common sentence', () => {
    assert.match(said({ kind: 'unauthorised', status: 401, detail: 'verify aksk signature fail' }), /Update the cred/);
  });

  it('says nothing of what is not about credentials', () => {
    const detail = 'token expired, failed to reach the limit, x-sdk-date';
    for (const kind of failureKinds.filter((each) => each !== 'unauthorised')) {
      assert.equal(describeHuaweiFailure({ kind, detail, code: 'APIGW.0307' }), undefined, kind);
    }
  });
});
