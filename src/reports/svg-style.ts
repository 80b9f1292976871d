/** The colours and the font of the picture of streams, as CSS. */

/** Of the font that nearly every machine has: 0.6 em is its widest. */
export const FONT_SIZE = 12.5;

const LIGHT = `
.back { fill: #ffffff; } .text { fill: #1f2328; } .dim { fill: #59636e; }
.good { fill: #1a7f37; } .bad { fill: #cf222e; } .open { fill: #9a6700; } .heartbeat { fill: #ffffff; stroke: #0969da; }
.event { fill: #1a7f37; } .bytes { fill: #59636e; }
.line { stroke: #59636e; } .ahead, .grid { stroke: #d1d9e0; } .cut { stroke: #cf222e; } .gap { stroke: #9a6700; }`.trim();
const DARK = `
.back { fill: #0d1117; } .text { fill: #f0f6fc; } .dim { fill: #9198a1; }
.good { fill: #3fb950; } .bad { fill: #f85149; } .open { fill: #d29922; } .heartbeat { fill: #0d1117; stroke: #58a6ff; }
.event { fill: #3fb950; } .bytes { fill: #9198a1; }
.line { stroke: #9198a1; } .ahead, .grid { stroke: #3d444d; } .cut { stroke: #f85149; } .gap { stroke: #d29922; }`.trim();
const FONTS = `
text { font: ${FONT_SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; }
.bold { font-weight: 600; }`.trim();
/** Of a picture that is a file of its own. */
export const STYLE = `
:root { color-scheme: light dark; }
${LIGHT}
@media (prefers-color-scheme: dark) {
${DARK}
}
${FONTS}`.trim();

/** The style of {@link streamsPicture} for a page with more on it, where it holds below `selector` only. Print is light. */
export function pictureStyle(selector: string): string {
  return `
${selector} svg {
${LIGHT}
${FONTS}
}
@media screen and (prefers-color-scheme: dark) {
${selector} svg {
${DARK}
}
}`.trim();
}
