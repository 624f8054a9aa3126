// 主题：结构和搜索用 VitePress 的，样子和几个部件是自己的。

import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import ChapterList from './components/ChapterList.vue';
import Lab from './lab/Lab.vue';
import Layout from './Layout.vue';
import './styles/index.css';

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app }) {
    app.component('ChapterList', ChapterList);
    app.component('Lab', Lab);
  },
} satisfies Theme;
