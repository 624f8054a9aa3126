import type { ShikiTransformer } from 'shiki';
import type { MarkdownRenderer } from 'vitepress';

/** markdown-it 的记号、渲染规则：从 VitePress 的类型里取，不另装一份类型。 */
export type Rule = NonNullable<MarkdownRenderer['renderer']['rules'][string]>;
export type Token = Parameters<Rule>[0][number];

/** 高亮以后的 HTML 树里的一个元素，从 Shiki 的类型里取。 */
export type Element = Parameters<NonNullable<ShikiTransformer['pre']>>[0];

/** VitePress 给每一页的环境里，这里用到的几样。 */
export interface PageEnv {
  path?: string;
  realPath?: string;
  relativePath?: string;
  includes?: string[];
}

/** `<<< 路径#区段` 解析出来的记号，源文件的绝对路径和区段名放在 meta 里。 */
export function snippetOf(token: Token): { src: string; region: string } | undefined {
  const meta = token.meta as { src?: string; region?: string } | null;
  return meta?.src ? { src: meta.src, region: meta.region ?? '' } : undefined;
}

/** 报错时说的位置：哪一页、第几行。 */
export function placeOf(token: Token, env: PageEnv, offset = 1): string {
  return `${env.relativePath ?? env.path ?? '？'}:${(token.map?.[0] ?? 0) + offset}`;
}
