import type { Service } from './services/service';

/** `GET /pictures/{file_uri}`: returns a generated picture, so that links of a task open something. */
export const handlePicture: Service = ({ method, segments }) => {
  const hue = Number.parseInt(segments[1] ?? '', 16) % 360;
  if (method !== 'GET' || segments.length !== 2 || Number.isNaN(hue)) {
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found' };
  }
  const rectangle = `<rect width="320" height="240" fill="hsl(${Math.round(hue)} 45% 60%)"/>`;
  return {
    status: 200,
    headers: { 'content-type': 'image/svg+xml', 'x-content-type-options': 'nosniff' },
    body: `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240">${rectangle}</svg>`,
  };
};
