import { commands, env, l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import { redactSecrets } from '../../auth/redactSecrets';
import { CancelledError, UserError } from '../../base/errors';
import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import { commandIds } from '../../ids';
import type { CatalogEntry } from '../../providers/catalog';
import type { ProviderDefinition } from '../../providers/definitions/definition';
import { withoutSecrets } from '../../providers/definitions/sharing/withoutSecrets';
import { checkImport, confirmImport, readImport, usableDefinition } from '../prompts/importProvider';
import { escapedEntry, showQuickPick } from '../prompts/quickPick';
import type { Services } from '../services';
import { localize } from '../shell/localize';
import { showMessage } from '../shell/showMessage';
import { listText } from '../text/listText';
import type { Handlers } from './handlers';
import { customize, definitionInSettings, definitionsInSettings, saveDefinitions } from './providerSettings';
import { setStatusMeaning } from './setStatusMeaning';

/** The commands about definitions of providers. */
export function providerCommands(
  deps: Services,
): Handlers<'importProvider' | 'copyProvider' | 'customizeProvider' | 'setStatusMeaning'> {
  return {
    importProvider: () => importProviders(deps),
    copyProvider: (...args) => copyProvider(deps, args[0]),
    customizeProvider: (...args) => customizeProvider(deps, args[0]),
    setStatusMeaning: (...args) => setStatusMeaning(deps, args),
  };
}

async function importProviders({ definitions: sources }: Services): Promise<void> {
  const imported = checkImport(await readImport());
  const catalog = await sources.catalog();
  const present = (id: string): ProviderDefinition | undefined =>
    usableDefinition(definitionInSettings(id)) ?? catalog.find((entry) => entry.provider.id === id)?.definition;
  // Nothing is copied before the user has agreed to everything.
  for (const definition of imported) {
    await confirmImport(definition, present(definition.id));
  }
  await saveDefinitions(imported);
  await sources.load();
  const names = listText(
    imported.map(({ id, label = id }) => label),
    localize,
  );
  const add = l10n.t('Add Connection');
  if ((await showMessage('information', l10n.t('Imported: {0}.', names), add)) === add) {
    const [only, ...others] = imported;
    await commands.executeCommand(commandIds.addConnection, others.length === 0 ? { provider: only?.id } : undefined);
  }
}

type DefinitionEntry = QuickPickItem & { readonly definition: object };

async function copyProvider(deps: Services, argument: unknown): Promise<void> {
  const catalog = await deps.definitions.catalog();
  const own = definitionsInSettings().filter((each): each is object => isJsonObject(each));
  const { definition } = await pickDefinition(
    [...own.map(toEntry), ...catalog.map(({ definition }) => toEntry(definition))],
    argument,
    { title: l10n.t('Copy as JSON'), placeHolder: l10n.t('Select a provider to copy its definition') },
  );
  const { definition: shared, leftOut } = withoutSecrets(definition);
  const json = await withoutStoredSecrets(deps, definition, JSON.stringify(shared, undefined, 2));
  await env.clipboard.writeText(json);
  if (leftOut.length > 0) {
    const places = listText(leftOut, localize);
    void showMessage('warning', l10n.t('Definition copied. Left out, since it may be a secret: {0}.', places));
  } else {
    void showMessage('information', l10n.t('Definition copied.'));
  }
}

/** Masks the secrets of the connections that use a definition, should somebody have written one into it. */
async function withoutStoredSecrets({ connections }: Services, definition: object, json: string): Promise<string> {
  const { id } = definition as { readonly id?: unknown };
  let body = json;
  for (const connection of connections.all().filter(({ provider }) => provider === id)) {
    const stored = await connections.credentials(connection);
    if (stored) {
      ({ body } = redactSecrets({ status: 0, headers: {}, body, sentAt: 0, receivedAt: 0 }, stored.credentials));
    }
  }
  return body;
}

async function customizeProvider({ definitions: sources }: Services, argument: unknown): Promise<void> {
  const catalog = await sources.catalog();
  const { definition } = await pickDefinition(
    catalog.map(({ definition: each }) => toEntry(each)),
    argument,
    { title: l10n.t('Customize Provider'), placeHolder: l10n.t('Select a provider to copy it into settings.json') },
  );
  await customize(definition as CatalogEntry['definition']);
}

function toEntry(definition: object): DefinitionEntry {
  const { id, label, icon } = definition as Readonly<Record<string, unknown>>;
  const name = typeof id === 'string' ? id : '?';
  return {
    label: typeof label === 'string' ? label : name,
    description: name,
    iconPath: new ThemeIcon(typeof icon === 'string' ? icon : 'cloud'),
    definition,
  };
}

/** The definition that the argument names by its id, or `{ provider }`; else the one that the user picks. @throws CancelledError */
async function pickDefinition(
  entries: readonly DefinitionEntry[],
  argument: unknown,
  texts: { readonly title: string; readonly placeHolder: string },
): Promise<DefinitionEntry> {
  const given = isJsonObject(argument) ? argument['provider'] : argument;
  if (typeof given === 'string') {
    const found = entries.find(({ description }) => description === given);
    if (!found) {
      throw new UserError(message('There is no definition with the ID {0}.', given));
    }
    return found;
  }
  // Those of the settings come first, and are used in place of the catalog's.
  const unique = entries.filter(
    ({ description }, index) => index === entries.findIndex((entry) => entry.description === description),
  );
  const picked = await showQuickPick(
    unique.map((entry) => escapedEntry(entry)),
    texts,
  );
  if (!picked) {
    throw new CancelledError();
  }
  return picked;
}
