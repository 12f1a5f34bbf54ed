import type { Services } from '../../services';

/** What the Details panels depend on: what commands do, but for the panels themselves. */
export type DetailsDeps = Omit<Services, 'details'>;
