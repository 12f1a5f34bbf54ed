import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ShownMessage } from './shownMessages';

/** What the second window reports to the first. */
export interface SecondWindowReport {
  /** Ids of the connections whose credentials it can use. */
  readonly usable?: readonly string[];
  /** A message that it showed. */
  readonly shown?: ShownMessage;
  /** How many tasks it sees in each state; reported whenever that changes. */
  readonly states?: Readonly<Record<string, number>>;
}

/** Files are the one thing that two windows of one machine share from the start. */
const folder = path.join(
  tmpdir(),
  `ct-windows-${createHash('sha256')
    .update(process.env['CODE_WEB_CONTROL'] ?? '')
    .digest('hex')
    .slice(0, 12)}`,
);
const reports = path.join(folder, 'reports');
const end = path.join(folder, 'end');

/** Creates the file for reports. */
export async function openReports(): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(reports, '');
}

/** Removes what {@link openReports} made. */
export async function closeReports(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Reports something to the first window, if that has not ended. */
export async function report(content: SecondWindowReport): Promise<void> {
  if (!isAskedToEnd()) {
    await appendFile(reports, `${JSON.stringify(content)}\n`);
  }
}

/** All that the second window has reported so far. */
export async function readReports(): Promise<readonly SecondWindowReport[]> {
  const text = await readFile(reports, 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as SecondWindowReport);
}

/** Asks the second window to end. */
export async function askToEnd(): Promise<void> {
  await writeFile(end, '');
}

/** Whether the first window asked this one to end, or has ended itself. */
export function isAskedToEnd(): boolean {
  return existsSync(end) || !existsSync(reports);
}
