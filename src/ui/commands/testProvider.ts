import { l10n, Selection, TextEditorRevealType, ThemeIcon, window } from 'vscode';
import { UserError } from '../../base/errors';
import { isJsonObject } from '../../base/json';
import { findInJson } from '../../base/jsonPlace';
import { message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import { settingIds, settingsSection } from '../../ids';
import { explain } from '../../providers/definitions/explain';
import { missingProvider } from '../../providers/missingProvider';
import type { TaskRef } from '../../tasks/task';
import { requestOf } from '../messages/requestErrors';
import { showInputBox } from '../prompts/inputBox';
import { askChoice, type Choice } from '../prompts/wizard/askChoice';
import { back } from '../prompts/wizard/runSteps';
import type { Services } from '../services';
import { withCancellableProgress } from '../shell/progress';
import { localize } from '../shell/localize';
import { providerTestText } from '../text/providerTestText';
import { showProviderTest } from '../views/providerTests';
import { connectionFromArgs, tasksFromArgs } from './commandArguments';
import { oneConnectionOf } from './connectionTargets';
import { indexInSettings, openDefinitions } from './providerSettings';

/** Tasks that are offered for a test. */
const longestList = 50;

/**
 * Requests a task, and shows request, response and what the definition reads of it. With `edit` in the argument it opens that
 * place of the definition instead.
 */
export async function testProvider(deps: Services, args: readonly unknown[]): Promise<void> {
  const [first] = args;
  const edited =
    isJsonObject(first) && Array.isArray(first['edit']) ? (first['edit'] as (string | number)[]) : undefined;
  const connection = await oneConnectionOf(deps, connectionFromArgs(first) === undefined ? [] : args, {
    title: l10n.t('Test Provider'),
    placeholder: l10n.t('Select a connection whose provider to test'),
  });
  const provider = deps.providers.get(connection.provider);
  if (edited) {
    await openDefinition(connection.provider, edited);
    return;
  }
  if (!provider) {
    throw new UserError(missingProvider(connection.provider, deps.providers));
  }
  const ref = tasksFromArgs(first)[0] ?? (await askForTask(deps, connection));
  const exchanged = await requestOf(connection, () =>
    withCancellableProgress(l10n.t('Sending a request to {0}…', connection.name), (signal) =>
      deps.service.exchange(ref, signal),
    ),
  );
  const { definition } = provider;
  const explanation = definition && exchanged.response && explain(definition, exchanged.response, ref.id);
  const { text, marked } = providerTestText(exchanged, explanation, provider, connection.credentials);
  const isInSettings = indexInSettings(provider.id) >= 0;
  const catalog = isInSettings ? [] : await deps.definitions.catalog();
  // What another extension registered cannot be changed here.
  await showProviderTest(ref, {
    text,
    marked: isInSettings ? marked : [],
    ...(catalog.some((entry) => entry.provider === provider) && { customizable: provider.id }),
  });
}

/** A tracked task of the connection, or one that the user enters. @throws CancelledError when they leave */
async function askForTask({ store, providers }: Services, { id: connection, provider }: Connection): Promise<TaskRef> {
  const tracked = store.tasks.page({ connection, order: 'activity', limit: longestList });
  const choices: Choice<string | typeof back>[] = tracked.map(({ id, name }) => ({
    label: name,
    ...(name === id ? {} : { description: id }),
    value: id,
  }));
  choices.push({ label: l10n.t('Another task…'), iconPath: new ThemeIcon('edit'), alwaysShow: true, value: back });
  const frame = { title: l10n.t('Test Provider'), step: undefined, totalSteps: undefined, canGoBack: false };
  const picked = tracked.length === 0 ? back : await askChoice(frame, l10n.t('Select a task to request'), choices);
  if (picked !== back) {
    return { connection, id: picked };
  }
  const typed = await showInputBox({
    title: frame.title,
    prompt: l10n.t('Task ID. Checked once, not tracked.'),
    ignoreFocusOut: true,
    whenEmpty: l10n.t('Enter a task ID.'),
    validateInput: (text) => {
      const problem = providers.get(provider)?.validateId?.(text);
      return problem && localize(problem);
    },
  });
  return { connection, id: typed };
}

/** Opens the settings at a key of a definition, or at the object around it. @throws UserError when it is elsewhere */
async function openDefinition(id: string, path: readonly (string | number)[]): Promise<void> {
  const index = indexInSettings(id);
  if (index < 0) {
    throw new UserError(message('{0} is not defined in the settings.', id));
  }
  await openDefinitions();
  const editor = window.activeTextEditor;
  const offset =
    editor && findInJson(editor.document.getText(), [`${settingsSection}.${settingIds.providers}`, index, ...path]);
  if (editor && offset !== undefined) {
    const position = editor.document.positionAt(offset);
    editor.selection = new Selection(position, position);
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  }
}
