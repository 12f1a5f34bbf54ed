import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { commandIds } from '../../src/ids';
import { markedSecret } from '../support/markedSecret';
import { createTestAccount, type TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import { shownMessages, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

describe('credentials that the service rejects', () => {
  const stage = useStage();

  /** A connection with many due tasks whose credentials no longer work, after the service said so. */
  async function rejectedConnection(name: 'vod-aksk' | 'shoplazza-2025-06'): Promise<TestAccount> {
    const account = createTestAccount(name, stage.origin);
    await stage.api.addConnection(account.connection, account.credentials);
    for (let count = 0; count < 30; count++) {
      const id = stage.cloud.addTask(account.service, longRun);
      await stage.api.track({ connection: name, id });
    }
    await until('the user is told', () =>
      shownTexts().find((text) => text.startsWith(`Polling paused for My ${name}.`)),
    );
    return account;
  }

  it('reach it in one request, whatever else is due, and are reported to the user once', async () => {
    await rejectedConnection('vod-aksk');
    const working = await stage.connect('shoplazza-2025-06');
    const other = await stage.trackNew(working, longRun);
    // While another connection is polled twice, this one would have been polled again.
    await until('another connection was polled again', () => stage.requestsFor(other) > 2);
    await stage.api.refresh();
    const rejected = (await stage.api.listTasks()).find(({ connection }) => connection === 'vod-aksk');
    await assert.rejects(stage.api.refresh(rejected), { code: 'credentials-rejected' });
    assert.ok(rejected);
    await assert.rejects(stage.api.lookUp(rejected), { code: 'credentials-rejected' });
    assert.equal(stage.cloud.accounts.failuresOf('AKVOD'), 1);
    assert.equal(stage.cloud.requests.filter(({ service }) => service === 'vod').length, 1);
    const messages = shownMessages().filter(({ text }) => text.includes('Polling paused'));
    assert.equal(messages.length, 1);
    assert.deepEqual([messages[0]?.level, messages[0]?.actions], ['warning', ['Update Credentials']]);
    assert.match(messages[0]?.text ?? '', /Authentication failed .*127\.0\.0\.1.*HTTP 401.*APIGW\.0301/);
    const states = (await stage.api.listTasks()).filter(({ connection }) => connection === 'vod-aksk');
    assert.equal(states.length, 30);
    assert.ok(states.every(({ state }) => state === 'unknown'));
    assert.ok(states.some(({ stale }) => /Authentication failed/.test(stale?.reason ?? '')));
  });

  it('are reported when the user refreshes', async () => {
    await rejectedConnection('vod-aksk');
    const [{ connection, id } = { connection: '', id: '' }] = await stage.api.listTasks();
    await commands.executeCommand(commandIds.refresh, { connection, id });
    assert.match(shownTexts().at(-1) ?? '', /: .*Authentication failed/);
  });

  it('are replaced by new ones, and polling goes on', async () => {
    const { connection } = await rejectedConnection('shoplazza-2025-06');
    const good = createTestAccount('shoplazza-2025-06', stage.origin);
    stage.cloud.accounts.allow(good.account);
    await stage.api.addConnection(connection, good.credentials);
    await until('every task has a response', async () =>
      (await stage.api.listTasks()).every(({ state, stale }) => state === 'running' && !stale),
    );
    assert.equal(stage.cloud.requests.filter(({ status }) => status === 401).length, 1);
  });

  it('are used again when a connection test succeeds', async () => {
    const { account } = await rejectedConnection('vod-aksk');
    stage.cloud.accounts.allow(account);
    await stage.api.testConnection('vod-aksk');
    await until('every task has a response', async () =>
      (await stage.api.listTasks()).every(({ state }) => state === 'running'),
    );
  });

  it('fail a lookup with a sentence that contains no secret', async () => {
    const token = markedSecret('wrong');
    const { connection } = createTestAccount('shoplazza-2022-01', stage.origin);
    await stage.api.addConnection(connection, { kind: 'access-token', token });
    const lookUp = stage.api.lookUp({ connection: connection.id, id: '1' });
    await assert.rejects(lookUp, (error: Error) => {
      assert.match(error.message, /Authentication failed .*HTTP 401/);
      assert.doesNotMatch(error.message, new RegExp(token));
      return true;
    });
  });
});
