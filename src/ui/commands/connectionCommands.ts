import { commands, l10n } from 'vscode';
import { UserError } from '../../base/errors';
import { isJsonObject } from '../../base/json';
import { omitUndefined } from '../../base/omitUndefined';
import { RequestError, type RequestFailure } from '../../http/failure';
import { commandIds, settingIds, settingsSection } from '../../ids';
import { withCancellableProgress, withQuietProgress } from '../shell/progress';
import { failureMessage } from '../../http/failureMessage';
import { localize } from '../shell/localize';
import { requestErrorText } from '../text/requestErrorText';
import { missingProvider } from '../../providers/missingProvider';
import type { Services } from '../services';
import type { ConnectionPrompt } from '../prompts/pickConnection';
import {
  addConnectionWizard,
  credentialsWizard,
  editConnectionWizard,
  type KnownConnection,
  type Original,
  type WizardDeps,
} from '../prompts/wizard/connectionWizard';
import type { ConnectionError, DescribedConnection } from '../prompts/wizard/testStep';
import { connectionsOf, oneConnectionOf } from './connectionTargets';
import type { Handlers } from './handlers';
import { userMessage, runReported } from './runReported';
import { customize } from './providerSettings';
import { runWizard } from './runWizard';
import { requestOf } from '../messages/requestErrors';
import { showMessage, showModalWarning } from '../shell/showMessage';

/** The commands that add, edit, test and remove connections. */
export function connectionCommands(
  deps: Services,
): Handlers<
  'addConnection' | 'editConnection' | 'updateCredentials' | 'testConnection' | 'removeConnection' | 'openSettings'
> {
  return {
    addConnection: (...args) => addConnection(deps, args[0]),
    editConnection: (...args) => edit(deps, args),
    updateCredentials: (...args) => updateCredentials(deps, args),
    testConnection: (...args) => testConnections(deps, args),
    removeConnection: (...args) => removeConnections(deps, args),
    openSettings: () =>
      // The setting has the scope `application`: it does not count in the file of another profile.
      commands.executeCommand('workbench.action.openApplicationSettingsJson', {
        revealSetting: { key: `${settingsSection}.${settingIds.connections}`, edit: false },
      }),
  };
}

/**
 * @param argument what is known already, of any shape: `{ provider, fields?, task? }` with the id of a provider, and of the task
 * to track afterwards
 */
async function addConnection(deps: Services, argument: unknown): Promise<void> {
  const wizardDeps = await toWizardDeps(deps);
  await runWizard({
    wizard: addConnectionWizard(wizardDeps, knownOf(argument, wizardDeps)),
    leftText: l10n.t('The connection was not added.'),
    save: async (described) => {
      await save(deps, described);
      void (described.isBroken ? offerMending(described) : offerTasks(deps, described));
    },
    ...{ log: deps.log, what: commandIds.addConnection },
  });
}

function knownOf(argument: unknown, { providers, catalog }: WizardDeps): KnownConnection | undefined {
  const { provider: id, fields, task } = isJsonObject(argument) ? argument : {};
  const provider = [...providers, ...catalog.map((entry) => entry.provider)].find((each) => each.id === id);
  const texts = Object.entries(isJsonObject(fields) ? fields : {}).filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  );
  return provider && { provider, fields: Object.fromEntries(texts), ...(typeof task === 'string' && { task }) };
}

async function toWizardDeps(services: Services): Promise<WizardDeps> {
  const { connections, definitions, providers, service, client, accounts } = services;
  const entries = await definitions.catalog();
  const helps = new Map(entries.map(({ provider, help }) => [provider.id, help]));
  return {
    providers: providers.all(),
    catalog: entries.filter(({ provider }) => providers.get(provider.id) === provider),
    customize: ({ definition }) => customize(definition),
    newProvider: async (address) => {
      await commands.executeCommand(commandIds.newProvider, ...(address === undefined ? [] : [address]));
    },
    helpFor: ({ id }) => helps.get(id),
    taken: connections.all().map(({ id }) => id),
    takenNames: connections.all().map(({ name }) => name),
    accounts,
    testConnection: ({ connection, credentials }, passcode) =>
      withCancellableProgress(l10n.t('Testing {0}…', connection.name), async (signal) => {
        try {
          const persistedToken = passcode && (await client.signIn(connection, credentials, passcode));
          const failure = await service.testDraft(connection, credentials, signal);
          return omitUndefined({ error: failure && toConnectionError(failure), persistedToken });
        } catch (error) {
          if (error instanceof RequestError) {
            return { error: { ...toConnectionError(error.failure), text: requestErrorText(error) } };
          }
          const text = userMessage(error);
          if (text === undefined) {
            throw error;
          }
          return { error: { text } };
        }
      }),
  };
}

function toConnectionError(failure: RequestFailure): ConnectionError {
  const text = localize(failureMessage(failure));
  return omitUndefined({ text, refusal: failure.kind === 'unauthorised' ? failure : undefined });
}

/** Saves a connection. If the service rejected its credentials, that is saved too, so that it is not polled. */
async function save(
  deps: Services,
  { connection, credentials, persistedToken, refusal }: DescribedConnection,
): Promise<void> {
  await withQuietProgress(l10n.t('Saving…'), () => deps.connections.save(connection, credentials, persistedToken));
  if (refusal) {
    await deps.service.noteRejection(connection.id, refusal);
  }
}

/** Tracks the task whose address was pasted, or offers to track one of the new connection. */
async function offerTasks({ providers }: Services, { connection, task }: DescribedConnection): Promise<void> {
  const { id, name, provider } = connection;
  if (task !== undefined) {
    await commands.executeCommand(commandIds.track, { connection: id, id: task });
    return;
  }
  const track = l10n.t('Track a Task');
  const browse = l10n.t('Browse Tasks');
  const choices = providers.get(provider)?.list ? [track, browse] : [track];
  const pressed = await showMessage('information', l10n.t('{0} is ready.', name), ...choices);
  if (pressed !== undefined) {
    await commands.executeCommand(pressed === track ? commandIds.track : commandIds.browse, { connection: id });
  }
}

async function offerMending({ connection: { id, name }, refusal }: DescribedConnection): Promise<void> {
  const edit = l10n.t('Edit Connection');
  const update = l10n.t('Update Credentials');
  const text = l10n.t('{0} was added, but the connection test failed.', name);
  const pressed = await showMessage('warning', text, ...(refusal ? [update, edit] : [edit, update]));
  if (pressed !== undefined) {
    const command = pressed === edit ? commandIds.editConnection : commandIds.updateCredentials;
    await commands.executeCommand(command, { connection: id });
  }
}

async function updateCredentials(deps: Services, args: readonly unknown[]): Promise<void> {
  const title = l10n.t('Update Credentials');
  const placeholder = l10n.t('Select a connection to update its credentials');
  const original = await originalOf(deps, args, { title, placeholder });
  const { name } = original.connection;
  await runWizard({
    wizard: credentialsWizard(original, await toWizardDeps(deps)),
    leftText: l10n.t('The credentials of {0} were not changed.', name),
    save: async (described) => {
      await save(deps, described);
      tellSaved(described, l10n.t('{0} has new credentials.', name));
    },
    ...{ log: deps.log, what: commandIds.updateCredentials },
  });
}

async function edit(deps: Services, args: readonly unknown[]): Promise<void> {
  const prompt = { title: l10n.t('Edit Connection'), placeholder: l10n.t('Select a connection to edit') };
  const original = await originalOf(deps, args, prompt);
  await runWizard({
    wizard: editConnectionWizard(original, await toWizardDeps(deps)),
    leftText: l10n.t('{0} was not changed.', original.connection.name),
    save: async (described) => {
      await save(deps, described);
      tellSaved(described, l10n.t('{0} was changed.', described.connection.name));
    },
    ...{ log: deps.log, what: commandIds.editConnection },
  });
}

function tellSaved({ connection, isBroken }: DescribedConnection, done: string): void {
  if (isBroken) {
    void showMessage('warning', l10n.t('{0} was saved, but the connection test failed.', connection.name));
  } else {
    void showMessage('information', done);
  }
}

/** A connection with its provider and credentials, for the wizard. @throws UserError when its provider is not installed */
async function originalOf(deps: Services, args: readonly unknown[], prompt: ConnectionPrompt): Promise<Original> {
  const connection = await oneConnectionOf(deps, args, prompt);
  const provider = deps.providers.get(connection.provider);
  if (!provider) {
    throw new UserError(missingProvider(connection.provider, deps.providers));
  }
  const stored = await deps.connections.credentials(connection);
  return { connection, provider, credentials: stored?.credentials, origins: stored?.origins ?? [] };
}

async function testConnections(deps: Services, args: readonly unknown[]): Promise<void> {
  const prompt = { title: l10n.t('Test Connection'), placeholder: l10n.t('Select a connection to test') };
  for (const { id, name } of await connectionsOf(deps, args, prompt)) {
    await runReported(commandIds.testConnection, deps.log, async () => {
      await requestOf({ id, name }, () =>
        withCancellableProgress(l10n.t('Testing {0}…', name), (signal) => deps.service.test(id, signal)),
      );
      void showMessage('information', l10n.t('Connected to {0}.', name));
    });
  }
}

async function removeConnections(deps: Services, args: readonly unknown[]): Promise<void> {
  const { connections, store, log } = deps;
  const prompt = { title: l10n.t('Remove Connection'), placeholder: l10n.t('Select a connection to remove') };
  const chosen = await connectionsOf(deps, args, prompt);
  const ids = chosen.map(({ id }) => id);
  const count = store.tasks
    .counts()
    .filter(({ connection }) => ids.includes(connection))
    .reduce((sum, each) => sum + each.count, 0);
  const remove = l10n.t('Remove');
  const names = chosen.map(({ name }) => name).join(l10n.t(', '));
  const question =
    chosen.length === 1
      ? l10n.t('Remove the connection {0}?', names)
      : l10n.t('Remove {0} connections: {1}?', chosen.length, names);
  if ((await showModalWarning(question, removalDetail(count), remove)) !== remove) {
    return;
  }
  const removed = await connections.removeAll(ids);
  const tasks = new Map(ids.map((id) => [id, store.tasks.removeOf(id)]));
  const undo = l10n.t('Undo');
  const text =
    chosen.length === 1 ? l10n.t('{0} was removed.', names) : l10n.t('{0} connections were removed.', chosen.length);
  void showMessage('information', text, undo).then(async (pressed) => {
    if (pressed === undo) {
      // Each for itself: one whose ID is taken by now keeps no other from coming back.
      for (const each of removed) {
        await runReported('Undo', log, async () => {
          await connections.restore(each);
          const untracked = tasks.get(each.connection.id);
          if (untracked) {
            store.tasks.restore(untracked);
          }
        });
      }
    }
  });
}

function removalDetail(tasks: number): string {
  return tasks === 0
    ? l10n.t('The credentials are deleted from this machine.')
    : tasks === 1
      ? l10n.t('The credentials are deleted from this machine, and 1 task is no longer tracked.')
      : l10n.t('The credentials are deleted from this machine, and {0} tasks are no longer tracked.', tasks);
}
