/** Node 的两百多种错误，网络和流只用得着五十来种：别的不放进网页，少下载、少解析十分之一。 */
import { parseAst } from 'vite';

/**
 * `internal/errors` 的源码，去掉没有人用的错误。
 *
 * 一种错误是顶层的一句 `E('ERR_…', …)`；它的代号在别处一次也没有出现，就去掉这一句。
 *
 * @param source `internal/errors` 的源码
 * @param users 会用到错误的其余源码
 */
export function dropUnusedErrors(source: string, users: readonly string[]): string {
  const named = new Set(users.flatMap(errorCodesIn));
  const entries = parseAst(source).body.flatMap((statement) => {
    const code = definedBy(statement);
    return code === undefined ? [] : [{ code, start: statement.start, end: statement.end }];
  });
  const besides = withoutRanges(source, entries);
  for (const code of errorCodesIn(besides)) named.add(code);
  // 一种错误的写法里也许提到另一种：留下的提到的，也要留下。
  for (let before = -1; before !== named.size; ) {
    before = named.size;
    for (const { code, start, end } of entries) if (named.has(code)) for (const other of errorCodesIn(source.slice(start, end))) named.add(other);
  }
  return withoutRanges(source, entries.filter(({ code }) => !named.has(code)));
}

type Statement = ReturnType<typeof parseAst>['body'][number];

/** 这一句是 `E('ERR_…', …)` 吗；是，就返回代号。 */
function definedBy(statement: Statement): string | undefined {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'CallExpression') return undefined;
  const { callee, arguments: [first] } = statement.expression;
  if (callee.type !== 'Identifier' || callee.name !== 'E' || first?.type !== 'Literal') return undefined;
  return String(first.value);
}

function errorCodesIn(text: string): string[] {
  return text.match(/\b(?:ERR_|HPE_)\w+/g) ?? [];
}

function withoutRanges(source: string, ranges: readonly { start: number; end: number }[]): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of ranges) {
    kept += source.slice(from, start);
    from = end;
  }
  return kept + source.slice(from);
}
