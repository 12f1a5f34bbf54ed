/** Writes log lines. `vscode.LogOutputChannel` implements it. No line may contain a secret. */
export interface Logger {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
