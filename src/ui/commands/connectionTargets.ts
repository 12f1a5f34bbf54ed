import { CancelledError } from '../../base/errors';
import type { Connection } from '../../connections/connection';
import { pickConnection, type ConnectionPrompt } from '../prompts/pickConnection';
import type { Services } from '../services';
import { connectionFromArgs, rowsOfKind } from './commandArguments';
import { currentRows } from './taskTargets';

type TargetDeps = Pick<Services, 'tree' | 'connections' | 'providers'>;

/**
 * The connections of a command: those of its arguments, else the one that the user picks. What the title of the view passes
 * besides, such as the row of a task, names no connection.
 * @throws UserError for an unknown connection; CancelledError when the user leaves
 */
export async function connectionsOf(
  deps: TargetDeps,
  args: readonly unknown[],
  prompt: ConnectionPrompt,
): Promise<readonly Connection[]> {
  const { connections, providers } = deps;
  const rows = rowsOfKind('connection', currentRows(deps, args) ?? []);
  const given = connectionFromArgs(args[0]);
  const ids = rows.length > 0 ? rows.map(({ connection }) => connection) : given === undefined ? [] : [given];
  const found = ids.map((id) => connections.require(id));
  return found.length > 0 ? found : [await pickConnection(connections, providers, promptWithin(deps, args, prompt))];
}

/** Where the row of a service is current, only its connections are offered. */
function promptWithin(deps: TargetDeps, args: readonly unknown[], prompt: ConnectionPrompt): ConnectionPrompt {
  const [row, ...others] = rowsOfKind('provider', currentRows(deps, args) ?? []);
  if (!row || others.length > 0) {
    return prompt;
  }
  const { isOffered = () => true, other: _, ...texts } = prompt;
  return { ...texts, isOffered: (each) => each.provider === row.provider && isOffered(each) };
}

/** The same for a command that takes one connection; with several current rows it does nothing. @throws CancelledError */
export async function oneConnectionOf(
  deps: TargetDeps,
  args: readonly unknown[],
  prompt: ConnectionPrompt,
): Promise<Connection> {
  const [only, ...others] = await connectionsOf(deps, args, prompt);
  if (!only || others.length > 0) {
    throw new CancelledError();
  }
  return only;
}
