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

/** The name of a state's codicon. */
export function stateCodicon(state: TaskState): string {
  return iconsByState[state][0];
}

/** The icon of a row with a problem. */
export const warningIcon = new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));

/** The user paused polling. */
export const pausedIcon = new ThemeIcon('debug-pause', new ThemeColor('descriptionForeground'));

/** The task is running, but cannot be polled for now. */
export const notPolledIcon = new ThemeIcon('sync-ignored', new ThemeColor('descriptionForeground'));
