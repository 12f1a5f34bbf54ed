import { workspace } from 'vscode';
import { settingIds, settingsSection } from '../../ids';
import type { PollingLimits } from '../../polling/schedule';

/** Which notifications the user wants. */
export type NotificationLevel = 'all' | 'failures' | 'none';

/** When the status-bar item is there. */
export type StatusBarMode = 'auto' | 'always' | 'never';

/** How often to ask, in milliseconds, whatever a person wrote into the settings. */
export function pollingLimits(): PollingLimits {
  const minInterval = seconds(settingIds.minInterval, 5, 1);
  return { minInterval, maxInterval: Math.max(minInterval, seconds(settingIds.maxInterval, 90, 5)) };
}

/** How long a whole answer may take; ms. */
export function requestTimeout(): number {
  return seconds(settingIds.timeout, 30, 1);
}

export function notificationLevel(): NotificationLevel {
  return choice(settingIds.notifications, ['all', 'failures', 'none']);
}

export function statusBarMode(): StatusBarMode {
  return choice(settingIds.statusBar, ['auto', 'always', 'never']);
}

/** A number of seconds from the settings as milliseconds; what is no number counts as `fallback`. */
function seconds(id: string, fallback: number, least: number): number {
  const value: unknown = workspace.getConfiguration(settingsSection).get(id);
  return 1000 * (typeof value === 'number' && Number.isFinite(value) ? Math.max(value, least) : fallback);
}

function choice<T extends string>(id: string, choices: readonly [T, ...T[]]): T {
  const value: unknown = workspace.getConfiguration(settingsSection).get(id);
  return choices.find((each) => each === value) ?? choices[0];
}
