/** 去掉注释，留下换行：下载的少一半，出错时的行号不变。 */
import ts from 'typescript';

export function blankComments(source: string): string {
  const file = ts.createSourceFile('program.ts', source, ts.ScriptTarget.Latest, true);
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    const found = [...(ts.getLeadingCommentRanges(source, node.pos) ?? []), ...(ts.getTrailingCommentRanges(source, node.end) ?? [])];
    // 模板字符串中间的「//」不是注释
    if (node.kind !== ts.SyntaxKind.TemplateMiddle && node.kind !== ts.SyntaxKind.TemplateTail) for (const range of found) ranges.set(range.pos, range);
    node.getChildren(file).forEach(visit);
  };
  visit(file);
  return [...ranges.values()]
    .sort((a, b) => b.pos - a.pos)
    .reduce((text, { pos, end }) => text.slice(0, pos) + text.slice(pos, end).replace(/[^\n]/g, '') + text.slice(end), source);
}
