// 拼 HTML 时转义文字和属性值。
// 「>」也转义：站内搜索用正则表达式去掉标签，属性里有「>」，它会切错地方。

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
