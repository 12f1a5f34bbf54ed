import {
  readHostMessage,
  readSavedState,
  type HostMessage,
  type PageMessage,
  type SavedState,
} from '../ui/views/details/messages';

/** What VS Code gives to the page of a webview. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Sends a message to the extension. */
export function send(message: PageMessage): void {
  api.postMessage(message);
}

/** Calls the listener with each message of the extension that is one. */
export function listen(listener: (message: HostMessage) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readHostMessage(data);
    if (message) {
      listener(message);
    }
  });
}

/** What this page saved before it was hidden or the window reloaded. */
export function savedState(): SavedState | undefined {
  return readSavedState(api.getState());
}

/** Saves what the page needs to be shown as it is now. */
export function saveState(state: SavedState): void {
  api.setState(state);
}
