import { builtInProviders } from '../../src/providers/builtInProviders';
import type { Provider } from '../../src/providers/provider';
import { renderFarm } from '../fixtures/render-farm/provider';

/** The providers on which the tests "as every provider" run: the built-in ones, and one that nothing else knows. */
export const everyProvider: readonly Provider[] = [...builtInProviders, renderFarm];
