// The page of the Details panel in a browser, with this process in the place of its host.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { once } from 'node:events';

const types = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/**
 * @typedef {import('../../../src/ui/views/details/messages.ts').PageMessage} PageMessage
 * @typedef {import('../../../src/ui/views/details/messages.ts').HostMessage} HostMessage
 */

/**
 * Opens the built page.
 * @param {import('playwright-core').Page} page
 * @param {string} folder the built page, `dist/panel`
 * @param {(message: PageMessage, post: (message: HostMessage) => Promise<void>) => unknown} host gets what the page sends
 * @param {string} [head] more of the document's head
 * @returns {Promise<() => void>} stops serving it; the page keeps when it sent a message (ms since it was opened), as `drawnAt`
 */
export async function openPanelPage(page, folder, host, head = '') {
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '', 'http://localhost').pathname);
    const type = types[/** @type {keyof typeof types} */ (path.extname(name))];
    if (!type) {
      response.setHeader('content-type', 'text/html').end(documentWith(head));
      return;
    }
    readFile(path.join(folder, name)).then(
      (content) => response.setHeader('content-type', type).end(content),
      () => response.writeHead(404).end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  /** @param {HostMessage} message */
  const post = (message) =>
    page.evaluate((data) => {
      window.postMessage(data, '*');
    }, message);
  await page.exposeFunction('toHost', (/** @type {PageMessage} */ message) => host(message, post));
  await page.goto(`http://127.0.0.1:${port}/`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

/** @param {string} head */
function documentWith(head) {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="codicon.css"><link rel="stylesheet" href="panel.css">${head}
    <script>globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => { globalThis[message.type + 'At'] = performance.now(); toHost(message); }, getState: () => undefined, setState: () => undefined });</script></head>
    <body class="vscode-body vscode-dark"><main id="root"></main><script src="panel.js"></script></body></html>`;
}
