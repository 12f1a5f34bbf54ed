import { plainText } from './plainText';
import { truncate } from './truncate';

/** What JSON allows in a string and an editor would hide, obey or take for a line break. */
const unreadable = /[\u007f-\u009f\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/gu;

/** A JSON value as the text of a document. Control and bidirectional characters are shown as JSON escapes. */
export function documentText(value: unknown): string {
  return value === undefined ? '' : `${JSON.stringify(value, null, 2).replace(unreadable, escapeUnits)}\n`;
}

/** A name as the last part of a document's path, which VS Code shows as its title. */
export function documentName(name: string): string {
  return truncate(plainText(name).replace(/[\\/:*?"<>|\s]+/g, '_'), 80);
}

function escapeUnits(character: string): string {
  return character.split('').map(escapeUnit).join('');
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
