import { commands, l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { commandIds } from '../../ids';
import type { ProviderRegistry } from '../../providers/registry';
import { escapedEntry, showQuickPick } from './quickPick';

type ConnectionEntry = QuickPickItem & { readonly connection?: Connection };

/**
 * Lets the user pick a connection. A single one is taken without asking; if there is none, starts Add Connection.
 * @param isOffered which connections to list
 * @throws CancelledError when the user leaves; UserError when there is none to list
 */
export async function pickConnection(
  connections: ConnectionDirectory,
  providers: ProviderRegistry,
  placeholder: string,
  isOffered: (connection: Connection) => boolean = () => true,
): Promise<Connection> {
  if (connections.all().length === 0) {
    await commands.executeCommand(commandIds.addConnection);
  }
  const offered = connections.all().filter(isOffered);
  const [only] = offered;
  if (!only) {
    if (connections.all().length === 0) {
      throw new CancelledError();
    }
    throw new UserError(message('None of your connections can do this.'));
  }
  if (offered.length === 1) {
    return only;
  }
  const entries = offered.map((connection) =>
    escapedEntry<ConnectionEntry>({
      label: connection.name,
      description: providers.get(connection.provider)?.label ?? connection.provider,
      iconPath: new ThemeIcon(providers.get(connection.provider)?.icon ?? 'question'),
      connection,
    }),
  );
  entries.push(escapedEntry<ConnectionEntry>({ label: l10n.t('Add Connection…'), iconPath: new ThemeIcon('add') }));
  const picked = await showQuickPick(entries, { placeHolder: placeholder, matchOnDescription: true });
  if (!picked) {
    throw new CancelledError();
  }
  if (picked.connection) {
    return picked.connection;
  }
  await commands.executeCommand(commandIds.addConnection);
  return pickConnection(connections, providers, placeholder, isOffered);
}
