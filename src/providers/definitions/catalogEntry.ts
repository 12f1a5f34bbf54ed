import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import type { CatalogEntry } from '../catalog';
import type { ProviderDefinition } from './definition';
import type { Mistake } from './mistake';
import { providerFromDefinition } from './providerFromDefinition';

/** Parses a file of the catalog: a definition, and where its credentials come from. */
export function parseCatalogEntry(file: unknown): CatalogEntry | { readonly mistakes: readonly Mistake[] } {
  const { definition, credentials } = isJsonObject(file) ? file : {};
  const made = providerFromDefinition(definition);
  if (!('provider' in made)) {
    return made;
  }
  const { hint, page } = isJsonObject(credentials) ? credentials : {};
  return typeof hint === 'string' && typeof page === 'string'
    ? { definition: definition as ProviderDefinition, provider: made.provider, help: { hint, page } }
    : { mistakes: [{ pointer: '/credentials', message: message('The key "{0}" is needed. Add it.', 'credentials') }] };
}
