/**
 * Every id that VS Code, the settings or other extensions use for a part of this extension. A test compares this list with
 * the manifest.
 */

/** Ids of the commands. */
export const commandIds = {
  addConnection: 'cloudTasks.addConnection',
  editConnection: 'cloudTasks.editConnection',
  updateCredentials: 'cloudTasks.updateCredentials',
  testConnection: 'cloudTasks.testConnection',
  removeConnection: 'cloudTasks.removeConnection',
  newProvider: 'cloudTasks.newProvider',
  testProvider: 'cloudTasks.testProvider',
  track: 'cloudTasks.track',
  trackSelection: 'cloudTasks.trackSelection',
  lookUp: 'cloudTasks.lookUp',
  browse: 'cloudTasks.browse',
  refresh: 'cloudTasks.refresh',
  refreshAll: 'cloudTasks.refreshAll',
  pausePolling: 'cloudTasks.pausePolling',
  resumePolling: 'cloudTasks.resumePolling',
  pauseAll: 'cloudTasks.pauseAll',
  resumeAll: 'cloudTasks.resumeAll',
  showTasks: 'cloudTasks.showTasks',
  showMore: 'cloudTasks.showMore',
  filter: 'cloudTasks.filter',
  changeFilter: 'cloudTasks.changeFilter',
  clearFilter: 'cloudTasks.clearFilter',
  sortBy: 'cloudTasks.sortBy',
  groupBy: 'cloudTasks.groupBy',
  showDetails: 'cloudTasks.showDetails',
  clickRow: 'cloudTasks.clickRow',
  openJson: 'cloudTasks.openJson',
  waitForTask: 'cloudTasks.waitForTask',
  rename: 'cloudTasks.rename',
  untrack: 'cloudTasks.untrack',
  clearFinished: 'cloudTasks.clearFinished',
  clearAllFinished: 'cloudTasks.clearAllFinished',
  mute: 'cloudTasks.mute',
  unmute: 'cloudTasks.unmute',
  pin: 'cloudTasks.pin',
  unpin: 'cloudTasks.unpin',
  cancelTask: 'cloudTasks.cancelTask',
  export: 'cloudTasks.export',
  exportAll: 'cloudTasks.exportAll',
  copyId: 'cloudTasks.copyId',
  copySource: 'cloudTasks.copySource',
  copyTarget: 'cloudTasks.copyTarget',
  copyReason: 'cloudTasks.copyReason',
  copyAsCurl: 'cloudTasks.copyAsCurl',
  copyLink: 'cloudTasks.copyLink',
  openLink: 'cloudTasks.openLink',
  startDemo: 'cloudTasks.startDemo',
  stopDemo: 'cloudTasks.stopDemo',
  openSettings: 'cloudTasks.openSettings',
  importProvider: 'cloudTasks.importProvider',
  copyProvider: 'cloudTasks.copyProvider',
  customizeProvider: 'cloudTasks.customizeProvider',
  setStatusMeaning: 'cloudTasks.setStatusMeaning',
  showLog: 'cloudTasks.showLog',
} as const;

/** The id of a command. */
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Ids of the views and their container. */
export const viewIds = {
  container: 'cloudTasks',
  tasks: 'cloudTasks.tasks',
} as const;

/** Context keys that `when` clauses read. */
export const contextKeys = {
  /** It is known which connections have credentials; before, the view says nothing. */
  ready: 'cloudTasks.ready',
  /** At least one connection is set up. */
  hasConnections: 'cloudTasks.hasConnections',
  /** At least one connection has credentials on this machine. */
  hasCredentials: 'cloudTasks.hasCredentials',
  /** At least one task is tracked. */
  hasTasks: 'cloudTasks.hasTasks',
  /** At least one tracked task has ended. */
  hasEnded: 'cloudTasks.hasEnded',
  /** At least one connection is polled automatically. */
  polling: 'cloudTasks.polling',
  /** The user has paused polling of at least one connection. */
  pollingPaused: 'cloudTasks.pollingPaused',
  /** The demo's connections are set up. */
  demo: 'cloudTasks.demo',
  /** The view shows only the tasks that match a filter. */
  filterActive: 'cloudTasks.filterActive',
  /** There are tasks, and none matches the filter. */
  filterHidesAll: 'cloudTasks.filterHidesAll',
} as const;

/** The name of a context key. */
export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Settings, below `cloudTasks`. */
export const settingIds = {
  connections: 'connections',
  providers: 'providers',
  minInterval: 'polling.minInterval',
  maxInterval: 'polling.maxInterval',
  notifications: 'notifications',
  statusBar: 'statusBar',
  historyDays: 'history.days',
  previewPictures: 'details.previewPictures',
  timeout: 'http.timeout',
} as const;

/** The prefix of all settings. */
export const settingsSection = 'cloudTasks';

/** Id of the status-bar item. VS Code stores it when the user hides the item. */
export const statusBarId = 'cloudTasks.status';

/** URI scheme of the read-only response documents. */
export const responseScheme = 'cloud-tasks';

/** Publisher and name of this extension, as links to it begin. */
export const extensionId = 'cloud-task-tracker.cloud-task-tracker';

/** The type of an entry of `tasks.json` that waits for a task. */
export const waitTaskType = 'cloudTask';

/** Names of the tools for language models. */
export const toolNames = {
  listTasks: 'cloudTasks_listTasks',
  getTask: 'cloudTasks_getTask',
  trackTask: 'cloudTasks_trackTask',
  waitForTask: 'cloudTasks_waitForTask',
  newProvider: 'cloudTasks_newProvider',
} as const;
