import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FindingFiles, indexPage, nightPage } from '../../reports/page/index.ts';
import { readNights } from '../nightly/index.ts';
import type { FindingRecord, NightRecord } from '../record/index.ts';
import { writeWhole } from './out-file.ts';

/** Where the findings of a night are, in its folder. */
const FINDINGS = 'findings';

/** The folder of a night. */
export function nightFolder(out: string, id: string): string {
  return join(out, id);
}

/** What a night writes as it goes on. */
export function journalFile(out: string, id: string): string {
  return join(nightFolder(out, id), 'journal.jsonl');
}

/** What nights have shown, all of them together. */
export function seenFile(out: string): string {
  return join(out, 'seen.json');
}

/** Where the run of a finding is shown step by step. */
export function traceFile(out: string, id: string, finding: FindingRecord): string {
  return join(nightFolder(out, id), FINDINGS, `${nameOf(finding)}.html`);
}

/** Writes a finding as data into a night's folder. @returns the file */
export function writeFinding(out: string, id: string, finding: FindingRecord): string {
  const folder = join(nightFolder(out, id), FINDINGS);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${nameOf(finding)}.json`);
  writeWhole(file, `${JSON.stringify({ findings: [finding] }, undefined, 2)}\n`);
  return file;
}

/** Writes the record of a night, its findings, its page, and the index of all nights. @returns the page */
export function writeNight(out: string, night: NightRecord): string {
  const folder = nightFolder(out, night.id);
  for (const finding of night.campaign.findings) writeFinding(out, night.id, finding);
  writeWhole(join(folder, 'night.json'), `${JSON.stringify(night, undefined, 2)}\n`);
  const files = new Map(
    night.campaign.findings.map((finding) => [finding.signature, filesOf(folder, finding)]),
  );
  const page = join(folder, 'index.html');
  writeWhole(page, nightPage(night, files));
  writeWhole(join(out, 'index.html'), indexPage(readNights(out).nights));
  return page;
}

/** What there is of a finding, as addresses from the night's page. */
function filesOf(folder: string, finding: FindingRecord): FindingFiles {
  const name = nameOf(finding);
  const ifThere = (ending: string): string | undefined =>
    existsSync(join(folder, FINDINGS, `${name}.${ending}`)) ? `${FINDINGS}/${name}.${ending}` : undefined;
  return { record: ifThere('json'), trace: ifThere('html') };
}

/** Its law, and as much of a hash of its signature as tells it from others. */
function nameOf({ law, signature }: FindingRecord): string {
  const hash = createHash('sha256').update(signature).digest('hex').slice(0, 8);
  return `${law.replaceAll(/[^\w-]+/g, '-')}-${hash}`;
}
