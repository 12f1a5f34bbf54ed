import type { Connection } from '../../connections/connection';
import type { Provider, RecognizedTask } from '../../providers/provider';
import type { Services } from '../services';

/** A task that a text names, with the provider that knows its address. */
export interface FoundTask {
  readonly provider: Provider;
  readonly task: RecognizedTask;
  /** The connections of the provider that the address fits; all of them where none does. */
  readonly connections: readonly Connection[];
}

/** The providers that know an address or a command, and the task that it names. */
export function recognizedTasks(
  { providers, connections }: Pick<Services, 'providers' | 'connections'>,
  text: string,
): readonly FoundTask[] {
  return providers.all().flatMap((provider) => {
    const task = provider.recognize?.(text);
    if (!task) {
      return [];
    }
    const own = connections.all().filter((connection) => connection.provider === provider.id);
    const fields = Object.entries(task.fields ?? {});
    const fitting = own.filter((connection) =>
      fields.every(([key, value]) => {
        const fallback = provider.fields.find((field) => field.key === key)?.fallback;
        return (connection[key] ?? fallback) === value;
      }),
    );
    return [{ provider, task, connections: fitting.length > 0 ? fitting : own }];
  });
}
