import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { Connection, Credentials } from '../../src/api';
import { commandIds } from '../../src/ids';
import { markedSecret } from '../support/markedSecret';
import { createTestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import { readUserSetting, writeUserSetting } from './extensionUnderTest';
import { shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

describe('connections of the API', () => {
  const stage = useStage();

  it('are kept in the settings without their secrets', async () => {
    const { connection } = await stage.connect('vod-aksk');
    await stage.connect('shoplazza-2025-06');
    assert.deepEqual(
      stage.api.listConnections().map(({ id }) => id),
      ['vod-aksk', 'shoplazza-2025-06'],
    );
    const [entry] = readUserSetting('connections') as readonly unknown[];
    assert.deepEqual(entry, connection);
  });

  it('are replaced by one with the same id', async () => {
    const first = await stage.connect('vod-aksk');
    await stage.connect('shoplazza-2022-01');
    const ref = await stage.trackNew(first, longRun);
    const next = createTestAccount('vod-iam-token', stage.origin);
    stage.cloud.accounts.revoke('AKVOD');
    stage.cloud.accounts.allow(next.account);
    await stage.api.addConnection({ ...next.connection, id: 'vod-aksk', name: 'Renamed' }, next.credentials);
    assert.deepEqual(
      stage.api.listConnections().map(({ id, name, credentials }) => [id, name, credentials]),
      [
        ['vod-aksk', 'Renamed', 'iam-token'],
        ['shoplazza-2022-01', 'My shoplazza-2022-01', 'access-token'],
      ],
    );
    assert.equal((await stage.refreshed(ref)).stale, undefined);
  });

  it('are rejected when they are not valid, and then nothing is stored', async () => {
    const { connection, credentials } = createTestAccount('vod-aksk', stage.origin);
    const bad: readonly (readonly [unknown, unknown, RegExp])[] = [
      [{ ...connection, id: '' }, credentials, /"id"/],
      [{ ...connection, id: 7 }, credentials, /"id"/],
      [undefined, credentials, /not a connection/],
      [connection, undefined, /credentials are not complete/],
      [{ ...connection, region: undefined, endpoint: undefined }, credentials, /"region" is missing/],
      [{ ...connection, projectId: 'not a project' }, credentials, /project ID has letters and digits/],
      [{ ...connection, endpoint: 'http://tasks.example.com' }, credentials, /https:/],
      [{ ...connection, endpoint: 'https://user:password@tasks.example.com' }, credentials, /https:/],
      [{ ...connection, credentials: 'access-token' }, credentials, /does not sign in with "access-token"/],
      [connection, { kind: 'iam-token', token: markedSecret('other-kind') }, /not of the kind/],
      [connection, { kind: 'aksk', accessKey: 'AK' }, /credentials/],
      [connection, { kind: 'aksk', accessKey: 'AK', secretKey: `${markedSecret('two-lines')}\nx` }, /credentials/],
    ];
    for (const [index, [one, secret, expected]] of bad.entries()) {
      const adding = stage.api.addConnection(one as Connection, secret as Credentials);
      await assert.rejects(adding, expected, `It was accepted: ${index}`);
    }
    assert.deepEqual(stage.api.listConnections(), []);
    assert.deepEqual(readUserSetting('connections') ?? [], []);
  });

  it('come from another machine without their secrets, and prompt for them only when the user acts', async () => {
    const { connection, credentials, account } = createTestAccount('vod-aksk', stage.origin);
    stage.cloud.accounts.allow(account);
    const ref = { connection: connection.id, id: stage.cloud.addTask('vod', longRun) };
    const here = await stage.connect('shoplazza-2025-06');
    // What Settings Sync does.
    await writeUserSetting('connections', [here.connection, connection]);
    await until('it is there', () => stage.api.listConnections().length === 2);
    await stage.api.track(ref);
    const other = await stage.trackNew(here, longRun);
    await until('the connection of this machine was polled again', () => stage.requestsFor(other) > 1);
    assert.deepEqual([stage.requestsFor(ref), shownTexts()], [0, []]);
    await assert.rejects(stage.api.testConnection(connection.id), /credentials of .* are not on this machine/);
    await commands.executeCommand(commandIds.refresh, ref);
    assert.match(shownTexts().at(-1) ?? '', /credentials of My vod-aksk are not on this machine\. Update them/);
    await stage.api.addConnection(connection, credentials);
    await until('its task is polled', async () => (await stage.task(ref)).state === 'running');
    assert.equal(stage.cloud.accounts.failuresOf('AKVOD'), 0);
  });

  it('are tested with a real request', async () => {
    for (const name of ['dsc-aksk', 'vod-iam-token', 'koodrive-app', 'shoplazza-2025-06'] as const) {
      await stage.connect(name);
      await stage.api.testConnection(name);
    }
    assert.equal(stage.cloud.requests.length, 4);
    await assert.rejects(stage.api.testConnection('nobody'), /There is no connection nobody/);
  });

  it('are completed with the project that belongs to their region', async () => {
    const { connection, credentials, account } = createTestAccount('vod-aksk', stage.origin);
    const { projectId, ...incomplete } = connection;
    stage.cloud.accounts.allow(account);
    await stage.api.addConnection({ ...incomplete, iamEndpoint: stage.origin }, credentials);
    await stage.api.testConnection('vod-aksk');
    await stage.api.testConnection('vod-aksk');
    assert.equal(stage.cloud.requests.filter(({ service }) => service === 'iam').length, 1);
  });

  it('say what is wrong when they do not work', async () => {
    const { credentials } = await stage.connect('vod-iam-token');
    assert.equal(credentials.kind, 'iam-token');
    stage.cloud.accounts.revoke(credentials.token);
    await assert.rejects(stage.api.testConnection('vod-iam-token'), /Authentication failed .*APIGW\.0301/);
  });

  it('take their tasks and their secret with them when they are removed', async () => {
    const account = await stage.connect('vod-aksk');
    const ref = await stage.trackNew(account, longRun);
    await stage.api.removeConnection('vod-aksk');
    assert.deepEqual([stage.api.listConnections(), await stage.api.listTasks()], [[], []]);
    assert.deepEqual(readUserSetting('connections'), []);
    await stage.api.removeConnection('vod-aksk');

    // Without its secret, writing the entry back by hand brings no working connection back.
    await writeUserSetting('connections', [account.connection]);
    await until('the connection is back', () => stage.api.listConnections().length === 1);
    await assert.rejects(stage.api.testConnection('vod-aksk'), /credentials of .* are not on this machine/);
    await assert.rejects(stage.api.lookUp(ref), /credentials of .* are not on this machine/);
  });
});

describe('cloudTasks.connections', () => {
  const stage = useStage();

  it('can hold malformed entries, which are reported and disturb no other', async () => {
    const good = await stage.connect('shoplazza-2025-06');
    const ref = await stage.trackNew(good, longRun);
    const entries = [
      5,
      { id: 'no-provider', credentials: 'aksk' },
      good.connection,
      { ...good.connection, name: 'Twin' },
      { ...good.connection, id: 'plain-http', name: 'Plain', endpoint: 'http://shop.example.com' },
    ];
    await writeUserSetting('connections', entries);
    const text = await until('the user is told', () => shownTexts().find((each) => each.includes('Entry 1')));
    assert.match(text, /Entry 2 .*"provider" is missing or not valid/);
    assert.match(text, /Twin: Another connection has the same id/);
    assert.match(text, /Plain: .*https:/);
    assert.deepEqual(
      stage.api.listConnections().map(({ id }) => id),
      ['shoplazza-2025-06'],
    );
    assert.equal((await stage.refreshed(ref)).state, 'running');

    await stage.connect('vod-aksk');
    const kept = (readUserSetting('connections') as readonly unknown[]).slice(0, entries.length);
    assert.deepEqual(kept, entries);
  });

  it('can be no list at all', async () => {
    await writeUserSetting('connections', { id: 'one' });
    await until('the user is told', () => shownTexts().find((each) => each.includes('must be a list')));
    assert.deepEqual(stage.api.listConnections(), []);
  });
});
