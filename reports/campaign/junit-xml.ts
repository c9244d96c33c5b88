import type { CampaignRecord } from '../../sim/record/index.ts';
import { type Check, type CheckGroup, checkGroups, type Outcome } from './check.ts';

/**
 * A campaign as JUnit XML, as Jenkins, GitLab and GitHub's test reporters read it: a suite for each scenario on each
 * target. Of several failures of one test these show the first alone, so all findings of a scenario are one.
 */
export function junitXml(record: CampaignRecord): string {
  const groups = checkGroups(record);
  const all = groups.flatMap(({ checks }) => checks);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'skein', ...counts(all), time: seconds(record.elapsedMs) })}>`,
    ...groups.flatMap((group) => suite(group, record)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(
  { name, target, elapsedMs, facts, checks }: CheckGroup,
  record: CampaignRecord,
): readonly string[] {
  const { startedAt, build, seeds, strategy, faults, defect } = record;
  const time = seconds(elapsedMs);
  const title = target === undefined ? name : `${name} on ${target}`;
  const timestamp = startedAt.replace(/(?:\.\d+)?Z$/, '');
  const classname = ['skein', target, name].filter((part) => part !== undefined).join('.');
  const properties = [
    ...facts,
    ['seeds', seeds],
    ['strategy', strategy],
    ['faults', faults],
    ...(defect === null ? [] : [['defect', defect]]),
    ['build', build],
  ];
  const skipped = count(checks, 'skipped');
  return [
    `  <testsuite${attributes({ name: title, ...counts(checks), skipped, time, timestamp })}>`,
    '    <properties>',
    ...properties.map(([fact = '', value = '']) => `      <property${attributes({ name: fact, value })}/>`),
    '    </properties>',
    // What was measured is the runs of the whole scenario: the first check is about them, the others come with it.
    ...checks.flatMap((check, index) => testcase(check, classname, index === 0 ? time : seconds(0))),
    '  </testsuite>',
  ];
}

function testcase(
  { name, outcome, kind, message, detail }: Check,
  classname: string,
  time: string,
): readonly string[] {
  const opening = `    <testcase${attributes({ classname, name, time })}`;
  if (outcome === 'passed') return [`${opening}/>`];
  const element = { failed: 'failure', broke: 'error', skipped: 'skipped' }[outcome];
  const said = outcome === 'skipped' ? attributes({ message }) : attributes({ type: kind, message });
  return [`${opening}>`, `      <${element}${said}>${escaped(detail)}</${element}>`, '    </testcase>'];
}

function counts(checks: readonly Check[]): Readonly<Record<'tests' | 'failures' | 'errors', string>> {
  const tests = String(checks.length);
  return { tests, failures: count(checks, 'failed'), errors: count(checks, 'broke') };
}

function count(checks: readonly Check[], outcome: Outcome): string {
  return String(checks.filter((check) => check.outcome === outcome).length);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** What no XML 1.0 document may hold, however it is written: control characters, halves of a character. */
const UNSPEAKABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return text
    .replaceAll(UNSPEAKABLE, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
