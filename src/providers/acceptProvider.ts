import { UserError } from '../base/errors';
import { message } from '../base/message';
import { copyProvider } from './copyProvider';
import type { ForeignProvider } from './foreignProvider';
import type { Provider } from './provider';
import { findInvalidField } from './providerSchema';
import { validatedProvider } from './validatedProvider';

/**
 * Makes a provider of what another extension registers: a copy, read once, whose members are checked now and whose results
 * are checked each time.
 * @throws UserError that names what is missing or not valid
 */
export function acceptProvider(provider: ForeignProvider): Provider {
  const copy = readOnce(provider);
  const fault = findInvalidField(copy);
  if (fault !== undefined) {
    throw new UserError(
      fault === ''
        ? message('This is not a task provider.')
        : message('The task provider cannot be used: "{0}" is missing or not valid.', fault),
    );
  }
  return validatedProvider(copy);
}

/** Copies a provider of another extension. @throws UserError when a getter of it throws */
function readOnce(provider: ForeignProvider): ForeignProvider {
  try {
    return copyProvider(provider) as ForeignProvider;
  } catch (error) {
    throw new UserError(message('This is not a task provider.'), { cause: error });
  }
}
