/**
 * Every name under which the editor, its settings or another extension knows a part of this one. A test holds this list
 * equal to the manifest.
 */

/** Commands, by what they do. */
export const commandIds = {
  addConnection: 'cloudTasks.addConnection',
  editConnection: 'cloudTasks.editConnection',
  updateCredentials: 'cloudTasks.updateCredentials',
  testConnection: 'cloudTasks.testConnection',
  removeConnection: 'cloudTasks.removeConnection',
  track: 'cloudTasks.track',
  lookUp: 'cloudTasks.lookUp',
  browse: 'cloudTasks.browse',
  refresh: 'cloudTasks.refresh',
  refreshAll: 'cloudTasks.refreshAll',
  pausePolling: 'cloudTasks.pausePolling',
  resumePolling: 'cloudTasks.resumePolling',
  showTasks: 'cloudTasks.showTasks',
  showMore: 'cloudTasks.showMore',
  openJson: 'cloudTasks.openJson',
  rename: 'cloudTasks.rename',
  untrack: 'cloudTasks.untrack',
  clearFinished: 'cloudTasks.clearFinished',
  copyId: 'cloudTasks.copyId',
  copyPath: 'cloudTasks.copyPath',
  copyAsCurl: 'cloudTasks.copyAsCurl',
  openLink: 'cloudTasks.openLink',
  startDemo: 'cloudTasks.startDemo',
  stopDemo: 'cloudTasks.stopDemo',
  openSettings: 'cloudTasks.openSettings',
  showLog: 'cloudTasks.showLog',
} as const;

/** The id of a command. */
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Views and what holds them. */
export const viewIds = {
  container: 'cloudTasks',
  tasks: 'cloudTasks.tasks',
} as const;

/** Context keys that `when` clauses read. */
export const contextKeys = {
  /** At least one connection is set up. */
  hasConnections: 'cloudTasks.hasConnections',
  /** At least one connection has credentials on this machine. */
  hasCredentials: 'cloudTasks.hasCredentials',
  /** At least one task is tracked. */
  hasTasks: 'cloudTasks.hasTasks',
  /** At least one tracked task has ended. */
  hasEnded: 'cloudTasks.hasEnded',
  /** At least one connection is asked by itself. */
  polling: 'cloudTasks.polling',
  /** The user has stopped polling of at least one connection. */
  pollingPaused: 'cloudTasks.pollingPaused',
  /** The demo's connections are set up. */
  demo: 'cloudTasks.demo',
} as const;

/** The name of a context key. */
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Settings, below `cloudTasks`. */
export const settingIds = {
  connections: 'connections',
  minInterval: 'polling.minInterval',
  maxInterval: 'polling.maxInterval',
  notifications: 'notifications',
  statusBar: 'statusBar',
  timeout: 'http.timeout',
} as const;

/** The part of every setting's name that they share. */
export const settingsSection = 'cloudTasks';

/** The status-bar item, by which the user can hide it. */
export const statusBarId = 'cloudTasks.status';

/** Scheme of the read-only documents that show answers. */
export const responseScheme = 'cloud-tasks';
