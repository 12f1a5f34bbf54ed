import { html, nothing, type TemplateResult } from 'lit';
import type { Details, PanelAction, Texts } from '../ui/views/details/messages';
import { chartView } from './chart';
import { elementStyle } from './elementStyle';
import { icon } from './icon';
import type { ShownResponse } from './shownResponse';

/** Tells the extension what a button was pressed for. */
type Act = (action: PanelAction) => void;

/** Icons and texts of the actions in the toolbar. */
const buttons = {
  refresh: ['refresh', 'refresh'],
  openLink: ['link-external', 'openLink'],
  openJson: ['json', 'openResponse'],
  copyAsCurl: ['terminal', 'copyAsCurl'],
  reveal: ['list-tree', 'reveal'],
} as const;

/** The name of a task, its state and its progress, and what can be done with it. */
export function headerView(
  details: Details,
  texts: Texts,
  { pinned, act, pin }: { readonly pinned: boolean; readonly act: Act; readonly pin: () => void },
): TemplateResult {
  const { name, stateText, icon: codicon, tone, progress, actions } = details;
  return html`<header>
    <div class="title">
      <h1>${name}</h1>
      <div class="toolbar" role="toolbar" aria-label=${texts.actions}>
        ${actions.map((action) => {
          if (!(action in buttons)) {
            return nothing;
          }
          const [image, key] = buttons[action as keyof typeof buttons];
          return html`<vscode-toolbar-button
            icon=${image}
            label=${texts[key]}
            title=${texts[key]}
            data-action=${action}
            @click=${() => {
              act(action);
            }}
          ></vscode-toolbar-button>`;
        })}
        <vscode-toolbar-button
          icon=${pinned ? 'pinned' : 'pin'}
          label=${texts.pin}
          title=${texts.pin}
          toggleable
          .checked=${pinned}
          @change=${pin}
        ></vscode-toolbar-button>
      </div>
    </div>
    <p class="headline">
      <span class="state">${icon(codicon, tone)} <span class="word">${stateText}</span></span>
      ${progress.map((part) => html`<span class="part">${part}</span>`)}
    </p>
    ${details.bar ? barView(details.bar, details, texts) : nothing}
  </header>`;
}

function barView(
  { percent, failedPercent }: NonNullable<Details['bar']>,
  { tone, stateText, progress }: Details,
  texts: Texts,
): TemplateResult {
  const text = [stateText, ...progress].join(', ');
  return percent === undefined
    ? html`<div class="bar moving" role="progressbar" aria-label=${texts.progress} aria-valuetext=${text}>
        <span></span>
      </div>`
    : html`<div
        class="bar"
        role="progressbar"
        aria-label=${texts.progress}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(percent)}
        aria-valuetext=${text}
      >
        <span
          class="done fill-${tone === 'bad' || tone === 'warning' ? 'good' : tone}"
          ${elementStyle({ width: `${Math.max(0, percent - failedPercent)}%` })}
        ></span>
        <span class="failed" ${elementStyle({ width: `${failedPercent}%` })}></span>
      </div>`;
}

/** A task that is no longer tracked. @param mend the title of the button that tracks it again */
export function goneView(name: string, text: string, mend: string | undefined, act: Act): TemplateResult {
  return html`<header>
      <div class="title"><h1>${name}</h1></div>
    </header>
    <div role="status">${problemView({ tone: 'neutral', icon: 'info', text, mend }, act)}</div>`;
}

/** What is wrong, and the button that helps. */
export function problemsView({ problems }: Details, act: Act): TemplateResult {
  return html`${problems.map((problem) => problemView(problem, act))}`;
}

function problemView({ tone, icon: codicon, text, mend }: Details['problems'][number], act: Act): TemplateResult {
  return html`<div class="problem problem-${tone}">
    ${icon(codicon, tone)}
    <p>${text}</p>
    ${
      mend === undefined
        ? nothing
        : html`<vscode-button
            secondary
            @click=${() => {
              act('mend');
            }}
            >${mend}</vscode-button
          >`
    }
  </div>`;
}

/** Names and values. */
export function factsView({ facts }: Details, texts: Texts, act: Act): TemplateResult {
  return html`<section class="facts" aria-labelledby="facts-heading">
    <h2 id="facts-heading">${texts.details}</h2>
    <dl>
      ${facts.map(
        ({ label, value, action }) =>
          html`<div>
            <dt>${label}</dt>
            <dd>
              <span class="value">${value}</span>${
                action === undefined
                  ? nothing
                  : html`<vscode-toolbar-button
                      icon="copy"
                      label=${texts.copyId}
                      title=${texts.copyId}
                      data-action=${action}
                      @click=${() => {
                        act(action);
                      }}
                    ></vscode-toolbar-button>`
              }
            </dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** What happened, and progress over time. */
export function historyView({ timeline, chart }: Details, texts: Texts): TemplateResult {
  return html`<div class="history">
    ${chart ? chartView(chart, texts.chart) : nothing}
    <section aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">${texts.timeline}</h2>
      <ol class="timeline">
        ${timeline.map(
          ({ at, text, icon: codicon, tone }) =>
            html`<li>${icon(codicon, tone)}<span class="what">${text}</span><time>${at}</time></li>`,
        )}
      </ol>
    </section>
  </div>`;
}

/** The response. It is requested when the section opens. */
export function responseView(
  { isOpen, content }: ShownResponse,
  texts: Texts,
  { toggle, act }: { readonly toggle: (isOpen: boolean) => void; readonly act: Act },
): TemplateResult {
  return html`<details
    class="response"
    ?open=${isOpen}
    @toggle=${({ currentTarget }: { readonly currentTarget: HTMLDetailsElement }) => {
      toggle(currentTarget.open);
    }}
  >
    <summary><h2>${texts.response}</h2></summary>
    ${
      isOpen
        ? html`<div class="response-actions">
              <vscode-button
                secondary
                @click=${() => {
                  act('copyResponse');
                }}
                >${texts.copyResponse}</vscode-button
              >
              <vscode-button
                secondary
                @click=${() => {
                  act('openJson');
                }}
                >${texts.openResponse}</vscode-button
              >
            </div>
            ${content?.isWhole === false ? html`<p class="hint">${texts.cut}</p>` : nothing}
            <pre tabindex="0" aria-label=${texts.response}>${content ? content.text : texts.loading}</pre>`
        : nothing
    }
  </details>`;
}
