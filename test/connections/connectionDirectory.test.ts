import assert from 'node:assert/strict';
import { createCredentialVault } from '../../src/auth/credentialVault';
import type { Credentials } from '../../src/auth/credentials';
import { UserError } from '../../src/base/errors';
import type { Connection } from '../../src/connections/connection';
import { SettingsError } from '../../src/connections/settingsError';
import { settled } from '../support/manualClock';
import { shop, token, useDirectory, works } from './useDirectory';

const studio: Connection = { ...works, id: 'studio', name: 'Studio' };
const malformed = { id: 'broken', note: 'half written' };

describe('ConnectionDirectory', () => {
  const world = useDirectory();

  it('knows what the settings say at once, and after they changed', () => {
    world.open([works, malformed]);
    assert.deepEqual(world.directory.all(), [works]);
    assert.equal(world.directory.get('works')?.name, 'Works');
    assert.equal(world.directory.problems()[0]?.index, 1);
    world.setting.edit([studio]);
    assert.deepEqual(world.directory.all(), [studio]);
    assert.equal(world.directory.get('works'), undefined);
  });

  describe('save', () => {
    it('adds a connection that can be asked', async () => {
      await world.directory.save(works, token('good'));
      assert.deepEqual(world.setting.read(), [works]);
      assert.deepEqual(world.readable(), ['works']);
      assert.deepEqual((await world.directory.credentials(works))?.credentials, token('good'));
      assert.equal(world.directory.withCredentials()[0]?.credentialVersion, (await world.vault.read('works'))?.version);
    });

    it('stores the secret before any window can see the connection', async () => {
      let stored: number | undefined;
      world.setting.onDidChange(() => (stored ??= world.secrets.entries.size));
      await world.directory.save(works, token('good'));
      assert.equal(stored, 1);
    });

    it('replaces the one with the same id where it stands, and keeps its secret', async () => {
      world.open([studio, works, malformed]);
      await world.directory.save(works, token('good'));
      await world.directory.save({ ...works, name: 'Renamed' }, undefined);
      assert.deepEqual(world.setting.read(), [studio, { ...works, name: 'Renamed' }, malformed]);
      assert.deepEqual(world.readable(), ['works']);
    });

    it('leaves what it cannot read as it is', async () => {
      const entries = [malformed, 'a note', null, { ...works, extra: { theirs: true } }];
      world.open(entries);
      await world.directory.save(studio, token('good'));
      assert.deepEqual(world.setting.read(), [...entries, studio]);
    });

    it('repairs a malformed entry with the same id', async () => {
      world.open([malformed, works]);
      await world.directory.save({ ...works, id: 'broken' }, token('good'));
      assert.deepEqual(world.setting.read(), [{ ...works, id: 'broken' }, works]);
    });

    it('keeps both of two that are saved at once', async () => {
      await Promise.all([world.directory.save(works, token('one')), world.directory.save(studio, token('two'))]);
      assert.deepEqual(
        world.directory.all().map(({ id }) => id),
        ['works', 'studio'],
      );
      assert.deepEqual(world.readable(), ['works', 'studio']);
    });

    it('refuses what is not valid, and stores nothing of it', async () => {
      const wrong: readonly (readonly [Connection, Credentials, RegExp])[] = [
        [{ ...works, region: 'nowhere' }, token('good'), /There is no region nowhere/],
        [{ ...works, id: '' }, token('good'), /"id" is missing or not valid/],
        [works, { kind: 'bearer', token: 'good' }, /not of the kind/],
        [works, token(''), /not complete/],
      ];
      for (const [connection, credentials, problem] of wrong) {
        await assert.rejects(world.directory.save(connection, credentials), (error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, problem);
          return true;
        });
      }
      assert.deepEqual(world.setting.read(), []);
      assert.equal(world.secrets.entries.size, 0);
    });

    it('has the secret as before when the settings cannot be written, and says why (E7)', async () => {
      await world.directory.save(works, token('before'));
      world.setting.write = () => Promise.reject(new SettingsError(new Error('The file has unsaved changes.')));
      const error = {
        name: 'SettingsError',
        message: 'The settings could not be changed. The file has unsaved changes.',
      };
      await assert.rejects(world.directory.save({ ...works, name: 'Renamed' }, token('after')), error);
      await assert.rejects(world.directory.save(studio, token('new')), error);
      assert.deepEqual((await world.directory.credentials(works))?.credentials, token('before'));
      assert.equal(await world.vault.read('studio'), undefined);
      assert.deepEqual(world.directory.all(), [works]);
    });

    it('writes no settings that stay as they are (E7)', async () => {
      await world.directory.save(works, token('before'));
      world.setting.write = () => Promise.reject(new SettingsError(new Error('The file has unsaved changes.')));
      await world.directory.save(works, token('after'));
      assert.deepEqual((await world.directory.credentials(works))?.credentials, token('after'));
    });

    it('adds no connection when the keychain is locked', async () => {
      world.secrets.locked = true;
      await assert.rejects(world.directory.save(works, token('good')), /locked/);
      assert.deepEqual(world.setting.read(), []);
      world.secrets.locked = false;
      await world.directory.save(works, token('good'));
      assert.deepEqual(world.readable(), ['works']);
    });

    it('needs no secret where the service answers anybody', async () => {
      await world.directory.save({ ...works, credentials: 'none' }, { kind: 'none' });
      assert.deepEqual((await world.directory.credentials(world.directory.get('works')!))?.credentials, {
        kind: 'none',
      });
      assert.deepEqual(world.readable(), ['works']);
      assert.equal(typeof world.directory.credentialAvailability('works'), 'number');
    });
  });

  describe('saving again', () => {
    it('replaces the secret under a newer version', async () => {
      await world.directory.save(works, token('old'));
      const [before] = world.directory.withCredentials();
      await world.directory.save(works, token('new'));
      const [after] = world.directory.withCredentials();
      assert.ok(after!.credentialVersion > before!.credentialVersion);
      assert.deepEqual((await world.directory.credentials(works))?.credentials, token('new'));
      assert.deepEqual(world.setting.read(), [works]);
    });

    it('keeps what a passcode was changed into for as long as the credentials stay', async () => {
      const byPassword: Connection = { ...works, credentials: 'iam-password' };
      const password: Credentials = { kind: 'iam-password', domain: 'acme', user: 'kim', password: 'p' };
      const persistedToken = { place: 'iam', token: 'T', expiresAt: 1 };
      await world.directory.save(byPassword, password, persistedToken);
      await world.directory.save({ ...byPassword, name: 'Another name' }, password);
      assert.deepEqual((await world.directory.credentials(byPassword))?.persistedToken, persistedToken);
      await world.directory.save(byPassword, { ...password, password: 'new' });
      assert.equal((await world.directory.credentials(byPassword))?.persistedToken, undefined);
    });

    it('writes the new kind into the settings', async () => {
      await world.directory.save(works, token('old'));
      const key: Credentials = { kind: 'aksk', accessKey: 'AK', secretKey: 'SK' };
      await world.directory.save({ ...works, credentials: 'aksk' }, key);
      assert.equal(world.directory.get('works')?.credentials, 'aksk');
      assert.deepEqual((await world.directory.credentials(world.directory.get('works')!))?.credentials, key);
      assert.deepEqual(world.readable(), ['works']);
    });
  });

  it('gives a connection that no longer needs a secret a newer version, so that no window takes it for outdated', async () => {
    await world.directory.save(works, token('good'));
    const [before] = world.directory.withCredentials();
    await world.directory.save({ ...works, credentials: 'none' }, { kind: 'none' });
    assert.ok(world.directory.withCredentials()[0]!.credentialVersion > before!.credentialVersion);
  });

  it('writes nothing into the settings that is not known of a connection', async () => {
    await world.directory.save({ ...works, token: 'a secret that strayed' }, token('good'));
    assert.deepEqual(world.setting.read(), [works]);
  });

  describe('fields of providers', () => {
    it('are written, and nothing that is no field of this provider', async () => {
      await world.directory.save({ ...shop, region: 'r', userId: '7', token: 'a secret that strayed' }, token('good'));
      assert.deepEqual(world.setting.read(), [{ ...shop, region: 'r' }]);
    });

    it('leave the entry when they are no longer there, but what a person wrote beside them stays', async () => {
      world.open([{ ...shop, apiVersion: '2022-01', note: 'the old shop', tags: ['lamps'] }]);
      await world.directory.save({ ...shop, shop: 'chairs' }, token('good'));
      assert.deepEqual(world.setting.read(), [{ ...shop, shop: 'chairs', note: 'the old shop', tags: ['lamps'] }]);
      await world.directory.save({ ...works, id: 'shop' }, token('good'));
      assert.deepEqual(world.setting.read(), [{ ...works, id: 'shop', note: 'the old shop', tags: ['lamps'] }]);
    });

    it('wait in the settings for a provider that is not installed yet', async () => {
      const farm: Connection = { ...works, provider: 'render-farm', farm: 'north', queue: 'night' };
      world.open([farm]);
      assert.deepEqual(world.directory.all(), [farm]);
      // Nobody knows which keys of a caller are fields, so none is written; those that are there stay.
      await world.directory.save({ ...farm, name: 'Renamed', farm: 'south', token: 'a secret' }, token('good'));
      assert.deepEqual(world.setting.read(), [{ ...farm, name: 'Renamed' }]);
      world.fieldKeys.set('render-farm', ['farm']);
      await world.directory.load();
      assert.deepEqual(world.directory.all(), [{ ...works, name: 'Renamed', provider: 'render-farm', farm: 'north' }]);
      await world.directory.save({ ...farm, farm: 'south' }, token('good'));
      assert.deepEqual(world.setting.read(), [{ ...farm, farm: 'south' }]);
    });
  });

  it('tells of changes only', async () => {
    await world.directory.save(works, token('good'));
    let told = 0;
    world.directory.onDidChange(() => told++);
    await world.directory.load();
    assert.equal(told, 0);
  });

  describe('remove', () => {
    it('takes the connection and its secret away, and restore puts both back where they were', async () => {
      const entries = [malformed, { ...works, extra: 1 }, studio];
      world.open(entries);
      await world.vault.write('works', token('good'));
      await world.directory.load();
      const version = world.directory.withCredentials()[0]?.credentialVersion;
      const removed = await world.directory.remove('works');
      assert.deepEqual(world.setting.read(), [malformed, studio]);
      assert.equal(world.secrets.entries.size, 0);
      assert.deepEqual(world.readable(), []);
      await world.directory.restore(removed!);
      assert.deepEqual(world.setting.read(), entries);
      assert.deepEqual(world.directory.withCredentials(), [{ id: 'works', credentialVersion: version }]);
    });

    it('E5: never overwrites a connection that has the same id by now, nor its secret', async () => {
      await world.directory.save(works, token('old'));
      const removed = await world.directory.remove('works');
      await world.directory.save({ ...works, name: 'Another one' }, token('new'));
      await assert.rejects(world.directory.restore(removed!), /cannot be restored: another connection has its ID/);
      assert.deepEqual(world.setting.read(), [{ ...works, name: 'Another one' }]);
      const stored = await world.directory.credentials(world.directory.get('works')!);
      assert.deepEqual(stored?.credentials, token('new'));
    });

    it('restores one that had no secret', async () => {
      world.open([works]);
      await world.directory.restore((await world.directory.remove('works'))!);
      assert.deepEqual(world.setting.read(), [works]);
      assert.deepEqual(world.readable(), []);
    });

    it('finds an entry whose id was written with blanks, and takes no other', async () => {
      world.open([{ ...works, id: ' works ' }, studio]);
      await world.directory.remove('works');
      assert.deepEqual(world.setting.read(), [studio]);
    });

    it('takes the valid one when a malformed entry has the same id', async () => {
      world.open([{ id: 'works', note: 'half written' }, works]);
      await world.directory.remove('works');
      assert.deepEqual(world.setting.read(), [{ id: 'works', note: 'half written' }]);
    });

    it('has nothing to do for a connection that is not there', async () => {
      world.open([works]);
      assert.equal(await world.directory.remove('other'), undefined);
      assert.deepEqual(world.setting.read(), [works]);
    });
  });

  describe('credentials', () => {
    it('counts those of another kind as none', async () => {
      world.open([works]);
      await world.vault.write('works', { kind: 'bearer', token: 'good' });
      await world.directory.load();
      assert.equal(await world.directory.credentials(works), undefined);
      assert.deepEqual(world.readable(), []);
      assert.equal(world.directory.credentialAvailability('works'), 'none');
    });

    it('counts a locked keychain as none until it can be read', async () => {
      await world.directory.save(works, token('good'));
      world.directory.dispose();
      world.secrets.locked = true;
      world.open();
      await world.directory.load();
      assert.deepEqual(world.readable(), []);
      assert.deepEqual(world.directory.all(), [works]);
      await assert.rejects(world.directory.credentials(works), /locked/);
      world.secrets.locked = false;
      await world.directory.load();
      assert.deepEqual(world.readable(), ['works']);
    });
  });

  describe('onDidChange', () => {
    it('tells of what a person writes into the settings', async () => {
      await world.vault.write('works', token('good'));
      await settled();
      world.changes = 0;
      world.setting.edit([works]);
      await settled();
      assert.equal(world.changes, 1);
      assert.deepEqual(world.readable(), ['works']);
    });

    it('tells of a secret that another window has stored or removed', async () => {
      world.open([works]);
      const there = createCredentialVault(world.secrets, world.clock);
      await there.write('works', token('good'));
      await settled();
      assert.ok(world.changes > 0);
      assert.deepEqual(world.readable(), ['works']);
      await there.remove('works');
      await settled();
      assert.deepEqual(world.readable(), []);
      there.dispose();
    });

    it('is quiet after its end', async () => {
      world.directory.dispose();
      world.setting.edit([works]);
      await settled();
      assert.equal(world.changes, 0);
    });
  });
});
