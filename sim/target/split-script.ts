/** What a `;` inside of does not end a statement. Sticky: each is tried where the one before it ended. */
const WHOLE = [
  /[eE]'(?:[^'\\]|\\.|'')*'/sy, // a string with escapes
  /'(?:[^']|'')*'/y,
  /"(?:[^"]|"")*"/y,
  /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[^]*?\$\1\$/y,
  /--[^\n]*/y,
  /[\w$\u0080-\uffff]+/y, // a word: no dollar quote begins in it
] as const;

/**
 * Splits a script into its statements at the semicolons between them, without those. What has nothing but blanks and
 * comments is no statement.
 */
export function splitScript(script: string): readonly string[] {
  const statements: string[] = [];
  let statement = '';
  let isEmpty = true;
  let depth = 0;
  const end = (): void => {
    if (!isEmpty) statements.push(statement.trim());
    statement = '';
    isEmpty = true;
  };
  for (let at = 0; at < script.length; ) {
    const piece = pieceAt(script, at);
    at += piece.length;
    if (piece === '(') depth += 1;
    else if (piece === ')') depth -= 1;
    if (piece === ';' && depth <= 0) end();
    else {
      statement += piece;
      isEmpty &&= piece.trim() === '' || piece.startsWith('--') || piece.startsWith('/*');
    }
  }
  end();
  return statements;
}

/** The piece at a place: something whole, or one character. */
function pieceAt(script: string, at: number): string {
  if (script.startsWith('/*', at)) return commentAt(script, at);
  for (const form of WHOLE) {
    form.lastIndex = at;
    const match = form.exec(script);
    if (match) return match[0];
  }
  return script.charAt(at);
}

/** A comment in C's style: in SQL they nest. One without an end goes to the end of the script. */
function commentAt(script: string, start: number): string {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(script); mark; mark = marks.exec(script)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return script.slice(start, marks.lastIndex);
  }
  return script.slice(start);
}
