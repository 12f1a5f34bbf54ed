import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ItemRow, Texts } from '../ui/views/details/messages';

/** The picture of an item, which the browser fetches as it is drawn; a sentence in its place when that fails. */
export function pictureView(address: string, { source, target }: ItemRow, texts: Texts): TemplateResult {
  // Each address has elements of its own, so that what one picture failed with is not said of the next.
  return html`${keyed(
    address,
    html`<div class="picture">
      <img
        src=${address}
        alt=${texts.picture.replace('{0}', source || target)}
        referrerpolicy="no-referrer"
        loading="lazy"
        @error=${({ currentTarget }: { readonly currentTarget: HTMLElement }) => {
          currentTarget.parentElement?.classList.add('broken');
        }}
      />
      <p class="hint">${texts.noPicture}</p>
    </div>`,
  )}`;
}
