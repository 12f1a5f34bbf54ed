import assert from 'node:assert/strict';
import type { Connection } from '../../src/connections/connection';
import { settled } from '../support/manualClock';
import { shop, token, useDirectory } from './useDirectory';

describe('T2: credentials for other origins', () => {
  const world = useDirectory();
  const shopOrigin = 'https://shop.example.com';
  const stored = async (): Promise<readonly string[] | undefined> => (await world.vault.read('shop'))?.origins;
  const moved = { ...shop, endpoint: 'https://evil.example' };

  it('T2: stores the origins that a secret was entered for beside it', async () => {
    await world.directory.save(shop, token('good'));
    assert.deepEqual(await stored(), [shopOrigin]);
    assert.deepEqual((await world.directory.credentials(shop))?.origins, [shopOrigin]);
  });

  const waysIn: readonly (readonly [string, Connection, () => Promise<void>])[] = [
    ['saving it without credentials', moved, () => world.directory.save(moved, undefined)],
    [
      'an edit of settings.json, by hand or by Settings Sync',
      moved,
      async () => {
        world.setting.edit([moved]);
        await settled();
      },
    ],
    [
      'another sign-in endpoint',
      { ...shop, iamEndpoint: 'https://evil.example' },
      async () => {
        await world.directory.save({ ...shop, iamEndpoint: 'https://evil.example' }, undefined);
      },
    ],
    [
      'another provider',
      { ...shop, provider: 'evil' },
      () => world.directory.save({ ...shop, provider: 'evil' }, undefined),
    ],
    [
      'a removed entry whose id is taken again',
      moved,
      async () => {
        world.setting.edit([]);
        await settled();
        await world.directory.save(moved, undefined);
      },
    ],
  ];
  for (const [way, connection, change] of waysIn) {
    it(`T2: keeps the origins through ${way}, and asks for the credentials`, async () => {
      world.fieldKeys.set('evil', []);
      await world.directory.save(shop, token('good'));
      await change();
      assert.deepEqual(await stored(), [shopOrigin]);
      assert.deepEqual(world.readable(), []);
      const host = connection.provider === 'evil' ? 'evil.example.com' : 'evil.example';
      assert.deepEqual(world.directory.credentialAvailability('shop'), { givenFor: 'shop.example.com', goesTo: host });
      await world.directory.save(connection, token('new'));
      assert.deepEqual(world.readable(), ['shop']);
    });
  }

  it('T2: binds a secret that has no origins yet to the connection as it is', async () => {
    world.open([shop]);
    await world.vault.write('shop', token('good'));
    await world.directory.load();
    assert.deepEqual(await stored(), [shopOrigin]);
    world.setting.edit([moved]);
    await settled();
    assert.deepEqual(world.readable(), []);
  });

  it('T2: does not let a connection take along a secret that has no origins yet', async () => {
    world.open([]);
    await world.vault.write('shop', token('orphan'));
    await world.directory.save(moved, undefined);
    assert.deepEqual(await stored(), []);
    assert.deepEqual(world.directory.credentialAvailability('shop'), { givenFor: '', goesTo: 'evil.example' });
  });

  it('T2: reads what a caller gives once', async () => {
    await world.directory.save(shop, token('good'));
    let reads = 0;
    const shifty = {
      ...shop,
      get endpoint() {
        return (reads += 1) > 1 ? 'https://evil.example' : shopOrigin;
      },
    };
    await world.directory.save(shifty, undefined);
    const saved = world.directory.get('shop')!;
    assert.deepEqual((await world.directory.credentials(saved))?.origins, [shopOrigin]);
    assert.equal(world.readable().length, saved.endpoint === shopOrigin ? 1 : 0);
  });

  it('T2: hands out connections that nobody can change', async () => {
    await world.directory.save(shop, token('good'));
    const connection = world.directory.get('shop') as { endpoint?: string };
    assert.throws(() => (connection.endpoint = 'https://evil.example'), TypeError);
  });
});
