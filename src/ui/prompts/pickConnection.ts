import { commands, l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { commandIds } from '../../ids';
import type { ProviderRegistry } from '../../providers/registry';
import { escapedEntry, showQuickPick } from './quickPick';

type ConnectionEntry = QuickPickItem & { readonly connection?: Connection; readonly run?: () => Promise<void> };

/** What a list of connections is for; translated. */
export interface ConnectionPrompt {
  readonly title: string;
  readonly placeholder: string;
  /** Which connections to list; all, if absent. */
  readonly isOffered?: (connection: Connection) => boolean;
  /** What a person may do in place of picking a connection. */
  readonly other?: { readonly label: string; readonly codicon: string; readonly run: () => Promise<void> };
}

/**
 * Lets the user pick a connection. A single one is taken without asking; if there is none, starts Add Connection.
 * @throws CancelledError when the user leaves, or did something else; UserError when there is none to list
 */
export async function pickConnection(
  connections: ConnectionDirectory,
  providers: ProviderRegistry,
  prompt: ConnectionPrompt,
): Promise<Connection> {
  const { title, placeholder: placeHolder, isOffered = () => true, other } = prompt;
  if (connections.all().length === 0) {
    await commands.executeCommand(commandIds.addConnection);
  }
  const offered = connections.all().filter(isOffered);
  const [only] = offered;
  if (!only) {
    if (connections.all().length === 0) {
      throw new CancelledError();
    }
    throw new UserError(message('No connection supports this.'));
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
  if (other) {
    const { label, codicon, run } = other;
    entries.push(escapedEntry<ConnectionEntry>({ label, iconPath: new ThemeIcon(codicon), alwaysShow: true, run }));
  }
  // What leads elsewhere shows whatever is typed.
  const add = { label: l10n.t('Add Connection…'), iconPath: new ThemeIcon('add'), alwaysShow: true };
  entries.push(escapedEntry<ConnectionEntry>(add));
  const picked = await showQuickPick(entries, { title, placeHolder });
  if (!picked) {
    throw new CancelledError();
  }
  if (picked.connection) {
    return picked.connection;
  }
  if (picked.run) {
    await picked.run();
    throw new CancelledError();
  }
  await commands.executeCommand(commandIds.addConnection);
  return pickConnection(connections, providers, prompt);
}
