/** Where the house writes what it did. `vscode.LogOutputChannel` is one. No line may hold a secret. */
export interface Logger {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
