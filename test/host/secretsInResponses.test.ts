import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { commands } from 'vscode';
import type { Connection, TaskRef } from '../../src/api';
import { commandIds } from '../../src/ids';
import { markedSecret } from '../support/markedSecret';
import { createTestAccount } from '../support/testAccounts';
import { answerPrompts } from './answeredPrompts';
import { connectAccounts, connectOthers, draw, useEchoService } from './everyKind';
import { writeUserSetting } from './extensionUnderTest';
import { note } from './handedToEditor';
import { profileFolder } from './profileFolder';
import { forgetMessages, shownTexts } from './shownMessages';
import { useStage } from './stage';

// `secretSearch.test.ts` searches all that these leave behind.
describe('secrets that services repeat', () => {
  const stage = useStage(true);
  const echo = useEchoService(stage);

  beforeEach(forgetMessages);

  /** Runs a command and accepts its prompts. */
  async function run(id: string, args?: unknown): Promise<void> {
    const answering = answerPrompts(() => undefined);
    try {
      await commands.executeCommand(id, args);
    } finally {
      answering.dispose();
    }
  }

  it('are repeated by services in every kind of response', async () => {
    await connectAccounts(stage, echo());
    await connectOthers(stage, echo());
    // A password of which no token is known yet.
    const { connection, credentials } = createTestAccount('vod-iam-password', stage.origin);
    const user = { ...connection, id: 'echo-iam', endpoint: echo().origin, iamEndpoint: echo().origin };
    await stage.api.addConnection(user, credentials);
    for (const each of stage.api.listConnections().filter(({ endpoint }) => endpoint === echo().origin)) {
      await repeat(each);
    }
    assert.ok(
      shownTexts().some((text) => text.includes('•••')),
      'nothing was masked',
    );
    // The next test writes other settings.
    note('settings', await readFile(path.join(await profileFolder(), 'User', 'settings.json'), 'utf8'));
  });

  /** Polls a task; the error is kept for the search. */
  async function refreshAnyway(ref: TaskRef): Promise<void> {
    note('refresh', await stage.api.refresh(ref).catch((error: unknown) => String(error)));
  }

  /** Polls a task of this connection in every way, and looks it up. */
  async function repeat(connection: Connection): Promise<void> {
    const ref = { connection: connection.id, id: `echo-1-${connection.id}` };
    echo().use(0);
    await stage.api.track(ref);
    for (let way = 0; way < echo().ways; way++) {
      echo().use(way);
      const before = echo().responseCount;
      await refreshAnyway(ref);
      if (echo().responseCount === before) {
        // The way before had the credentials rejected: only a good response to Test Connection ends that.
        echo().use(echo().goodWay);
        await stage.api.testConnection(connection.id).catch(() => undefined);
        echo().use(way);
        await refreshAnyway(ref);
        note('lookUp', await stage.api.lookUp(ref).catch((error: unknown) => String(error)));
      }
      assert.ok(echo().responseCount > before, `${connection.id} was not requested in way ${way}`);
      note('api', await stage.task(ref));
      await draw(stage, [connection]);
    }
    await run(commandIds.lookUp, ref);
    await run(commandIds.refresh, ref);
    echo().use(undefined);
  }

  it('stand in settings that were written wrongly, and in addresses', async () => {
    const secret = markedSecret('in-settings');
    const { connection, credentials } = createTestAccount('vod-aksk', stage.origin);
    await stage.api.addConnection({ ...connection, endpoint: stage.origin.replace('http:', 'https:') }, credentials);
    await run(commandIds.testConnection, { connection: connection.id });
    assert.match(shownTexts().join(), /Couldn't connect to|certificate of/);
    await stage.api.addConnection({ ...connection, secretKey: secret, token: secret }, credentials);
    await writeUserSetting('connections', [
      { ...connection, credentials: secret },
      { ...connection, id: 'b', credentials: 'access-token', token: secret },
      { ...connection, id: 'c', endpoint: `https://user:${secret}@127.0.0.1` },
      { ...connection, id: 'd', region: `${secret}!` },
      secret,
    ]);
    await draw(stage);
    await run(commandIds.testConnection, { connection: 'c' });
    await run(commandIds.copyAsCurl, { connection: 'c', id: '1' });
    await writeUserSetting('connections', secret);
    await draw(stage);
    await writeUserSetting('connections', undefined);
    await draw(stage);
  });
});
