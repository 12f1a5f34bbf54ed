import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { html, nothing, render } from 'lit';
import {
  firstQuery,
  type Details,
  type HostMessage,
  type ItemQuery,
  type ItemRow,
  type PanelAction,
  type Texts,
} from '../ui/views/details/messages';
import { listen, savedState, saveState, send } from './host';
import { ItemRows } from './itemRows';
import { ItemsTable } from './itemsTable';
import { itemsView } from './itemsView';
import { factsView, goneView, headerView, historyView, problemsView, responseView } from './sections';
import { ShownResponse } from './shownResponse';

// The page of a Details panel. All that others wrote is set as text.

const root = document.getElementById('root') ?? document.body;
const saved = savedState();

let ref = { connection: saved?.connection ?? '', id: saved?.id ?? '' };
let texts: Texts | undefined;
let details: Details | undefined;
/** Set while the task is not tracked. */
let gone: (HostMessage & { readonly type: 'gone' }) | undefined;
let pinned = saved?.pinned ?? false;
let table: ItemsTable | undefined;
let isScheduled = false;
let isRestored = false;
let isDrawn = false;
/** For screen readers: a new state, and how many items a search found. */
const spoken = { state: '', matches: '' };
const rows = new ItemRows(saved?.query ?? firstQuery);

const response = new ShownResponse(saved?.responseOpen ?? false, () => {
  send({ type: 'response' });
});

const act = (action: PanelAction): void => {
  send({ type: 'act', action, query: rows.currentQuery });
};

const itemEvents = {
  onQuery(query: ItemQuery): void {
    rows.setQuery(query);
    table?.reset();
    save();
    draw();
  },
  onExport(): void {
    act('export');
  },
  onOpen({ index }: ItemRow): void {
    send({ type: 'openItem', index });
  },
  onCopy({ index }: ItemRow): void {
    send({ type: 'copyItem', index });
  },
};

function follow(message: HostMessage): void {
  switch (message.type) {
    case 'start':
      ({ texts, pinned } = message);
      ref = { connection: message.connection, id: message.id };
      if (ref.connection !== saved?.connection || ref.id !== saved.id) {
        // The panel showed another task before: nothing of that is meant for this one.
        rows.setQuery(firstQuery);
        response.toggle(false);
        isRestored = true;
      }
      save();
      break;
    case 'details':
      if (details?.state !== message.details.state) {
        // The first state is what the user came to read; it is no news.
        spoken.state = details ? message.details.announcement : '';
      }
      ({ details } = message);
      gone = undefined;
      response.note(details.respondedAt);
      break;
    case 'items':
      if (!rows.take(message)) {
        return;
      }
      spoken.matches =
        rows.currentQuery.text === '' ? '' : (texts?.matches.replace('{0}', String(message.total)) ?? '');
      table?.update();
      break;
    case 'itemsChanged':
      rows.invalidate();
      table?.update();
      break;
    case 'response':
      response.take(message);
      break;
    case 'gone':
      gone = message;
      break;
  }
  draw();
}

function save(): void {
  const { scrollTop } = document.documentElement;
  saveState({ ...ref, pinned, query: rows.currentQuery, scrollTop, responseOpen: response.isOpen });
}

function draw(): void {
  if (!isScheduled) {
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      drawNow();
    });
  }
}

function drawNow(): void {
  if (!texts || !details || gone) {
    // Nothing else is said of a task that nobody asks for any more.
    render(gone && texts ? goneView(details?.name ?? ref.id, texts.gone, gone.mend, act) : nothing, root);
    mountTable(false, texts);
    return;
  }
  const hasItems = details.itemCount > 0;
  const said = texts;
  render(
    html`
      ${headerView(details, texts, {
        pinned,
        act,
        pin: () => {
          pinned = !pinned;
          send({ type: 'pin', pinned });
          save();
          draw();
        },
      })}
      ${problemsView(details, act)}
      <div class="columns">${factsView(details, texts, act)}${historyView(details, texts)}</div>
      ${hasItems ? itemsView(rows, texts, { selected: table?.selectedRow, canExport: details.actions.includes('export'), completed: details.completed }, itemEvents) : nothing}
      ${
        details.respondedAt !== undefined
          ? responseView(response, texts, {
              act,
              toggle: (isOpen) => {
                if (response.toggle(isOpen)) {
                  save();
                  draw();
                }
              },
            })
          : nothing
      }
      <p class="unseen" role="status">${spoken.state}</p>
      <p class="unseen" role="status">${spoken.matches}</p>
    `,
    root,
  );
  mountTable(hasItems, said);
  restoreScroll();
  if (!isDrawn && (!hasItems || rows.summary)) {
    isDrawn = true;
    // After the frame that shows the first rows.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        send({ type: 'drawn' });
      });
    });
  }
}

function mountTable(hasItems: boolean, said: Texts | undefined): void {
  const scroller = root.querySelector<HTMLElement>('.table');
  const body = root.querySelector<HTMLElement>('.rows');
  if (!hasItems || !scroller || !body || !said) {
    table?.dispose();
    table = undefined;
    return;
  }
  table ??= new ItemsTable(scroller, body, rows, said, {
    ...itemEvents,
    onSelect: draw,
    onRange(first, last) {
      for (const request of rows.missing(first, last)) {
        send({ type: 'items', query: rows.currentQuery, ...request });
      }
    },
  });
}

/** Scrolls to where the page was, once it has its height. */
function restoreScroll(): void {
  if (!isRestored) {
    isRestored = true;
    document.documentElement.scrollTop = saved?.scrollTop ?? 0;
  }
}

let isSaving = false;
window.addEventListener(
  'scroll',
  () => {
    if (!isSaving) {
      isSaving = true;
      requestAnimationFrame(() => {
        isSaving = false;
        save();
      });
    }
  },
  { passive: true },
);

listen(follow);
send({ type: 'ready' });
