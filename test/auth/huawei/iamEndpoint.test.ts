import assert from 'node:assert/strict';
import { iamEndpoint } from '../../../src/auth/huawei/iamEndpoint';

describe('the address of the identity service', () => {
  it('A2: loses what people paste after it', () => {
    const ends = ['', '/', '/v3', '/v3/', '/V3', '/v3/auth/tokens', '//'];
    for (const base of [
      'https://iam.example.com:5000',
      'https://cloud.example.com/identity',
      'https://v3.example.com',
    ]) {
      for (const end of ends) {
        assert.equal(iamEndpoint({ iamEndpoint: base + end }), base);
      }
    }
    assert.equal(iamEndpoint({ iamEndpoint: 'https://cloud.example.com/tv3' }), 'https://cloud.example.com/tv3');
  });

  it("is the region's where none is named, and nobody's for another company's cloud", () => {
    assert.equal(iamEndpoint({ region: 'cn-north-4' }), 'https://iam.cn-north-4.myhuaweicloud.com');
    assert.equal(iamEndpoint({ region: 'eu-west-101' }), 'https://iam.eu-west-101.myhuaweicloud.eu');
    assert.equal(iamEndpoint({ region: 'eu-de', endpoint: 'https://dsc.example.com' }), undefined);
  });
});
