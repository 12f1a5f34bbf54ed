import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import type { CatalogEntry } from '../catalog';
import type { Definition } from '../registry';
import { parseCatalogEntry } from './catalogEntry';
import type { Mistake } from './mistake';
import { providerFromDefinition } from './providerFromDefinition';

export { providerFromDefinition };

const maxDefinitions = 100;

/** The parsed setting `cloudTasks.providers`. */
export interface ReadDefinitions {
  /** Each with another id. A definition without a readable id is among the mistakes only. */
  readonly definitions: readonly Definition[];
  /** All mistakes, with pointers from the root of the setting. */
  readonly mistakes: readonly Mistake[];
}

/** Parses the setting, of any shape. A mistake in one definition leaves the others usable; of two with one id the first counts. */
export function readDefinitions(setting: unknown): ReadDefinitions {
  if (!Array.isArray(setting)) {
    const problem = message('The setting cloudTasks.providers must be a list of definitions. Put them in [ ].');
    return { definitions: [], mistakes: [{ pointer: '', message: problem }] };
  }
  const definitions = new Map<string, Definition>();
  const mistakes: Mistake[] = [];
  for (const [index, value] of (setting as readonly unknown[]).slice(0, maxDefinitions).entries()) {
    const id = isJsonObject(value) && typeof value['id'] === 'string' ? value['id'] : undefined;
    if (id !== undefined && definitions.has(id)) {
      mistakes.push({
        pointer: `/${index}/id`,
        message: message('Another definition has the same ID. Change one of them.'),
      });
      continue;
    }
    const made = providerFromDefinition(value);
    if ('provider' in made) {
      definitions.set(made.provider.id, made);
      continue;
    }
    const placed = made.mistakes.map((mistake) => ({ ...mistake, pointer: `/${index}${mistake.pointer}` }));
    mistakes.push(...placed);
    const [first] = placed;
    if (id !== undefined && first) {
      definitions.set(id, { id, mistake: first });
    }
  }
  if (setting.length > maxDefinitions) {
    mistakes.push({
      pointer: `/${maxDefinitions}`,
      message: message('Only the first {0} definitions are read. Remove some of them.', maxDefinitions),
    });
  }
  return { definitions: [...definitions.values()], mistakes };
}

/** Parses a file of the catalog. @throws Error when it has mistakes, or another id than its name */
export function readCatalogEntry(file: unknown, id: string): CatalogEntry {
  const entry = parseCatalogEntry(file);
  if (!('provider' in entry) || entry.provider.id !== id) {
    throw new Error(JSON.stringify('provider' in entry ? entry.provider.id : entry.mistakes));
  }
  return entry;
}
