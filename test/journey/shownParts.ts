/** A row of a tree view, as it is drawn. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for the roots. */
  readonly level: number;
  /** `undefined` for a row without children. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  readonly ariaLabel: string;
  /** The codicon's name, such as `sync~spin`; empty for none. */
  readonly icon: string;
}

/** A message in the corner of the window. */
export interface Notification {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly buttons: readonly string[];
}

/** An item of the status bar. */
export interface StatusBarItem {
  /** Without the icons. */
  readonly text: string;
  /** What a screen reader says: icons, text and tooltip. */
  readonly ariaLabel: string;
}
