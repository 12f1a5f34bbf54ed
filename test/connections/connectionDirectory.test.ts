import assert from 'node:assert/strict';
import { createCredentialVault, type CredentialVault } from '../../src/auth/credentialVault';
import type { Credentials } from '../../src/auth/credentials';
import { toOrigins } from '../../src/auth/origins';
import { UserError } from '../../src/base/errors';
import { message } from '../../src/base/message';
import type { Connection } from '../../src/connections/connection';
import { ConnectionDirectory } from '../../src/connections/connectionDirectory';
import { createManualClock, settled } from '../support/manualClock';
import { createMemorySetting, type MemorySetting } from '../support/memorySetting';
import { createSecretStore, type FakeSecretStore } from '../support/secretStore';

const works: Connection = { id: 'works', name: 'Works', provider: 'huawei-dsc', credentials: 'iam-token' };
const studio: Connection = { ...works, id: 'studio', name: 'Studio' };
const token = (text: string): Credentials => ({ kind: 'iam-token', token: text });
const shop: Connection = { ...works, id: 'shop', provider: 'shop', shop: 'lamps' };
const malformed = { id: 'broken', note: 'half written' };

describe('ConnectionDirectory', () => {
  let secrets: FakeSecretStore;
  let setting: MemorySetting;
  let vault: CredentialVault;
  let directory: ConnectionDirectory;
  let changes: number;
  /** The providers that are installed, and what they ask for. */
  let fieldKeys: Map<string, readonly string[]>;
  const clock = createManualClock();
  const readable = (): readonly string[] => directory.withCredentials().map(({ id }) => id);

  /** Opens a window on the settings and secrets that there are. */
  function open(value?: unknown): void {
    setting = value === undefined ? setting : createMemorySetting(value);
    vault = createCredentialVault(secrets, clock);
    directory = new ConnectionDirectory(
      setting,
      vault,
      {
        fieldKeys: (provider) => fieldKeys.get(provider),
        check: ({ region }) => (region === 'nowhere' ? message('There is no region {0}.', region) : undefined),
        origins: ({ provider, endpoint, iamEndpoint }) =>
          fieldKeys.has(provider) ? toOrigins([endpoint ?? `https://${provider}.example.com`, iamEndpoint]) : undefined,
      },
      clock,
    );
    changes = 0;
    directory.onDidChange(() => changes++);
  }

  beforeEach(() => {
    secrets = createSecretStore();
    fieldKeys = new Map([
      ['huawei-dsc', ['region', 'projectId']],
      ['shop', ['shop', 'apiVersion', 'endpoint']],
    ]);
    open([]);
  });
  afterEach(() => {
    directory.dispose();
    vault.dispose();
  });

  it('knows what the settings say at once, and after they changed', () => {
    open([works, malformed]);
    assert.deepEqual(directory.all(), [works]);
    assert.equal(directory.get('works')?.name, 'Works');
    assert.equal(directory.problems()[0]?.index, 1);
    setting.edit([studio]);
    assert.deepEqual(directory.all(), [studio]);
    assert.equal(directory.get('works'), undefined);
  });

  describe('save', () => {
    it('adds a connection that can be asked', async () => {
      await directory.save(works, token('good'));
      assert.deepEqual(setting.read(), [works]);
      assert.deepEqual(readable(), ['works']);
      assert.deepEqual((await directory.credentials(works))?.credentials, token('good'));
      assert.equal(directory.withCredentials()[0]?.credentialVersion, (await vault.read('works'))?.version);
    });

    it('stores the secret before any window can see the connection', async () => {
      let stored: number | undefined;
      setting.onDidChange(() => (stored ??= secrets.entries.size));
      await directory.save(works, token('good'));
      assert.equal(stored, 1);
    });

    it('replaces the one with the same id where it stands, and keeps its secret', async () => {
      open([studio, works, malformed]);
      await directory.save(works, token('good'));
      await directory.save({ ...works, name: 'Renamed' }, undefined);
      assert.deepEqual(setting.read(), [studio, { ...works, name: 'Renamed' }, malformed]);
      assert.deepEqual(readable(), ['works']);
    });

    it('leaves what it cannot read as it is', async () => {
      const entries = [malformed, 'a note', null, { ...works, extra: { theirs: true } }];
      open(entries);
      await directory.save(studio, token('good'));
      assert.deepEqual(setting.read(), [...entries, studio]);
    });

    it('repairs a malformed entry with the same id', async () => {
      open([malformed, works]);
      await directory.save({ ...works, id: 'broken' }, token('good'));
      assert.deepEqual(setting.read(), [{ ...works, id: 'broken' }, works]);
    });

    it('keeps both of two that are saved at once', async () => {
      await Promise.all([directory.save(works, token('one')), directory.save(studio, token('two'))]);
      assert.deepEqual(
        directory.all().map(({ id }) => id),
        ['works', 'studio'],
      );
      assert.deepEqual(readable(), ['works', 'studio']);
    });

    it('refuses what is not valid, and stores nothing of it', async () => {
      const wrong: readonly (readonly [Connection, Credentials, RegExp])[] = [
        [{ ...works, region: 'nowhere' }, token('good'), /There is no region nowhere/],
        [{ ...works, id: '' }, token('good'), /"id" is missing or not valid/],
        [works, { kind: 'bearer', token: 'good' }, /not of the kind/],
        [works, token(''), /not complete/],
      ];
      for (const [connection, credentials, problem] of wrong) {
        await assert.rejects(directory.save(connection, credentials), (error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, problem);
          return true;
        });
      }
      assert.deepEqual(setting.read(), []);
      assert.equal(secrets.entries.size, 0);
    });

    it('adds no connection when the keychain is locked', async () => {
      secrets.locked = true;
      await assert.rejects(directory.save(works, token('good')), /locked/);
      assert.deepEqual(setting.read(), []);
      secrets.locked = false;
      await directory.save(works, token('good'));
      assert.deepEqual(readable(), ['works']);
    });

    it('needs no secret where the service answers anybody', async () => {
      await directory.save({ ...works, credentials: 'none' }, { kind: 'none' });
      assert.deepEqual((await directory.credentials(directory.get('works')!))?.credentials, { kind: 'none' });
      assert.deepEqual(readable(), ['works']);
      assert.equal(typeof directory.credentialAvailability('works'), 'number');
    });
  });

  describe('saving again', () => {
    it('replaces the secret under a newer version', async () => {
      await directory.save(works, token('old'));
      const [before] = directory.withCredentials();
      await directory.save(works, token('new'));
      const [after] = directory.withCredentials();
      assert.ok(after!.credentialVersion > before!.credentialVersion);
      assert.deepEqual((await directory.credentials(works))?.credentials, token('new'));
      assert.deepEqual(setting.read(), [works]);
    });

    it('keeps what a passcode was changed into for as long as the credentials stay', async () => {
      const byPassword: Connection = { ...works, credentials: 'iam-password' };
      const password: Credentials = { kind: 'iam-password', domain: 'acme', user: 'kim', password: 'p' };
      const persistedToken = { place: 'iam', token: 'T', expiresAt: 1 };
      await directory.save(byPassword, password, persistedToken);
      await directory.save({ ...byPassword, name: 'Another name' }, password);
      assert.deepEqual((await directory.credentials(byPassword))?.persistedToken, persistedToken);
      await directory.save(byPassword, { ...password, password: 'new' });
      assert.equal((await directory.credentials(byPassword))?.persistedToken, undefined);
    });

    it('writes the new kind into the settings', async () => {
      await directory.save(works, token('old'));
      const key: Credentials = { kind: 'aksk', accessKey: 'AK', secretKey: 'SK' };
      await directory.save({ ...works, credentials: 'aksk' }, key);
      assert.equal(directory.get('works')?.credentials, 'aksk');
      assert.deepEqual((await directory.credentials(directory.get('works')!))?.credentials, key);
      assert.deepEqual(readable(), ['works']);
    });
  });

  it('gives a connection that no longer needs a secret a newer version, so that no window takes it for outdated', async () => {
    await directory.save(works, token('good'));
    const [before] = directory.withCredentials();
    await directory.save({ ...works, credentials: 'none' }, { kind: 'none' });
    assert.ok(directory.withCredentials()[0]!.credentialVersion > before!.credentialVersion);
  });

  it('writes nothing into the settings that is not known of a connection', async () => {
    await directory.save({ ...works, token: 'a secret that strayed' }, token('good'));
    assert.deepEqual(setting.read(), [works]);
  });

  describe('fields of providers', () => {
    it('are written, and nothing that is no field of this provider', async () => {
      await directory.save({ ...shop, region: 'r', userId: '7', token: 'a secret that strayed' }, token('good'));
      assert.deepEqual(setting.read(), [{ ...shop, region: 'r' }]);
    });

    it('leave the entry when they are no longer there, but what a person wrote beside them stays', async () => {
      open([{ ...shop, apiVersion: '2022-01', note: 'the old shop', tags: ['lamps'] }]);
      await directory.save({ ...shop, shop: 'chairs' }, token('good'));
      assert.deepEqual(setting.read(), [{ ...shop, shop: 'chairs', note: 'the old shop', tags: ['lamps'] }]);
      await directory.save({ ...works, id: 'shop' }, token('good'));
      assert.deepEqual(setting.read(), [{ ...works, id: 'shop', note: 'the old shop', tags: ['lamps'] }]);
    });

    it('wait in the settings for a provider that is not installed yet', async () => {
      const farm: Connection = { ...works, provider: 'render-farm', farm: 'north', queue: 'night' };
      open([farm]);
      assert.deepEqual(directory.all(), [farm]);
      // Nobody knows which keys of a caller are fields, so none is written; those that are there stay.
      await directory.save({ ...farm, name: 'Renamed', farm: 'south', token: 'a secret' }, token('good'));
      assert.deepEqual(setting.read(), [{ ...farm, name: 'Renamed' }]);
      fieldKeys.set('render-farm', ['farm']);
      await directory.load();
      assert.deepEqual(directory.all(), [{ ...works, name: 'Renamed', provider: 'render-farm', farm: 'north' }]);
      await directory.save({ ...farm, farm: 'south' }, token('good'));
      assert.deepEqual(setting.read(), [{ ...farm, farm: 'south' }]);
    });
  });

  it('tells of changes only', async () => {
    await directory.save(works, token('good'));
    let told = 0;
    directory.onDidChange(() => told++);
    await directory.load();
    assert.equal(told, 0);
  });

  describe('remove', () => {
    it('takes the connection and its secret away, and restore puts both back where they were', async () => {
      const entries = [malformed, { ...works, extra: 1 }, studio];
      open(entries);
      await vault.write('works', token('good'));
      await directory.load();
      const version = directory.withCredentials()[0]?.credentialVersion;
      const removed = await directory.remove('works');
      assert.deepEqual(setting.read(), [malformed, studio]);
      assert.equal(secrets.entries.size, 0);
      assert.deepEqual(readable(), []);
      await directory.restore(removed!);
      assert.deepEqual(setting.read(), entries);
      assert.deepEqual(directory.withCredentials(), [{ id: 'works', credentialVersion: version }]);
    });

    it('restores one that had no secret', async () => {
      open([works]);
      await directory.restore((await directory.remove('works'))!);
      assert.deepEqual(setting.read(), [works]);
      assert.deepEqual(readable(), []);
    });

    it('finds an entry whose id was written with blanks, and takes no other', async () => {
      open([{ ...works, id: ' works ' }, studio]);
      await directory.remove('works');
      assert.deepEqual(setting.read(), [studio]);
    });

    it('takes the valid one when a malformed entry has the same id', async () => {
      open([{ id: 'works', note: 'half written' }, works]);
      await directory.remove('works');
      assert.deepEqual(setting.read(), [{ id: 'works', note: 'half written' }]);
    });

    it('has nothing to do for a connection that is not there', async () => {
      open([works]);
      assert.equal(await directory.remove('other'), undefined);
      assert.deepEqual(setting.read(), [works]);
    });
  });

  describe('credentials', () => {
    it('counts those of another kind as none', async () => {
      open([works]);
      await vault.write('works', { kind: 'bearer', token: 'good' });
      await directory.load();
      assert.equal(await directory.credentials(works), undefined);
      assert.deepEqual(readable(), []);
      assert.equal(directory.credentialAvailability('works'), 'none');
    });

    it('counts a locked keychain as none until it can be read', async () => {
      await directory.save(works, token('good'));
      directory.dispose();
      secrets.locked = true;
      open();
      await directory.load();
      assert.deepEqual(readable(), []);
      assert.deepEqual(directory.all(), [works]);
      await assert.rejects(directory.credentials(works), /locked/);
      secrets.locked = false;
      await directory.load();
      assert.deepEqual(readable(), ['works']);
    });
  });

  describe('T2: credentials for other origins', () => {
    const shopOrigin = 'https://shop.example.com';
    const stored = async (): Promise<readonly string[] | undefined> => (await vault.read('shop'))?.origins;
    const moved = { ...shop, endpoint: 'https://evil.example' };

    it('T2: stores the origins that a secret was entered for beside it', async () => {
      await directory.save(shop, token('good'));
      assert.deepEqual(await stored(), [shopOrigin]);
      assert.deepEqual((await directory.credentials(shop))?.origins, [shopOrigin]);
    });

    const waysIn: readonly (readonly [string, Connection, () => Promise<void>])[] = [
      ['saving it without credentials', moved, () => directory.save(moved, undefined)],
      [
        'an edit of settings.json, by hand or by Settings Sync',
        moved,
        async () => {
          setting.edit([moved]);
          await settled();
        },
      ],
      [
        'another sign-in endpoint',
        { ...shop, iamEndpoint: 'https://evil.example' },
        async () => {
          await directory.save({ ...shop, iamEndpoint: 'https://evil.example' }, undefined);
        },
      ],
      [
        'another provider',
        { ...shop, provider: 'evil' },
        () => directory.save({ ...shop, provider: 'evil' }, undefined),
      ],
      [
        'a removed entry whose id is taken again',
        moved,
        async () => {
          setting.edit([]);
          await settled();
          await directory.save(moved, undefined);
        },
      ],
    ];
    for (const [way, connection, change] of waysIn) {
      it(`T2: keeps the origins through ${way}, and asks for the credentials`, async () => {
        fieldKeys.set('evil', []);
        await directory.save(shop, token('good'));
        await change();
        assert.deepEqual(await stored(), [shopOrigin]);
        assert.deepEqual(readable(), []);
        const host = connection.provider === 'evil' ? 'evil.example.com' : 'evil.example';
        assert.deepEqual(directory.credentialAvailability('shop'), { givenFor: 'shop.example.com', goesTo: host });
        await directory.save(connection, token('new'));
        assert.deepEqual(readable(), ['shop']);
      });
    }

    it('T2: binds a secret that has no origins yet to the connection as it is', async () => {
      open([shop]);
      await vault.write('shop', token('good'));
      await directory.load();
      assert.deepEqual(await stored(), [shopOrigin]);
      setting.edit([moved]);
      await settled();
      assert.deepEqual(readable(), []);
    });

    it('T2: does not let a connection take along a secret that has no origins yet', async () => {
      open([]);
      await vault.write('shop', token('orphan'));
      await directory.save(moved, undefined);
      assert.deepEqual(await stored(), []);
      assert.deepEqual(directory.credentialAvailability('shop'), { givenFor: '', goesTo: 'evil.example' });
    });

    it('T2: reads what a caller gives once', async () => {
      await directory.save(shop, token('good'));
      let reads = 0;
      const shifty = {
        ...shop,
        get endpoint() {
          return (reads += 1) > 1 ? 'https://evil.example' : shopOrigin;
        },
      };
      await directory.save(shifty, undefined);
      const saved = directory.get('shop')!;
      assert.deepEqual((await directory.credentials(saved))?.origins, [shopOrigin]);
      assert.equal(readable().length, saved.endpoint === shopOrigin ? 1 : 0);
    });

    it('T2: hands out connections that nobody can change', async () => {
      await directory.save(shop, token('good'));
      const connection = directory.get('shop') as { endpoint?: string };
      assert.throws(() => (connection.endpoint = 'https://evil.example'), TypeError);
    });
  });

  describe('onDidChange', () => {
    it('tells of what a person writes into the settings', async () => {
      await vault.write('works', token('good'));
      await settled();
      changes = 0;
      setting.edit([works]);
      await settled();
      assert.equal(changes, 1);
      assert.deepEqual(readable(), ['works']);
    });

    it('tells of a secret that another window has stored or removed', async () => {
      open([works]);
      const there = createCredentialVault(secrets, clock);
      await there.write('works', token('good'));
      await settled();
      assert.ok(changes > 0);
      assert.deepEqual(readable(), ['works']);
      await there.remove('works');
      await settled();
      assert.deepEqual(readable(), []);
      there.dispose();
    });

    it('is quiet after its end', async () => {
      directory.dispose();
      setting.edit([works]);
      await settled();
      assert.equal(changes, 0);
    });
  });
});
