import { html, svg, type TemplateResult } from 'lit';
import type { Details } from '../ui/views/details/messages';

const width = 320;
const height = 96;

/** The path of a line through the points of a chart. */
export function linePath(points: readonly (readonly [number, number])[]): string {
  return points
    .map(
      ([x, percent], place) =>
        `${place === 0 ? 'M' : 'L'}${fixed(x * width)} ${fixed(height - (percent / 100) * height)}`,
    )
    .join('');
}

/** Progress over time, with the same in words below it. */
export function chartView(chart: NonNullable<Details['chart']>, heading: string): TemplateResult {
  const line = linePath(chart.points);
  const lines = [0, 50, 100].map((percent) => {
    const y = height - (percent / 100) * height;
    return svg`<line class="grid" x1="0" x2=${width} y1=${y} y2=${y} vector-effect="non-scaling-stroke"></line>`;
  });
  return html`<section class="chart" aria-labelledby="chart-heading">
    <h2 id="chart-heading">${heading}</h2>
    <figure>
      <div class="plot">
        <div class="axis" aria-hidden="true"><span>100%</span><span>50%</span><span>0%</span></div>
        <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          ${lines}
          <path class="area" d="${line}L${width} ${height}L0 ${height}Z"></path>
          <path class="line" d=${line} vector-effect="non-scaling-stroke"></path>
        </svg>
      </div>
      <div class="times" aria-hidden="true"><span>${chart.from}</span><span>${chart.to}</span></div>
      <figcaption>${chart.text}</figcaption>
    </figure>
  </section>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
