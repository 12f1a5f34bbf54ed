import assert from 'node:assert/strict';
import type { Connection } from '../../src/connections/connection';
import { checkConnection } from '../../src/providers/checkConnection';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { huaweiKooDrive } from '../../src/providers/huaweiKooDrive/provider';
import { shoplazza } from '../../src/providers/shoplazza/provider';
import { connectionTo } from './responses';

const dsc = (fields: Partial<Connection>) =>
  checkConnection(huaweiDsc, connectionTo('huawei-dsc', { credentials: 'aksk', ...fields }));

describe('checkConnection', () => {
  it('has nothing to say of a complete connection', () => {
    assert.equal(dsc({ region: 'cn-north-4', projectId: 'abc123' }), undefined);
  });

  it('names the first field that is missing or wrong', () => {
    assert.deepEqual(dsc({ projectId: 'p' })?.args, ['region']);
    assert.deepEqual(dsc({ endpoint: 'http://127.0.0.1:8080' })?.args, ['projectId']);
    assert.ok(dsc({ region: 'evil.example/', projectId: 'p' }));
    assert.ok(dsc({ region: 'cn-north-4', projectId: '../x' }));
  });

  it('needs no region or shop where an endpoint stands in for it', () => {
    assert.equal(dsc({ endpoint: 'http://127.0.0.1:8080', projectId: 'p' }), undefined);
    const connection = connectionTo('shoplazza', { credentials: 'access-token', endpoint: 'https://proxy.example' });
    assert.equal(checkConnection(shoplazza, connection), undefined);
  });

  it('needs no project id where the region leads to it', () => {
    assert.equal(dsc({ region: 'cn-north-4' }), undefined);
  });

  it('needs an IAM endpoint for a password only, and only without a region', () => {
    const fields = { endpoint: 'https://dsc.example', projectId: 'p' };
    assert.equal(dsc(fields), undefined);
    assert.deepEqual(dsc({ ...fields, credentials: 'iam-password' })?.args, ['iamEndpoint']);
    assert.equal(dsc({ credentials: 'iam-password', region: 'cn-north-4' }), undefined);
    // Another company's cloud: the region does not lead to where the password belongs.
    assert.deepEqual(dsc({ ...fields, credentials: 'iam-password', region: 'cn-north-4' })?.args, ['iamEndpoint']);
  });

  it('takes https endpoints, and http ones on this machine only', () => {
    const check = (endpoint: string) => dsc({ endpoint, projectId: 'p' });
    for (const good of ['https://dsc.example/prefix/', 'http://localhost:1', 'http://127.0.0.1', 'http://[::1]:80']) {
      assert.equal(check(good), undefined, good);
    }
    for (const bad of ['http://dsc.example', 'dsc.example', 'ftp://x', 'https://a:b@x', 'https://x?y', 'https://x#y']) {
      assert.ok(check(bad), bad);
    }
  });

  it('refuses credentials that the provider does not take', () => {
    assert.ok(dsc({ credentials: 'basic', region: 'cn-north-4', projectId: 'p' }));
  });

  it('needs a KooDrive user ID for app authentication, and nothing with a token', () => {
    const check = (fields: Partial<Connection>) =>
      checkConnection(huaweiKooDrive, connectionTo('huawei-koodrive', fields));
    assert.equal(check({ credentials: 'koodrive-token' }), undefined);
    assert.deepEqual(check({ credentials: 'koodrive-app' })?.args, ['userId']);
    assert.equal(check({ credentials: 'koodrive-app', userId: '1505084218764547200' }), undefined);
  });

  it('accepts a pasted shop address', () => {
    const connection = connectionTo('shoplazza', {
      credentials: 'access-token',
      shop: 'https://s.myshoplaza.com/admin',
    });
    assert.equal(checkConnection(shoplazza, connection), undefined);
  });
});
