import assert from 'node:assert/strict';
import { commands, Range, window } from 'vscode';
import { commandIds } from '../../src/ids';
import { markedSecret } from '../support/markedSecret';
import { until } from '../support/until';
import { answerPrompts, type Prompt } from './answeredPrompts';
import { readUserSetting } from './extensionUnderTest';
import { pressButton, shownMessages, shownTexts } from './shownMessages';
import { useStage } from './stage';

describe('a wizard', () => {
  const stage = useStage();
  /** The steps that were shown, by the last word of their titles. */
  let steps: string[] = [];

  beforeEach(() => {
    steps = [];
  });

  /** Runs a command. Answers by the step's name; `undefined` accepts what is proposed, `null` is Escape. */
  async function run(
    command: string,
    args: unknown,
    answer: (step: string, prompt: Prompt) => string | undefined | null,
  ): Promise<void> {
    const answering = answerPrompts((prompt) => {
      const step = prompt.title.replace(/^.*: /, '');
      steps.push(step);
      return answer(step, prompt);
    });
    try {
      await commands.executeCommand(command, args);
    } finally {
      answering.dispose();
    }
  }

  const nameOf = (id: string): string | undefined => stage.api.listConnections().find((each) => each.id === id)?.name;

  describe('that edits a connection asks for one thing (E22)', () => {
    const edit = (id: string, answers: Readonly<Record<string, string>>): Promise<void> =>
      run(commandIds.editConnection, { connection: id }, (step) => answers[step]);

    it('a name, without a test', async () => {
      const { connection } = await stage.connect('dsc-aksk');
      const before = stage.cloud.requests.length;
      await edit(connection.id, { [`Edit ${connection.name}`]: 'Name', Name: 'Lanterns' });
      assert.equal(nameOf(connection.id), 'Lanterns');
      assert.equal(stage.cloud.requests.length, before);
      assert.deepEqual(steps, [`Edit ${connection.name}`, 'Name']);
    });

    it('a field, which is shown with its value, and then tests the connection with the secret that it has', async () => {
      const { connection } = await stage.connect('shoplazza-2025-06');
      const before = stage.cloud.requests.length;
      const titles: string[] = [];
      await run(commandIds.editConnection, { connection: connection.id }, (step, { labels }) => {
        titles.push(...labels);
        return { [`Edit ${connection.name}`]: 'API version', 'API version': '2022-01' }[step];
      });
      assert.deepEqual(steps, [`Edit ${connection.name}`, 'API version']);
      assert.ok(titles.includes('Name') && titles.includes('Credentials'), titles.join());
      assert.ok(stage.cloud.requests.length > before);
    });

    it('a place, and the secret that was given for another one', async () => {
      const { connection, credentials } = await stage.connect('dsc-aksk');
      assert.ok(credentials.kind === 'aksk');
      const moved = stage.origin.replace('127.0.0.1', 'localhost');
      pressButton('Save Anyway');
      await edit(connection.id, {
        [`Edit ${connection.name}`]: 'Region',
        Region: 'Custom',
        Endpoint: moved,
        'Secret access key (SK)': credentials.secretKey,
      });
      assert.equal(stage.api.listConnections()[0]?.endpoint, moved, `${steps.join()} ${shownTexts().join()}`);
      assert.ok(steps.includes('Secret access key (SK)'), steps.join());
    });
  });

  it('proposes a name that no other connection has', async () => {
    const answers: Readonly<Record<string, string>> = {
      Service: 'Shoplazza',
      Shop: 'lamps',
      'API version': '2025-06',
    };
    for (const [id, name] of [
      ['shoplazza', 'lamps'],
      ['shoplazza-2', 'Shoplazza (lamps)'],
      ['shoplazza-3', 'Shoplazza (lamps) 2'],
    ] as const) {
      pressButton('Add Anyway');
      const secret = markedSecret(`named-${id}`);
      await run(commandIds.addConnection, undefined, (step) => (step === 'Access token' ? secret : answers[step]));
      assert.equal(nameOf(id), name);
    }
  });

  describe('throws nothing away that was typed (E7)', () => {
    const typed = (secret: string): Readonly<Record<string, string>> => ({
      Service: 'Shoplazza',
      Shop: 'lamps',
      'API version': '2025-06',
      'Access token': secret,
      Name: 'Typed',
    });

    it('when it is left: it continues where it was', async () => {
      const answers = typed(markedSecret('left'));
      pressButton('Add Anyway');
      await run(commandIds.addConnection, undefined, (step) => (step === 'Name' ? null : answers[step]));
      assert.equal(nameOf('shoplazza'), undefined);
      assert.deepEqual(
        shownMessages().map(({ text, actions }) => [text, actions]),
        [['The connection was not added.', ['Continue']]],
      );
      const first = steps;
      steps = [];

      // The button of a message that is pressed at once.
      pressButton('Continue');
      let leaves = true;
      const answering = answerPrompts(({ title }) => {
        const step = title.replace(/^.*: /, '');
        steps.push(step);
        if (step === 'Name' && leaves) {
          leaves = false;
          return null;
        }
        pressButton(step === 'Name' ? 'Add Anyway' : 'Continue');
        return answers[step];
      });
      try {
        await commands.executeCommand(commandIds.addConnection);
        await until('the connection', () => nameOf('shoplazza') === 'Typed');
      } finally {
        answering.dispose();
      }
      assert.deepEqual(steps, [...first, 'Name']);
    });

    it('says nothing when nothing was typed', async () => {
      await run(commandIds.addConnection, undefined, () => null);
      assert.deepEqual(shownTexts(), []);
    });

    it('when the settings have unsaved changes: says so in the editor’s words, and saves after that', async () => {
      await commands.executeCommand('workbench.action.openApplicationSettingsJson');
      await until('the editor of the settings', () => window.activeTextEditor !== undefined);
      const editor = window.activeTextEditor;
      assert.ok(editor);
      await editor.edit((builder) => {
        builder.insert(editor.document.lineAt(editor.document.lineCount - 1).range.end, '\n');
      });
      assert.ok(editor.document.isDirty);
      const secret = markedSecret('unsaved');
      const answers = typed(secret);
      pressButton('Add Anyway');
      await run(commandIds.addConnection, undefined, (step) => answers[step]);
      const [error] = shownMessages().filter(({ level }) => level === 'error');
      assert.match(error?.text ?? '', /^The settings could not be changed\. .*unsaved/);
      assert.deepEqual(error?.actions, ['Open Settings', 'Continue']);
      assert.equal(nameOf('shoplazza'), undefined);
      assert.deepEqual(readUserSetting('connections') ?? [], []);

      await commands.executeCommand('workbench.action.files.revert');
      await commands.executeCommand('workbench.action.closeActiveEditor');
    });

    it('writes no settings that do not change, so that unsaved ones do not matter', async () => {
      const { connection } = await stage.connect('shoplazza-2025-06');
      await commands.executeCommand('workbench.action.openApplicationSettingsJson');
      await until('the editor of the settings', () => window.activeTextEditor !== undefined);
      const editor = window.activeTextEditor;
      assert.ok(editor);
      await editor.edit((builder) => {
        builder.insert(new Range(0, 0, 0, 0).start, '\n');
      });
      pressButton('Save Anyway');
      const token = markedSecret('other');
      await run(commandIds.updateCredentials, { connection: connection.id }, (step) =>
        step === 'Access token' ? token : undefined,
      );
      await commands.executeCommand('workbench.action.files.revert');
      await commands.executeCommand('workbench.action.closeActiveEditor');
      assert.ok(!shownMessages().some(({ level }) => level === 'error'), shownTexts().join());
      assert.ok(shownTexts().some((text) => text.startsWith(`${connection.name} was saved`)));
    });
  });
});
