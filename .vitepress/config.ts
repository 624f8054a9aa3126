import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type DefaultTheme } from 'vitepress';
import { labPlugin } from './lab/plugin.ts';
import { hoverTablePlugin } from './markdown/hover-table.ts';
import { markdown } from './markdown/index.ts';
import { listChapters, listPages } from './pages.ts';
import { site } from './site.ts';
import { search, ui } from './ui.ts';

const docs = fileURLToPath(new URL('../docs', import.meta.url));
const ownComponent = (name: string) => fileURLToPath(new URL(`./theme/components/${name}.vue`, import.meta.url));
const pages = listPages(docs);
// 「最后更新」要问 git。下载 ZIP 来的没有历史，也许连 git 都没装：那就不写，VitePress 自己会因此停下。
const hasHistory = existsSync(resolve(docs, '../.git')) && spawnSync('git', ['--version'], { stdio: 'ignore' }).status === 0;

// 这几个内部组件的文字写死是英文，样子也不合用：换成自己的。
const replaced = ['VPSidebar', 'VPDocFooter'];
// 用不上的内部组件换成空的：它们的样式和脚本每一页都要下载。
const unused = ['VPHome', 'VPHomeHero', 'VPHomeContent', 'VPHomeFeatures', 'VPHomeSponsors', 'VPFeatures', 'VPFeature', 'VPSponsors', 'VPSponsorsGrid', 'VPTeamMembers', 'VPTeamPage', 'VPTeamPageSection', 'VPTeamPageTitle', 'VPDocAsideSponsors', 'VPDocAsideCarbonAds', 'VPNavBarAskAiButton', 'VPAlgoliaSearchBox', 'VPNavTranslations', 'VPNavSocialLinks', 'VPFooter', 'VPBadge', 'VPButton', 'VPMenuGroup', 'VPMenuLink', 'VPNavBarMenuGroup', 'VPNavScreenMenuGroup', 'VPNavScreenSocialLinks', 'VPNavScreenTranslations', 'VPSocialLinks'];

/** 搜索框里有一个标签写死是英文，没有设置可改；读屏软件会念它。 */
const chineseSpinner = {
  name: 'chinese-spinner',
  enforce: 'pre' as const,
  transform: (code: string, id: string): string | undefined => (id.endsWith('VPLocalSearchBox.vue') ? code.replace('Loading search results', '正在搜索') : undefined),
};

export default defineConfig<DefaultTheme.Config>({
  lang: 'zh-CN',
  title: site.title,
  description: site.description,
  base: site.base,
  srcDir: 'docs',
  cleanUrls: true,
  lastUpdated: hasHistory,
  sitemap: { hostname: `${site.origin}${site.base}` },
  // 读者还没有点，就不替他下载别的页面：手机流量是他的。
  router: { prefetchLinks: false },
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${site.base}door.svg` }],
    ['meta', { name: 'theme-color', media: '(prefers-color-scheme: light)', content: '#faf8f3' }],
    ['meta', { name: 'theme-color', media: '(prefers-color-scheme: dark)', content: '#1b1a18' }],
  ],
  markdown,
  // 没有一个部件用 Vue 的选项式写法：让每一页少下载这一段。
  vue: { features: { optionsAPI: false } },
  themeConfig: {
    ...ui,
    search,
    sidebar: pages,
    chapters: listChapters(docs),
    nav: navOf(pages),
    editLink: { pattern: `${site.repository}/edit/${site.branch}/docs/:path`, text: '在 GitHub 上修改这一页' },
    repository: site.repository,
  } as DefaultTheme.Config,
  vite: {
    publicDir: resolve(docs, 'public'),
    plugins: [chineseSpinner, hoverTablePlugin(resolve(docs, '../chapters')), labPlugin(resolve(docs, '..'))],
    resolve: {
      alias: [...replaced.map((name) => substitute(name, name.slice(2))), ...unused.map((name) => substitute(name, 'Nothing'))],
    },
  },
});

/** VitePress 文档里的办法：用 Vite 的 alias 换掉一个内部组件。 */
function substitute(name: string, own: string): { find: RegExp; replacement: string } {
  return { find: new RegExp(`^.*/${name}\\.vue$`), replacement: ownComponent(own) };
}

/** 顶上只放三样：怎样学，第一章，术语表。有哪样写好了就放哪样。 */
function navOf(all: DefaultTheme.SidebarItem[]): DefaultTheme.NavItem[] {
  const nav: DefaultTheme.NavItem[] = [];
  const first = all.find((page) => /^\/\d\d-/.test(page.link!));
  for (const [text, link] of [['怎样学', '/how-to-learn'], ['教程', first?.link], ['术语表', '/terms']] as const) {
    if (link && all.some((page) => page.link === link)) nav.push({ text, link, ...(text === '教程' ? { activeMatch: '^/\\d\\d-' } : {}) });
  }
  return nav;
}
