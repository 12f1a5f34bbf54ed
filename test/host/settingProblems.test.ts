import assert from 'node:assert/strict';
import { Emitter } from '../../src/base/event';
import { message } from '../../src/base/message';
import { registerSettingProblems } from '../../src/ui/messages/settingProblems';
import { forgetMessages, shownMessages } from './shownMessages';

describe('entries of the settings that cannot be used', () => {
  const mistake = { pointer: '/0/state', message: message('"{0}" is missing.', 'state') };
  const malformed = { index: 1, name: 'Works', message: message('"{0}" is missing.', 'region') };

  it('E29: are told when they become so, once, and not at each start', () => {
    const [connections, definitions] = [new Emitter<void>(), new Emitter<void>()];
    const [mistakes, problems] = [[mistake], [malformed]];
    forgetMessages();
    const owned = registerSettingProblems({
      connections: { onDidChange: connections.event, problems: () => problems },
      definitions: { onDidRead: definitions.event, problems: () => mistakes },
    });
    const texts = () => shownMessages().map(({ text }) => text);
    connections.fire();
    definitions.fire();
    assert.deepEqual(texts(), []);
    problems.push({ ...malformed, index: 2, name: 'Studio' });
    connections.fire();
    connections.fire();
    assert.deepEqual(texts(), ['Studio: "region" is missing.']);
    mistakes.push({ ...mistake, pointer: '/1/state' });
    definitions.fire();
    assert.deepEqual(texts().slice(1), ['cloudTasks.providers/1/state: "state" is missing.']);
    owned.dispose();
  });
});
