import { ThemeColor, ThemeIcon } from 'vscode';
import type { TaskState } from '../../tasks/task';

// Codicons and theme colors, so that they fit every theme.
const iconsByState = {
  queued: ['circle-outline', 'descriptionForeground'],
  running: ['sync~spin', 'charts.blue'],
  succeeded: ['pass', 'charts.green'],
  partial: ['warning', 'problemsWarningIcon.foreground'],
  failed: ['error', 'errorForeground'],
  cancelled: ['circle-slash', 'descriptionForeground'],
  expired: ['history', 'descriptionForeground'],
  unknown: ['question', 'descriptionForeground'],
} as const satisfies Record<TaskState, readonly [icon: string, color: string]>;

/** A state's icon in its color. */
export function stateIcon(state: TaskState): ThemeIcon {
  const [icon, color] = iconsByState[state];
  return new ThemeIcon(icon, new ThemeColor(color));
}

/** The name of a state's codicon, which stands still: in a line of text, and in a picker, a turning icon would orbit. */
export function stateCodicon(state: TaskState): string {
  return state === 'running' ? 'sync' : iconsByState[state][0];
}

/** The icon of a running task that is not polled, and stands still. @param isAlarm whether something is wrong */
export function haltedIcon(isAlarm: boolean): ThemeIcon {
  return new ThemeIcon(isAlarm ? 'sync-ignored' : 'sync', new ThemeColor('descriptionForeground'));
}

/** The icon of a row with a problem. */
export const warningIcon = new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));

/** The user paused polling. */
export const pausedIcon = new ThemeIcon('debug-pause', new ThemeColor('descriptionForeground'));
