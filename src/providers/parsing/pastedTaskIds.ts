import { isJsonObject, parseJson } from '../../base/json';
import { toWord } from '../../base/word';

/** What people paste around an ID: quotes, brackets, and what ends a sentence or an element of a list. */
const around = /^[\s"'`“”‘’「」『』()[\]{}<>（）【】]+|[\s"'`“”‘’「」『』()[\]{}<>（）【】.:：。]+$/g;

/** Between two IDs. A pasted line break is a blank where the input has one line. */
const strongSeparator = /[,;，；、\n\r\t]+/;

/** Names of an ID in an object or in the query of an address, in the order in which they are believed. */
const idNames = ['task_id', 'taskId', 'taskid', 'id'] as const;

/**
 * IDs as the examples of the documents have them: a UUID (Shoplazza), 32 or 64 hexadecimal digits (Huawei Cloud DSC, VOD), 18 or
 * 19 digits (KooDrive). No document promises these forms, so that they only decide whether blanks broke one ID into pieces.
 */
const wholeId = /^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32}|[\da-f]{64}|\d{18,19})$/i;

/**
 * The task IDs in a pasted text, each once: separated by blanks, commas, semicolons or lines; quoted or in brackets; in JSON,
 * such as a list of IDs or a response; in the addresses of tasks. Blanks within an ID are left out. It finds candidates, which
 * the provider's `validateId` has yet to judge; an address without an ID is returned as it is.
 */
export function pastedTaskIds(text: string): readonly string[] {
  return [...new Set(idsInJson(text) ?? idsInText(text))];
}

/** The name of an ID in a line of a response, of a log or of a form, which stands before it. */
const label = /(^|[\s,;{，；])["'“]?(?:task[ _-]?id|job[ _-]?id|id|任务\s*id|任务编号)["'”]?\s*[:=：](?!\/)\s*/gi;

function idsInText(text: string): readonly string[] {
  return text
    .replace(label, '$1')
    .split(strongSeparator)
    .flatMap((part) => joinBroken(part.split(/\s+/).flatMap(idIn)));
}

function idsInJson(text: string): readonly string[] | undefined {
  if (!/^\s*[[{]/.test(text)) {
    return undefined;
  }
  try {
    return idsInValue(parseJson(text));
  } catch {
    return undefined;
  }
}

function idsInValue(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') {
    return idsInText(String(value));
  }
  if (Array.isArray(value)) {
    return value.flatMap(idsInValue);
  }
  if (!isJsonObject(value)) {
    return [];
  }
  const name = idNames.find((each) => typeof value[each] === 'string' || typeof value[each] === 'number');
  // In a response the task may be inside, such as in "data" or "tasks".
  return name ? idsInValue(value[name]) : Object.values(value).filter(isContainer).flatMap(idsInValue);
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function idIn(part: string): readonly string[] {
  const word = toWord(part).replace(around, '');
  // Such as the sign before an entry of a list, or between the cells of a table.
  const isSign = !/[\p{L}\p{N}]/u.test(word);
  return isSign ? [] : [idInAddress(word) ?? word];
}

/** The ID in an address of a task: the parameter of that name, else what follows `task` or `tasks`, else the last part. */
function idInAddress(word: string): string | undefined {
  if (!/^https?:\/\//i.test(word) || !URL.canParse(word)) {
    return undefined;
  }
  const { searchParams, hash, pathname } = new URL(word);
  // Consoles keep their parameters behind the "#".
  const [route = '', query = ''] = hash.slice(1).split('?');
  for (const parameters of [searchParams, new URLSearchParams(query)]) {
    const id = idNames.map((name) => parameters.get(name)).find(Boolean);
    if (id) {
      return toWord(id);
    }
  }
  const parts = [...pathname.split('/'), ...route.split('/')].filter(Boolean).map(decode);
  const place = parts.findLastIndex((part) => /^tasks?$/i.test(part));
  return place < 0 ? undefined : parts[place + 1];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Joins pieces that are one ID only together. */
function joinBroken(pieces: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let start = 0; start < pieces.length;) {
    const counts = wholeId.test(pieces[start] ?? '') ? [] : [2, 3, 4].filter((count) => start + count <= pieces.length);
    const count = counts.find((each) => wholeId.test(pieces.slice(start, start + each).join(''))) ?? 1;
    joined.push(pieces.slice(start, start + count).join(''));
    start += count;
  }
  return joined;
}
