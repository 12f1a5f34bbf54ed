import { html, type TemplateResult } from 'lit';
import type { Tone } from '../ui/views/details/messages';

/** A codicon in its tone's color. It says nothing to a screen reader: the words are beside it. */
export function icon(name: string, tone: Tone = 'neutral'): TemplateResult {
  return html`<span class="codicon codicon-${name} tone-${tone}" aria-hidden="true"></span>`;
}
