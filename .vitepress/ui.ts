// 界面上的字，全部是中文。

import type { DefaultTheme } from 'vitepress';

export const ui: DefaultTheme.Config = {
  outline: { level: [2, 3], label: '本页目录' },
  docFooter: { prev: '上一篇', next: '下一篇' },
  lastUpdated: { text: '最后更新', formatOptions: { dateStyle: 'long', forceLocale: true } },
  darkModeSwitchLabel: '深浅外观',
  lightModeSwitchTitle: '换成浅色',
  darkModeSwitchTitle: '换成深色',
  sidebarMenuLabel: '目录',
  returnToTopLabel: '回到顶部',
  langMenuLabel: '换一种语言',
  navMenuLabel: '主导航',
  mobileMenuLabel: '菜单',
  extraMenuLabel: '更多',
  skipToContentLabel: '跳到正文',
  externalLinkIcon: false,
};

export const search: NonNullable<DefaultTheme.Config['search']> = {
  provider: 'local',
  options: {
    disableQueryPersistence: true,
    translations: {
      button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
      modal: {
        displayDetails: '显示正文',
        resetButtonTitle: '清空',
        backButtonTitle: '关闭搜索',
        noResultsText: '没有找到',
        footer: {
          selectText: '打开',
          selectKeyAriaLabel: '回车键',
          navigateText: '上下移动',
          navigateUpKeyAriaLabel: '向上键',
          navigateDownKeyAriaLabel: '向下键',
          closeText: '关闭',
          closeKeyAriaLabel: '退出键',
        },
      },
    },
  },
};
