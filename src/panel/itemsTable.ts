import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { ItemColumn, ItemRow, Texts } from '../ui/views/details/messages';
import { elementStyle } from './elementStyle';
import { icon } from './icon';
import type { ItemRows } from './itemRows';

/** Rows that are drawn above and below those in sight. */
const overscan = 10;

/** What the table tells the page. */
interface TableEvents {
  /** Rows that are in sight, by their positions. */
  readonly onRange: (first: number, last: number) => void;
  readonly onSelect: (position: number) => void;
  readonly onOpen: (row: ItemRow) => void;
  readonly onCopy: (row: ItemRow) => void;
}

/** The table of items: draws only the rows in sight. One row is selected; the keys move it, and the focus stays on the table. */
export class ItemsTable {
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private readonly unmount: () => void;
  private selected = -1;
  private isScheduled = false;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly body: HTMLElement,
    private readonly rows: ItemRows,
    private readonly texts: Texts,
    private readonly events: TableEvents,
  ) {
    // As in the editor's lists, where 13 px of text have 22 px of height.
    const rowHeight = Math.round((Number.parseFloat(getComputedStyle(document.body).fontSize) || 13) * 1.85);
    this.virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      count: 0,
      getScrollElement: () => scroller,
      estimateSize: () => rowHeight,
      overscan,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => {
        this.draw();
      },
    });
    this.unmount = this.virtualizer._didMount();
    scroller.addEventListener('keydown', this.onKey);
    body.addEventListener('click', this.onClick);
    body.addEventListener('dblclick', this.onDoubleClick);
    this.update();
  }

  /** The selected row; `undefined` if none is, or it is not known yet. */
  get selectedRow(): ItemRow | undefined {
    return this.rows.at(this.selected);
  }

  /** The rows, or what is known of them, have changed. */
  update(): void {
    this.virtualizer.setOptions({ ...this.virtualizer.options, count: this.rows.total });
    this.virtualizer._willUpdate();
    this.scroller.setAttribute('aria-rowcount', String(this.rows.total + 1));
    this.draw();
  }

  /** Another query: nothing is selected, and the list begins at its top. */
  reset(): void {
    this.selected = -1;
    this.scroller.scrollTop = 0;
    this.update();
  }

  dispose(): void {
    this.unmount();
    this.scroller.removeEventListener('keydown', this.onKey);
  }

  private draw(): void {
    if (!this.isScheduled) {
      this.isScheduled = true;
      requestAnimationFrame(() => {
        this.isScheduled = false;
        this.drawNow();
      });
    }
  }

  private drawNow(): void {
    const visible = this.virtualizer.getVirtualItems();
    const columns = this.rows.summary?.columns ?? [];
    this.events.onRange(visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0);
    this.body.style.setProperty('height', `${this.virtualizer.getTotalSize()}px`);
    render(
      visible.map(({ index, start, size }) => this.rowView(index, start, size, columns)),
      this.body,
    );
    const isDrawn = visible.some(({ index }) => index === this.selected);
    if (isDrawn) {
      this.scroller.setAttribute('aria-activedescendant', rowId(this.selected));
    } else {
      this.scroller.removeAttribute('aria-activedescendant');
    }
  }

  private rowView(position: number, start: number, size: number, columns: readonly ItemColumn[]): TemplateResult {
    const row = this.rows.at(position);
    const isSelected = position === this.selected;
    return html`<div
      class="row ${isSelected ? 'selected' : ''} ${position % 2 === 1 ? 'odd' : ''}"
      id=${rowId(position)}
      role="row"
      aria-rowindex=${position + 2}
      aria-selected=${isSelected}
      data-position=${position}
      ${elementStyle({ transform: `translateY(${start}px)`, height: `${size}px` })}
    >
      ${columns.map((column) => this.cellView(row, column))}
      <div class="cell actions" role="gridcell">
        ${
          row?.hasLink === true
            ? html`<button
                type="button"
                tabindex="-1"
                data-do="open"
                title=${this.texts.openItem}
                aria-label=${this.texts.openItem}
              >
                ${icon('link-external')}
              </button>`
            : nothing
        }
        ${
          row
            ? html`<button
                type="button"
                tabindex="-1"
                data-do="copy"
                title=${this.texts.copyItem}
                aria-label=${this.texts.copyItem}
              >
                ${icon('copy')}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  private cellView(row: ItemRow | undefined, column: ItemColumn): TemplateResult {
    if (!row) {
      return html`<div class="cell ${column} pending" role="gridcell"></div>`;
    }
    if (column === 'state') {
      return html`<div class="cell state" role="gridcell">${icon(row.icon, row.tone)}<span>${row.state}</span></div>`;
    }
    // The end of a path tells files apart: it stays in sight.
    const text = row[column];
    return html`<div class="cell ${column}" role="gridcell" title=${text}><bdi>${text}</bdi></div>`;
  }

  private select(position: number): void {
    const last = this.rows.total - 1;
    if (last < 0) {
      return;
    }
    this.selected = Math.min(Math.max(position, 0), last);
    this.virtualizer.scrollToIndex(this.selected, { align: 'auto' });
    this.events.onSelect(this.selected);
    this.draw();
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const page = Math.max(
      1,
      Math.floor(this.scroller.clientHeight / (this.virtualizer.getVirtualItems()[0]?.size ?? 24)) - 2,
    );
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.selected + 1,
      ArrowUp: this.selected - 1,
      PageDown: this.selected + page,
      PageUp: this.selected - page,
      Home: 0,
      End: Infinity,
    };
    const to = moves[event.key];
    const row = this.selectedRow;
    if (to !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.select(to);
    } else if (event.key === 'Enter' && row?.hasLink) {
      event.preventDefault();
      this.events.onOpen(row);
    } else if (
      event.key.toLowerCase() === 'c' &&
      (event.ctrlKey || event.metaKey) &&
      row &&
      getSelection()?.isCollapsed !== false
    ) {
      event.preventDefault();
      this.events.onCopy(row);
    }
  };

  private readonly onClick = (event: MouseEvent): void => {
    const position = positionOf(event);
    if (position === undefined) {
      return;
    }
    this.select(position);
    const row = this.selectedRow;
    const button = (event.target as Element).closest('button');
    if (row && button) {
      (button.dataset['do'] === 'open' ? this.events.onOpen : this.events.onCopy)(row);
    }
  };

  private readonly onDoubleClick = (event: MouseEvent): void => {
    const position = positionOf(event);
    const row = position === undefined ? undefined : this.rows.at(position);
    if (row?.hasLink === true && !(event.target as Element).closest('button')) {
      this.events.onOpen(row);
    }
  };
}

function rowId(position: number): string {
  return `row-${position}`;
}

function positionOf({ target }: MouseEvent): number | undefined {
  const row = (target as Element).closest<HTMLElement>('.row');
  return row ? Number(row.dataset['position']) : undefined;
}
