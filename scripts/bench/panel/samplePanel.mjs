// What a host tells the page of a task, without its items.
import { loadProduct } from '../loadProduct.mjs';

/** @typedef {import('../../../src/ui/views/details/messages.ts').HostMessage} HostMessage */
/** @typedef {import('../../../src/ui/views/details/messages.ts').Texts} Texts */

/** @type {Pick<typeof import('../../../src/ui/views/details/messages.ts'), 'textKeys'>} */
const { textKeys } = await loadProduct('messages', { textKeys: 'src/ui/views/details/messages.ts' });

/**
 * The first messages of a host.
 * @param {number} itemCount
 * @returns {readonly HostMessage[]}
 */
export function samplePanel(itemCount) {
  const texts = /** @type {Texts} */ (Object.fromEntries(textKeys.map((key) => [key, key])));
  const at = 'Nov 26, 2026, 3:46:15 AM';
  return [
    { type: 'start', texts, connection: 'bench', id: 'large', pinned: false },
    {
      type: 'details',
      details: {
        name: 'Large',
        state: 'partial',
        stateText: 'completed with errors',
        icon: 'warning',
        tone: 'warning',
        announcement: '',
        bar: { percent: 100, failedPercent: 1 },
        progress: ['104 of 10,000 failed'],
        problems: [],
        facts: ['Provider', 'Connection', 'Task ID', 'Created', 'Ended at'].map((label) => ({ label, value: at })),
        timeline: ['Created', 'Tracking started', 'Ended'].map((text) => ({
          ...{ at, text, icon: 'circle-outline', tone: /** @type {const} */ ('neutral') },
        })),
        chart: {
          points: Array.from({ length: 100 }, (_, index) => [index / 99, (100 * index) / 99]),
          ...{ from: '3:40 AM', to: '3:46 AM', text: 'From 0% to 100%.' },
        },
        itemCount,
        actions: ['openJson', 'copyAsCurl', 'reveal'],
        respondedAt: 0,
      },
    },
  ];
}
