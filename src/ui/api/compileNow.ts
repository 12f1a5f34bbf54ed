import { l10n } from 'vscode';
import type { ProviderDefinition } from '../../api';
import { isJsonObject } from '../../base/json';
import { loadChunkNow } from '../../base/loadChunk';
import type * as compiler from '../../providers/definitions/readDefinitions';
import type { Provider } from '../../providers/provider';
import { localize } from '../shell/localize';
import { ApiError } from './apiError';

/** Whether what another extension registers is a definition: JSON without the functions of a provider. */
export function isDefinition(value: unknown): value is ProviderDefinition {
  try {
    return isJsonObject(value) && typeof value['request'] !== 'function' && typeof value['parse'] !== 'function';
  } catch {
    // A getter of a faulty provider.
    return false;
  }
}

/**
 * Makes a provider of a definition at once, since `registerProvider` throws and does not reject.
 * @throws ApiError with the mistakes and their places; UserError when the file of the compiler is gone
 */
export function compileNow(definition: ProviderDefinition): Provider {
  const { providerFromDefinition } = loadChunkNow(
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- An import would have to be waited for.
    () => require('../../providers/definitions/readDefinitions') as typeof compiler,
  );
  const made = providerFromDefinition(definition);
  if ('provider' in made) {
    return made.provider;
  }
  const mistakes = made.mistakes.map(({ pointer, message }) => l10n.t('{0}: {1}', pointer || '/', localize(message)));
  throw new ApiError('invalid-definition', l10n.t('The definition cannot be used. {0}', mistakes.join(' ')));
}
