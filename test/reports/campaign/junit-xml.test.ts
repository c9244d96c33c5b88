import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';
import { describe, expect, it } from 'vitest';
import { junitXml } from '../../../reports/index.ts';
import { brokenRecord, campaignRecord, findingRecord } from '../../support/campaign-records.ts';

const schema = readFileSync(new URL('fixture/junit.xsd', import.meta.url), 'utf8');

/** What a validating parser has against a document. */
async function complaints(contents: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [schema] });
  return errors.map(({ message }) => message);
}

describe('JUnit XML', () => {
  it.each([
    ['held', campaignRecord()],
    ['broke everything', brokenRecord],
    ['ended before its first run', campaignRecord({ runs: 0, byScenario: [], claims: [] })],
  ])('is valid, of a campaign that %s', async (_, record) => {
    expect(await complaints(junitXml(record))).toEqual([]);
  });

  it('would not be, were something missing', async () => {
    expect(await complaints(junitXml(campaignRecord()).replace(' timestamp=', ' when='))).not.toEqual([]);
    expect(await complaints(junitXml(campaignRecord()).replace('</testsuites>', ''))).not.toEqual([]);
  });

  it('counts scenarios and claims as tests, and says what was run', () => {
    const lines = junitXml(campaignRecord()).split('\n');
    expect(lines[1]).toBe('<testsuites name="skein" tests="3" failures="0" errors="0" time="12.345">');
    expect(lines).toContain('      <property name="runs" value="200"/>');
    expect(lines).toContain(
      '    <testcase classname="skein.pglite.fan-out" name="every law holds" time="8.000"/>',
    );
  });

  it('tells all findings of a scenario in one failure, each with what replays it', () => {
    const [, failure] = /<failure ([^]*?)<\/failure>/.exec(junitXml(brokenRecord)) ?? [];
    expect(failure).toMatch(
      /^type="exactly-once" message="exactly-once: Task sum\/task\/1 .* \(and 1 finding more\)">/,
    );
    expect(failure?.match(/^replay: .*$/gm)).toEqual([
      'replay: npx skein replay sk1_shrunk',
      'replay: npx skein replay sk1_found',
    ]);
  });

  it('has failures for what the engine did wrong, errors for what kept us from seeing it, and skips', () => {
    const text = junitXml(brokenRecord);
    expect(text).toContain('<testsuites name="skein" tests="9" failures="3" errors="2"');
    expect(text).toContain('<failure type="claim" message="not reached in 200 runs">');
    expect(text).toContain('<error type="lost run" message="the run of race hung">no step in 60 s</error>');
    expect(text).toContain('<skipped message="not reached in 20 runs">');
    expect(text).toContain('<error type="missing shard"');
  });

  it('tells of a lost run of a scenario that has no other', () => {
    const lost = brokenRecord.lost.map((run) => ({ ...run, scenario: 'timers' }));
    expect(junitXml(campaignRecord({ lost }))).toContain('message="the run of timers hung"');
  });

  it('comes back from a parser as it was, but for characters that no XML can hold', async () => {
    const witness = 'a < b && "c" > \'d\' \r \u{1F600} \u{D800} \u{0} ]]>';
    const text = junitXml(campaignRecord({ findings: [findingRecord({ witness })] }));
    expect(await complaints(text)).toEqual([]);
    expect(text).toContain(
      "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd' &#13; \u{1F600} \u{FFFD} \u{FFFD} ]]&gt;",
    );
  });
});
