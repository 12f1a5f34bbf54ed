import assert from 'node:assert/strict';
import { UserError } from '../../src/base/errors';
import { message } from '../../src/base/message';
import { builtInProviders as builtIn } from '../../src/providers/builtInProviders';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import type { Provider } from '../../src/providers/provider';
import { acceptProvider } from '../../src/providers/acceptProvider';
import { createProviderRegistry } from '../../src/providers/registry';
import { shoplazza } from '../../src/providers/shoplazza/provider';

const another: Provider = { ...shoplazza, id: 'another' };

describe('createProviderRegistry', () => {
  it('holds the built-in providers in their order', () => {
    const registry = createProviderRegistry(builtIn);
    assert.deepEqual(
      registry.all().map(({ id }) => id),
      builtIn.map(({ id }) => id),
    );
    assert.equal(registry.get('huawei-vod'), huaweiVod);
    assert.equal(registry.get('nobody'), undefined);
  });

  it('adds a provider and tells, until it is disposed', () => {
    const registry = createProviderRegistry(builtIn);
    const seen: boolean[] = [];
    registry.onDidChange(() => seen.push(registry.get('another')?.label === another.label));
    const registration = registry.register(acceptProvider(another));
    registration.dispose();
    registration.dispose();
    assert.deepEqual(seen, [true, false]);
    assert.equal(registry.all().length, builtIn.length);
    registry.register(acceptProvider(another));
    assert.equal(registry.get('another')?.label, another.label);
  });

  it('says which providers have a definition that counts, of the settings or of the catalog', () => {
    const registry = createProviderRegistry(builtIn);
    const mistake = { pointer: '', message: message('No.') };
    registry.register(acceptProvider({ ...another, id: 'registered' }));
    registry.defineCatalog(['catalog', 'registered', 'mistaken'].map((id) => ({ ...another, id })));
    registry.define([{ provider: another }, { provider: shoplazza }, { id: 'mistaken', mistake }]);
    const ids = ['another', 'shoplazza', 'mistaken', 'registered', 'catalog', 'nobody'];
    assert.deepEqual(
      ids.filter((id) => registry.hasDefinition(id)),
      ['another', 'catalog'],
    );
  });

  it('refuses a pace that cannot be kept', () => {
    const registry = createProviderRegistry(builtIn);
    assert.throws(
      () => registry.register(acceptProvider({ ...another, rateLimit: { burst: 0, intervalMs: 5 } })),
      /"rateLimit.burst"/,
    );
    assert.throws(
      () => registry.register(acceptProvider({ ...another, rateLimit: { burst: 1, intervalMs: NaN } })),
      /"rateLimit.intervalMs"/,
    );
  });

  it('refuses an id that is taken and keeps the provider that has it', () => {
    const registry = createProviderRegistry(builtIn);
    let changes = 0;
    registry.onDidChange(() => (changes += 1));
    assert.throws(() => registry.register(acceptProvider({ ...another, id: 'shoplazza' })), UserError);
    assert.equal(registry.get('shoplazza'), shoplazza);
    assert.equal(changes, 0);
    assert.throws(() => createProviderRegistry([another, another]), UserError);
  });

  for (const [what, part] of Object.entries({
    id: { id: 'Not Kebab' },
    label: { label: '' },
    request: { request: undefined },
    parse: { parse: 'text' },
    credentials: { credentials: [] },
    rateLimitKey: { rateLimitKey: 'one for all' },
    'credentials.0': { credentials: ['password'] },
    'fields.0.validate': { fields: [{ key: 'shop', label: 'Shop', validate: 'no function' }] },
    'fields.0.key': {
      fields: [{ key: 'credentials', label: 'A', hint: '', required: true, validate: () => undefined }],
    },
    sessionLifetimeMs: { sessionLifetimeMs: 20 },
    classifyCode: { classifyCode: { E1: 'throttled' } },
    'list.parse': { list: { pageSize: 1, request: () => undefined } },
  })) {
    it(`says that ${what} is what keeps a value from being a provider`, () => {
      const registry = createProviderRegistry([]);
      assert.throws(
        () => registry.register(acceptProvider({ ...another, ...part } as unknown as Provider)),
        (error) => error instanceof UserError && error.human.args.includes(what),
      );
    });
  }

  it('takes fields of their own, under any key that no connection needs for something else', () => {
    const withFields = (...keys: readonly string[]): Provider => ({
      ...another,
      fields: keys.map((key) => ({ key, label: key, hint: '', required: false, validate: () => undefined })),
    });
    const register = (provider: Provider) => createProviderRegistry([]).register(acceptProvider(provider));
    register(withFields('farm', 'render-queue', 'subscription', 'api_version', 'endpoint', 'region', 'projectId', 'x'));
    const reserved = ['id', 'name', 'provider', 'credentials', 'caFile'];
    const odd = ['', ' farm', 'Farm', '7', 'a.b', 'a b', 'constructor', 'toString', '__proto__', 'x'.repeat(65)];
    for (const key of [...reserved, ...odd]) {
      assert.throws(() => register(withFields(key)), UserError, key);
    }
    assert.throws(() => register(withFields('farm', 'farm')), UserError);
  });

  it('refuses what is no object at all', () => {
    const registry = createProviderRegistry([]);
    for (const value of [undefined, null, 'shoplazza']) {
      assert.throws(() => registry.register(acceptProvider(value as unknown as Provider)), UserError);
    }
  });
});
