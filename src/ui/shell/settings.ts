import { workspace } from 'vscode';
import { settingIds, settingsSection } from '../../ids';
import type { PollingLimits } from '../../polling/schedule';

/** Which notifications the user wants. */
export type NotificationLevel = 'all' | 'failures' | 'none';

/** When the status-bar item is shown. */
export type StatusBarMode = 'auto' | 'always' | 'never';

/** The polling intervals (ms) of the settings, with invalid values replaced. */
export function pollingLimits(): PollingLimits {
  const minInterval = seconds(settingIds.minInterval, 5, 1);
  return { minInterval, maxInterval: Math.max(minInterval, seconds(settingIds.maxInterval, 90, 5)) };
}

/** The timeout of a request (ms), including its response body. */
export function requestTimeout(): number {
  return seconds(settingIds.timeout, 30, 1);
}

/** How many days a finished task stays in the list. */
export function historyDays(): number {
  return number(settingIds.historyDays, 30, 1);
}

/** Which notifications the settings ask for. */
export function notificationLevel(): NotificationLevel {
  return choice(settingIds.notifications, ['all', 'failures', 'none']);
}

/** When the settings show the status-bar item. */
export function statusBarMode(): StatusBarMode {
  return choice(settingIds.statusBar, ['auto', 'always', 'never']);
}

/** Whether pictures that a task made may be loaded into its details. */
export function previewsPictures(): boolean {
  return workspace.getConfiguration(settingsSection).get(settingIds.previewPictures) === true;
}

/** A setting in seconds, as milliseconds. If it is not a number, `fallback` (s) is used. */
function seconds(id: string, fallback: number, least: number): number {
  return 1000 * number(id, fallback, least);
}

function number(id: string, fallback: number, least: number): number {
  const value: unknown = workspace.getConfiguration(settingsSection).get(id);
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(value, least) : fallback;
}

function choice<T extends string>(id: string, choices: readonly [T, ...T[]]): T {
  const value: unknown = workspace.getConfiguration(settingsSection).get(id);
  return choices.find((each) => each === value) ?? choices[0];
}
