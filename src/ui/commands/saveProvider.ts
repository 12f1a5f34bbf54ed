import { UserError } from '../../base/errors';
import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import type { ProviderDefinition } from '../../providers/definitions/definition';
import type { ProviderRegistry } from '../../providers/registry';
import type { TaskRef } from '../../tasks/task';
import type { DescribedProvider } from '../prompts/newProvider/providerDraft';
import { newConnectionId } from '../prompts/wizard/connectionDraft';
import type { Services } from '../services';
import { providerSetting } from '../shell/userSetting';

/** How long (ms) the settings may take until a new definition counts. */
const patienceMs = 10_000;

/** The ids of all definitions in the setting, also of those with mistakes. */
export function definedIds(): readonly string[] {
  return definitions().flatMap((each) => (isJsonObject(each) && typeof each['id'] === 'string' ? [each['id']] : []));
}

/** A definition of the setting, with its place in it. */
export function definitionOf(
  id: string,
): { readonly index: number; readonly definition: ProviderDefinition } | undefined {
  const index = definitions().findIndex((each) => isJsonObject(each) && each['id'] === id);
  return index < 0 ? undefined : { index, definition: definitions()[index] as ProviderDefinition };
}

function definitions(): readonly unknown[] {
  const value = providerSetting.read();
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/**
 * Saves a new definition and a connection to it. When the connection cannot be saved, the definition is taken back.
 * @returns the task that it was made from, which is yet to be tracked
 * @throws UserError
 */
export async function saveProvider(
  { providers, connections, clock }: Services,
  { definition, credentials, caFile, taskId }: Extract<DescribedProvider, { readonly kind: 'new' }>,
): Promise<TaskRef> {
  const before = providerSetting.read() ?? [];
  if (!Array.isArray(before)) {
    throw new UserError(message('The setting cloudTasks.providers must be a list of definitions.'));
  }
  await providerSetting.write([...(before as readonly unknown[]), definition]);
  try {
    const provider = await untilDefined(providers, definition.id, clock);
    const taken = connections.all().map((each) => each.id);
    const id = newConnectionId(provider, taken);
    const connection = { id, name: provider.label, provider: provider.id, credentials: credentials.kind };
    await connections.save({ ...connection, ...(caFile === undefined ? {} : { caFile }) }, credentials);
    return { connection: id, id: taskId };
  } catch (error) {
    await providerSetting.write(before as readonly unknown[]);
    throw error;
  }
}

/** Waits until the registry has the provider of a definition that was just written. */
function untilDefined(
  providers: ProviderRegistry,
  id: string,
  clock: Services['clock'],
): Promise<NonNullable<ReturnType<ProviderRegistry['get']>>> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      const provider = providers.get(id);
      const mistake = providers.mistakeOf(id);
      if (provider) {
        stop();
        resolve(provider);
      } else if (mistake) {
        stop();
        reject(new UserError(mistake.message));
      }
    };
    const listening = providers.onDidChange(check);
    const timer = clock.schedule(patienceMs, () => {
      stop();
      reject(new UserError(message('The new definition was saved, but the settings were not read again.')));
    });
    const stop = (): void => {
      listening.dispose();
      timer.dispose();
    };
    check();
  });
}
