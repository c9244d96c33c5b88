export type { ChromeArgs, ChromeEvent } from './chrome-event.ts';
export { chromeTrace, type ChromeTrace } from './chrome-trace.ts';
export type { ExportedRun } from './exported-run.ts';
export { mermaidDiagram } from './mermaid-diagram.ts';
export { shivizLog } from './shiviz-log.ts';
