import { describe, expect, it } from 'vitest';
import { pageScript, pageStyle } from '../../../reports/trace/page-files.ts';

describe('the script of a trace page', () => {
  it('is one text without imports and exports, each module once, behind those that it imports from', () => {
    const script = pageScript();
    expect(script).not.toMatch(/^(?:import|export) /m);
    const places = ['function element(', 'class VirtualList', 'class Viewer', 'new Viewer('].map((text) =>
      script.indexOf(text),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(script.split('class VirtualList')).toHaveLength(2);
  });

  it('can stand in a page: it does not end its own element', () => {
    expect(pageScript()).not.toContain('</script');
    expect(pageStyle()).not.toContain('</style');
  });
});
