// 主题：结构和搜索用 VitePress 的，样子和几个部件是自己的。

import type { Theme } from 'vitepress';
import { defineAsyncComponent } from 'vue';
import DefaultTheme from 'vitepress/theme-without-fonts';
import ChapterList from './components/ChapterList.vue';
import Layout from './Layout.vue';
import './styles/index.css';

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app }) {
    app.component('ChapterList', ChapterList);
    // 只有放了实验室的页面才下载它。
    app.component('Lab', defineAsyncComponent(() => import('./lab/Lab.vue')));
  },
} satisfies Theme;
