import { UserError } from '../../base/errors';
import { message } from '../../base/message';
import type { TaskRef } from '../../tasks/task';
import type { DescribedProvider } from '../prompts/newProvider/providerDraft';
import { freeName, newConnectionId } from '../prompts/wizard/connectionDraft';
import type { Services } from '../services';
import { saveDefinitions } from './providerSettings';

/**
 * Saves a new definition and a connection to it. When the connection cannot be saved, the definition is taken back.
 * @returns the task that it was made from, which is yet to be tracked
 * @throws UserError
 */
export async function saveProvider(
  { definitions, providers, connections }: Services,
  { definition, credentials, caFile, taskId }: Extract<DescribedProvider, { readonly kind: 'new' }>,
): Promise<TaskRef> {
  const restore = await saveDefinitions([definition]);
  try {
    await definitions.load();
    const provider = providers.get(definition.id);
    if (!provider) {
      throw new UserError(
        providers.mistakeOf(definition.id)?.message ?? message('The definitions of providers could not be read.'),
      );
    }
    const all = connections.all();
    const id = newConnectionId(
      provider,
      all.map((each) => each.id),
    );
    const names = all.map((each) => each.name);
    const connection = {
      id,
      name: freeName(provider.label, provider, names),
      provider: provider.id,
      credentials: credentials.kind,
    };
    await connections.save({ ...connection, ...(caFile === undefined ? {} : { caFile }) }, credentials);
    return { connection: id, id: taskId };
  } catch (error) {
    await restore();
    throw error;
  }
}
