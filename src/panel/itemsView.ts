import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ItemColumn, ItemQuery, ItemRow, Texts } from '../ui/views/details/messages';
import { elementStyle } from './elementStyle';
import { icon } from './icon';
import type { ItemRows } from './itemRows';
import { hasOnlyFailed, offeredFilters } from './offeredFilters';
import { pictureView } from './pictureView';

/** What the part above and below the table tells the page. */
interface ItemsEvents {
  readonly onQuery: (query: ItemQuery) => void;
  readonly onExport: () => void;
  readonly onOpen: (row: ItemRow) => void;
  readonly onCopy: (row: ItemRow) => void;
}

/** What is shown besides the rows. */
interface ItemsShown {
  readonly selected: ItemRow | undefined;
  readonly canExport: boolean;
  /** How many files are finished, by the service's count. */
  readonly completed: number | undefined;
}

const columnTexts = {
  state: 'stateColumn',
  source: 'sourceColumn',
  target: 'targetColumn',
  reason: 'reasonColumn',
} as const satisfies Record<ItemColumn, keyof Texts>;

/** The items of a task: what to list, the table, and the selected row in full. `ItemsTable` draws the rows into `.rows`. */
export function itemsView(
  rows: ItemRows,
  texts: Texts,
  { selected, canExport, completed }: ItemsShown,
  { onQuery, onExport, onOpen, onCopy }: ItemsEvents,
): TemplateResult {
  const { summary, currentQuery: query } = rows;
  const columns = summary?.columns ?? [];
  const filters = offeredFilters(summary?.counts, query.filter);
  return html`<section class="items" aria-labelledby="items-heading">
    <div class="items-head">
      <h2 id="items-heading">${texts.items}</h2>
      ${
        filters.length > 1
          ? html`<div class="filters" role="radiogroup" aria-label=${texts.show} @keydown=${onArrow}>
              ${filters.map(
                (filter) =>
                  html`<button
                    type="button"
                    role="radio"
                    aria-checked=${filter === query.filter}
                    tabindex=${filter === query.filter ? 0 : -1}
                    @click=${() => {
                      onQuery({ ...query, filter });
                    }}
                  >
                    ${texts[filter]}<span class="count">${summary ? summary.counts[filter] : ''}</span>
                  </button>`,
              )}
            </div>`
          : summary
            ? html`<span class="count">${summary.counts.all}</span>`
            : nothing
      }
      <vscode-textfield
        type="search"
        class="search"
        .label=${texts.search}
        placeholder=${texts.search}
        .value=${live(query.text)}
        @input=${({ target }: InputEvent) => {
          onQuery({ ...query, text: (target as HTMLInputElement).value.slice(0, 1_000) });
        }}
      >
        <span slot="content-before" class="codicon codicon-search" aria-hidden="true"></span>
      </vscode-textfield>
      ${
        canExport
          ? html`<vscode-toolbar-button
              icon="export"
              label=${texts.export}
              title=${texts.export}
              data-action="export"
              @click=${onExport}
            >
            </vscode-toolbar-button>`
          : nothing
      }
    </div>
    ${hasOnlyFailed(summary?.counts, completed) ? html`<p class="hint only-failed">${texts.onlyFailed}</p>` : nothing}
    <div
      class="table columns-${columns.join('-')}"
      role="grid"
      tabindex="0"
      aria-label=${texts.items}
      aria-describedby="items-help"
      aria-readonly="true"
      ${elementStyle(columnNeeds(summary?.widths))}
    >
      <div class="head" role="row" aria-rowindex="1">
        ${columns.map((column) => headView(column, query, texts, onQuery))}
        <div class="cell actions" role="columnheader"><span class="unseen">${texts.actions}</span></div>
      </div>
      <div class="rows" role="rowgroup"></div>
      ${summary?.total === 0 ? html`<p class="hint" role="row"><span role="gridcell">${texts.noMatch}</span></p>` : nothing}
    </div>
    <p id="items-help" class="unseen">${texts.listHelp}</p>
    ${selected ? selectedView(selected, texts, onOpen, onCopy) : nothing}
  </section>`;
}

/** How wide each column's texts are, for the style sheet: a column has what it needs, and long ones share what is left. */
function columnNeeds(widths: NonNullable<ItemRows['summary']>['widths'] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(widths ?? {}).flatMap(([column, width]) => [
      [`--need-${column}`, `${width}ch`],
      [`--grow-${column}`, `${Math.max(1, width)}fr`],
    ]),
  );
}

function headView(
  column: ItemColumn,
  query: ItemQuery,
  texts: Texts,
  onQuery: (query: ItemQuery) => void,
): TemplateResult {
  const isSorted = query.sort === column;
  const sort = (): void => {
    // The third press brings back the first order.
    const { sort: _sort, ...unsorted } = query;
    onQuery(
      !isSorted
        ? { ...query, sort: column, descending: false }
        : query.descending
          ? { ...unsorted, descending: false }
          : { ...query, descending: true },
    );
  };
  return html`<div
    class="cell ${column}"
    role="columnheader"
    aria-sort=${isSorted ? (query.descending ? 'descending' : 'ascending') : 'none'}
  >
    <button type="button" data-column=${column} @click=${sort}>
      ${texts[columnTexts[column]]}${isSorted ? icon(query.descending ? 'arrow-down' : 'arrow-up') : nothing}
    </button>
  </div>`;
}

/** All of a row, with its picture if that may be loaded. */
function selectedView(
  row: ItemRow,
  texts: Texts,
  onOpen: (row: ItemRow) => void,
  onCopy: (row: ItemRow) => void,
): TemplateResult {
  const parts = (['source', 'target', 'reason'] as const).filter((column) => row[column] !== '');
  return html`<div class="selected-item" role="group" aria-label=${texts.selectedItem}>
    ${row.picture === undefined ? nothing : pictureView(row.picture, row, texts)}
    <dl>
      <div>
        <dt>${texts.stateColumn}</dt>
        <dd>${icon(row.icon, row.tone)} ${row.state}</dd>
      </div>
      ${parts.map(
        (column) =>
          html`<div>
            <dt>${texts[columnTexts[column]]}</dt>
            <dd>${row[column]}</dd>
          </div>`,
      )}
    </dl>
    <div class="selected-actions">
      ${
        row.hasLink
          ? html`<vscode-button
              secondary
              icon="link-external"
              @click=${() => {
                onOpen(row);
              }}
              >${texts.openItem}</vscode-button
            >`
          : nothing
      }
      <vscode-button
        secondary
        icon="copy"
        @click=${() => {
          onCopy(row);
        }}
        >${texts.copyItem}</vscode-button
      >
    </div>
  </div>`;
}

/** The arrow keys move between the filters, as in every group of radio buttons. */
function onArrow(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) {
    return;
  }
  event.preventDefault();
  const radios = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=radio]')];
  const at = radios.findIndex((each) => each === document.activeElement);
  const next = radios[(at + step + radios.length) % radios.length];
  next?.click();
  next?.focus();
}
