import { l10n } from 'vscode';
import type { ProviderDefinition } from '../../api';
import { isJsonObject } from '../../base/json';
import { loadChunkNow } from '../../base/loadChunk';
import type * as compiler from '../../providers/definitions/readDefinitions';
import type * as acceptance from '../../providers/acceptProvider';
import type { ForeignProvider } from '../../providers/foreignProvider';
import type { Provider } from '../../providers/provider';
import { localize } from '../shell/localize';
import { ApiError } from './apiError';

// `registerProvider` throws and does not reject, so that its chunks are read at once.

/**
 * Makes a provider of what another extension registers: of its functions, or of a definition.
 * @throws ApiError with the mistakes of a definition and their places; UserError for a provider that is not valid
 */
export function acceptNow(given: ForeignProvider | ProviderDefinition): Provider {
  if (isDefinition(given)) {
    return compileNow(given);
  }
  const { acceptProvider } = loadChunkNow(
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- An import would have to be waited for.
    () => require('../../providers/acceptProvider') as typeof acceptance,
  );
  return acceptProvider(given);
}

/** Whether what another extension registers is a definition: JSON without the functions of a provider. */
function isDefinition(value: unknown): value is ProviderDefinition {
  try {
    return isJsonObject(value) && typeof value['request'] !== 'function' && typeof value['parse'] !== 'function';
  } catch {
    // A getter of a faulty provider.
    return false;
  }
}

function compileNow(definition: ProviderDefinition): Provider {
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
