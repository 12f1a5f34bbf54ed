import { isDemo } from '../../../simulator/demo/demoIds';
import { columnText } from '../../../tasks/itemFilter';
import type { Item, TaskState } from '../../../tasks/task';
import { plainText } from '../../text/plainText';
import { reasonText } from '../../text/reasonText';
import { stateCodicon } from '../../text/stateIcons';
import { itemStateText } from '../../text/stateText';
import type { PlacedItem } from './itemList';
import type { ItemRow, Tone } from './messages';

/** What a state's color says. */
export function toneOf(state: TaskState): Tone {
  switch (state) {
    case 'running':
      return 'active';
    case 'succeeded':
      return 'good';
    case 'partial':
      return 'warning';
    case 'failed':
      return 'bad';
    case 'queued':
    case 'cancelled':
    case 'expired':
    case 'unknown':
      return 'neutral';
  }
}

/** An item as the page draws it. @param mayPreview whether its picture may be loaded */
export function itemRow({ index, item }: PlacedItem, mayPreview: (link: string) => boolean): ItemRow {
  const picture = item.link !== undefined && isPicture(item) && mayPreview(item.link) ? item.link : undefined;
  return {
    index,
    tone: item.unaccounted ? 'warning' : toneOf(item.state),
    icon: item.unaccounted ? 'warning' : stateCodicon(item.state),
    state: itemStateText(item),
    source: plainText(item.source ?? ''),
    target: plainText(columnText(item, 'target')),
    reason: plainText(reasonText(item.reason ?? '')),
    hasLink: item.link !== undefined,
    ...(picture === undefined ? {} : { picture }),
  };
}

/** An item as one line of text, its parts separated by tabs. */
export function itemLine(item: Item): string {
  return [itemStateText(item), item.source, item.target, item.link, item.reason]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => plainText(part ?? ''))
    .join('\t');
}

/** Where pictures of a connection's tasks may come from: any https host, and for the demo its own on this machine. */
export function pictureSources(connection: string): readonly string[] {
  return isDemo(connection) ? ['https:', 'http://127.0.0.1:*'] : ['https:'];
}

/** Whether a page with {@link pictureSources} may load this address. */
export function isAllowedPicture(connection: string, link: string): boolean {
  return /^https:/i.test(link) || (isDemo(connection) && /^http:\/\/127\.0\.0\.1:/.test(link));
}

const pictureEnding = /\.(png|jpe?g|gif|webp|avif|bmp|svg)$/i;

function isPicture({ link = '', source = '', target = '' }: Item): boolean {
  return [link.replace(/[?#].*$/s, ''), source, target].some((text) => pictureEnding.test(text));
}
