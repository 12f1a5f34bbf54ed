import { huaweiDsc } from './huaweiDsc/provider';
import { huaweiKooDrive } from './huaweiKooDrive/provider';
import { huaweiVod } from './huaweiVod/provider';
import type { Provider } from './provider';
import { shoplazza } from './shoplazza/provider';

/** The providers that come with this extension, in the order in which lists show them. */
export const builtInProviders: readonly Provider[] = [huaweiDsc, huaweiVod, huaweiKooDrive, shoplazza];
